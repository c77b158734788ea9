import type { LiquidError } from 'liquidjs';
import type { TextProblem } from './condition.ts';
import { didYouMean } from './didYouMean.ts';
import { engine, filters, saidBy, tags } from './liquidEngine.ts';
import { itemsOf, schemaAt, type Found, type Scope } from './valueSchema.ts';

/** Everything wrong with a template; nothing is filled in. */
export function checkTemplate(text: string, scope: Scope): TextProblem[] {
  const read = analyze(text);
  if ('problem' in read) return [read.problem];
  return read.uses.flatMap(({ path, offset }): TextProblem[] => {
    const found = followed(scope, path);
    if ('schema' in found) return [];
    const [start, end] = spanOf(text, offset, path, found.segment);
    const unknown = found.segment === 0 && { unknownName: String(path[0]) };
    return [{ message: found.message, start, end, ...unknown }];
  });
}

/** The names that a template uses; none when it cannot be read. */
export function namesInTemplate(text: string): string[] {
  const read = analyze(text);
  return 'problem' in read ? [] : read.uses.map(({ path }) => String(path[0]));
}

interface Use {
  /** Up to the first part that only the run will know. */
  readonly path: readonly (string | number)[];
  readonly offset: number;
}

function analyze(text: string): { uses: Use[] } | { problem: TextProblem } {
  try {
    const { globals } = engine.analyzeSync(engine.parse(text), { partials: false });
    const uses = Object.values(globals).flatMap((variables) =>
      variables.map(({ segments, location }) => ({
        path: knownPart(segments),
        offset: offsetOf(text, location.row, location.col),
      })),
    );
    return { uses: uses.toSorted((one, other) => one.offset - other.offset) };
  } catch (error) {
    return { problem: parseProblem(text, error as LiquidError) };
  }
}

function knownPart(segments: readonly unknown[]): (string | number)[] {
  const end = segments.findIndex((it) => typeof it !== 'string' && typeof it !== 'number');
  return (end < 0 ? segments : segments.slice(0, end)) as (string | number)[];
}

function offsetOf(text: string, row: number, column: number): number {
  const before = text.split('\n').slice(0, row - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + column - 1;
}

/** `schemaAt` with Liquid's own steps, for lists and texts: `findings.size`, `hunks.first`. */
export function followed(scope: Scope, path: readonly (string | number)[]): Found {
  const found = schemaAt(scope, path);
  if ('schema' in found || found.segment === 0) return found;
  const owner = schemaAt(scope, path.slice(0, found.segment));
  if (!('schema' in owner)) return found;
  const step = path[found.segment];
  const items = itemsOf(owner.schema);
  const hasSize = items !== undefined || owner.schema.type === 'string';
  if (step === 'size' && hasSize) return { schema: { type: 'integer' } };
  if (!items || (step !== 'first' && step !== 'last')) return found;
  const rest = followed(new Map([[String(step), items]]), path.slice(found.segment));
  return 'schema' in rest ? rest : { ...rest, segment: rest.segment + found.segment };
}

function spanOf(
  text: string,
  offset: number,
  path: readonly (string | number)[],
  segment: number,
): [number, number] {
  let start = offset;
  for (const part of path.slice(1, segment + 1)) {
    const from = text.indexOf(String(part), start + 1);
    start = from < 0 ? start : from;
  }
  return [start, start + String(path[segment]).length];
}

function parseProblem(text: string, error: LiquidError): TextProblem {
  const begin = error.token?.begin ?? 0;
  const whole = { start: begin, end: Math.min(error.token?.end ?? text.length, text.length) };
  const said = saidBy(error);
  const filter = /undefined filter: (.+)/.exec(said)?.[1];
  if (filter) {
    const start = Math.max(begin, text.indexOf(filter, begin));
    const hint = didYouMean(filter, filters) || ` Known are ${filters.join(', ')}.`;
    return { message: `There is no filter "${filter}".${hint}`, start, end: start + filter.length };
  }
  const tag = /tag "(.+)" not found/.exec(said)?.[1];
  if (tag) return { message: `There is no tag "${tag}".${didYouMean(tag, tags)}`, ...whole };
  const message = /not closed/.test(said)
    ? `${text.slice(whole.start, Math.min(whole.end, whole.start + 40)).trim()} is not closed.`
    : `The template cannot be read: ${said}.`;
  return { message, ...whole };
}
