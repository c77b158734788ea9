import { isRecord } from '../../../routing/input/objects.ts';
import { fencesIn } from '../../answer/fences.ts';
import { spokenText } from '../../answer/parseAnswer.ts';
import { jsonSpans, parseJson } from '../../answer/readJson.ts';

/** A problem as a judge names it. */
export interface Problem {
  /** The line as the judge counted it; the file may not have it. */
  readonly line?: number;
  readonly message: string;
}

/** What a judge was asked about, and the field that its answer must have. */
export interface Judged {
  readonly answer: string;
  readonly field: string;
}

/**
 * The fields of a judge's JSON, with names in lower case: of its whole text, or of JSON that begins or ends it. Models
 * explain themselves although they are told not to, and quote what they judge. So what stands in the judged answer as
 * well, and what stands in the middle of a text, is nobody's verdict, and neither are two that differ.
 */
export function judgeJson(text: string, { answer, field }: Judged): Fields | undefined {
  const bare = withoutFences(spokenText(text));
  const whole = fieldsWith(field, parseJson(bare));
  if (whole) return whole;
  const found = jsonSpans(bare).flatMap(({ start, end }) => {
    const json = bare.slice(start, end);
    const fields = fieldsWith(field, parseJson(json));
    if (!fields) return [];
    const isAtEdge = start === 0 || (end === bare.length && bare[start - 1] === '\n');
    return [{ fields, isOwn: isAtEdge && !squeezed(answer).includes(squeezed(json)) }];
  });
  const verdicts = new Set(found.map(({ fields }) => JSON.stringify(fields)));
  return verdicts.size === 1 ? found.find(({ isOwn }) => isOwn)?.fields : undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsWith(field: string, value: unknown): Fields | undefined {
  if (!isRecord(value)) return undefined;
  const fields = Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name.toLowerCase(), each]),
  );
  if (Object.hasOwn(fields, field)) return fields;
  const [only, ...others] = Object.values(value).filter(isRecord);
  return only && others.length === 0 ? fieldsWith(field, only) : undefined;
}

function withoutFences(text: string): string {
  const lines = text.split('\n');
  for (const { line } of fencesIn(lines)) lines[line] = '';
  return lines.join('\n').trim();
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** The problems of a judge, as objects or as texts; undefined when they cannot be read. */
export function problemsIn(written: unknown): Problem[] | undefined {
  const problems = [written ?? []].flat().map(toProblem);
  if (problems.includes(undefined)) return undefined;
  return (problems as Problem[]).filter(({ message }) => !saysNone.test(message));
}

const saysNone = /^\s*(?:none|no problems?|n\/a|-|keine?)?\.?\s*$/i;
const messageNames = ['message', 'problem', 'description', 'issue', 'text'];

function toProblem(written: unknown): Problem | undefined {
  if (typeof written === 'string') return { message: written };
  if (!isRecord(written)) return undefined;
  const message = messageNames
    .map((name) => written[name])
    .find((each) => typeof each === 'string');
  // Judges also write "12" and "12-15".
  const line = Number.parseInt(String(written['line']), 10);
  return message === undefined ? undefined : { message, ...(line > 0 && { line }) };
}
