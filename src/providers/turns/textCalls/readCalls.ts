import type { Tool, ToolCall } from '../../../routing/conversation.ts';
import { newCallId } from '../callIds.ts';
import { at, callBodies, type ReadCalls, type WrittenCall } from './callBodies.ts';
import { callMarks, endMarks, plainMarks } from './callMarks.ts';
import { typedInput } from './typedInput.ts';

/** The tools that a model may call, by their names. */
export type OfferedTools = ReadonlyMap<string, Tool>;

/** Calls at the beginning of a text, and what follows them. */
export interface CallsInText {
  readonly calls: readonly ToolCall[];
  readonly rest: string;
}

/** Where a call stands: `bare` without a mark that tells it from other texts, at the beginning of a line. */
export type Place = 'bare' | 'ownLine' | 'midLine';

const opens = callMarks.map(({ open }) => open);
const closes = [...callMarks.flatMap(({ close }) => close ?? []), ...endMarks];
const marks = new RegExp(`(?:[\\s,;\\])]|(?:${anyOf(opens)})|(?:${anyOf(closes)}))*`, 'y');
const anOpen = new RegExp(anyOf(opens));
const leftOver = new RegExp(
  `${anyOf([...opens, ...closes])}|</?(?:parameter|invoke|function|arg_)`,
);

/** The name of the tool in a call that a text begins with; undefined while or where none is named. */
export function toolNamedIn(text: string, place: Place): string | undefined {
  return headAt(plainMarks(text), 0, place)?.head.groups!['name'];
}

/** Whether a call may follow the marks that a text begins with. */
export function mayCall(text: string): boolean {
  const plain = plainMarks(text);
  return /^(?:$|[\w<[{])/.test(plain.slice(skipMarks(plain, 0)));
}

/**
 * The calls that a text begins with; undefined when it begins with none of a tool that is offered, or when what
 * follows shows that it only tells of calls: any text after calls inside a line or without a mark, and marks of calls
 * after others.
 */
export function callsAtStart(
  written: string,
  tools: OfferedTools,
  place: Place,
): CallsInText | undefined {
  const text = plainMarks(written);
  const calls: ToolCall[] = [];
  let end = 0;
  for (let read = callsAt(text, 0, place); read; read = callsAt(text, end, 'bare')) {
    const made = read.calls.map((call) => toolCall(call, tools));
    if (!made.every((call) => call !== undefined)) break;
    calls.push(...made);
    end = read.end;
  }
  const rest = text.slice(skipMarks(text, end)).trimStart();
  const tells = rest !== '' && (place !== 'ownLine' || leftOver.test(rest));
  return calls.length > 0 && !tells ? { calls, rest } : undefined;
}

function callsAt(text: string, from: number, place: Place): ReadCalls | undefined {
  const found = headAt(text, from, place);
  return found?.body.read(text, found.head);
}

function headAt(text: string, from: number, place: Place) {
  const start = skipMarks(text, from);
  const isMarked = anOpen.test(text.slice(from, start));
  for (const body of callBodies) {
    const mayStand = isMarked || body.alone === true || body.alone === place;
    const head = mayStand ? at(body.head, text, start) : null;
    if (head) return { body, head };
  }
  return undefined;
}

function toolCall(
  { name, input, isUntyped = false }: WrittenCall,
  tools: OfferedTools,
): ToolCall | undefined {
  const tool = tools.get(name);
  if (!tool) return undefined;
  const given = isUntyped ? typedInput(input, tool.inputSchema) : input;
  return { id: newCallId(), name, argumentsJson: JSON.stringify(given) };
}

function skipMarks(text: string, from: number): number {
  return from + (at(marks, text, from)?.[0].length ?? 0);
}

/** A pattern of these texts, the longest first. */
export function anyOf(texts: readonly string[]): string {
  return texts
    .toSorted((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`))
    .join('|');
}
