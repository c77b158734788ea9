import { parseJson } from '../../http/json.ts';
import type { Tool, ToolCall } from '../../../routing/conversation.ts';
import type { Part } from '../../provider.ts';
import { newCallId } from '../callIds.ts';
import { createCallScanner, type HeldBack } from './callScanner.ts';

/*
 * Servers that do not know a model's own way to call tools leave its calls in the text, and models now and then
 * write one there. This folder makes them calls again. callScanner.ts holds back what may be a call, codePlaces.ts
 * knows where a text only tells of one, callMarks.ts is the table of marks around calls, callBodies.ts has the ways
 * to write one, readCalls.ts puts both together, and typedInput.ts gives arguments the types of the tool's schema.
 */

/**
 * The parts of an answer, with calls that its text ends in as calls. Only tools that were offered are called; a
 * text in code, of another tool, or with arguments that cannot be read stays a text. Calls at the end of what a
 * model thought count where it said nothing else.
 */
export function withTextCalls(
  parts: AsyncIterable<Part>,
  tools: readonly Tool[] = [],
): AsyncIterable<Part> {
  return tools.length === 0 ? parts : lookedThrough(parts, tools);
}

async function* lookedThrough(
  parts: AsyncIterable<Part>,
  tools: readonly Tool[],
): AsyncGenerator<Part, void, undefined> {
  const offered = new Map(tools.map((tool) => [tool.name, tool]));
  const said = createCallScanner(offered);
  const thought = createCallScanner(offered);
  const native: ToolCall[] = [];
  let hasText = false;
  let isOver = false;
  try {
    for await (const part of parts) {
      if (part.kind === 'text') {
        const text = said.add(part.text);
        hasText ||= text.trim() !== '';
        yield* textPart(text);
      } else if (part.kind === 'finish') {
        isOver = true;
        yield* ending(part, {
          held: said.end(),
          thought: hasText ? undefined : thought.end(),
          native,
        });
      } else {
        if (part.kind === 'reasoning') thought.add(part.text);
        if (part.kind === 'toolCall') native.push(part.call);
        yield part;
      }
    }
  } catch (error) {
    yield* textPart(said.end().text);
    throw error;
  }
  if (!isOver) yield* textPart(said.end().text);
}

function* ending(
  finish: Extract<Part, { kind: 'finish' }>,
  {
    held,
    thought,
    native,
  }: {
    readonly held: HeldBack;
    readonly thought: HeldBack | undefined;
    readonly native: readonly ToolCall[];
  },
): Generator<Part> {
  const isSilent = native.length === 0 && held.text.trim() === '';
  const found = held.found ?? (isSilent && thought?.found?.rest === '' ? thought.found : undefined);
  const isHalf = !found && held.tool !== undefined && finish.reason === 'length';
  const calls = isHalf ? [halfCall(held.tool!)] : (found?.calls ?? []).filter(isNewTo(native));
  if (!isHalf) yield* textPart(found ? found.rest : held.text);
  for (const call of calls) yield { kind: 'toolCall', call };
  const isStop = finish.reason === 'stop' && calls.length > 0;
  yield isStop ? { ...finish, reason: 'toolCalls' } : finish;
}

/** What the output limit cut off is told as such a call of any server is. */
function halfCall(name: string): ToolCall {
  return { id: newCallId(), name, argumentsJson: '' };
}

/** Servers may leave in the text what they make a call as well. */
function isNewTo(native: readonly ToolCall[]): (call: ToolCall) => boolean {
  const known = new Set(native.map(meant));
  return (call) => !known.has(meant(call));
}

function meant({ name, argumentsJson }: ToolCall): string {
  return `${name} ${JSON.stringify(parseJson(argumentsJson))}`;
}

function* textPart(text: string): Generator<Part> {
  if (text) yield { kind: 'text', text };
}
