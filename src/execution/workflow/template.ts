import { Liquid, type LiquidError } from 'liquidjs';
import type { TextProblem } from './condition.ts';
import type { Argument } from './definition.ts';
import { didYouMean } from './didYouMean.ts';
import { itemsOf, schemaAt, type Found, type Scope } from './valueSchema.ts';

/** A template could not be filled in with the values at hand. */
export class TemplateError extends Error {}

// What a prompt needs, and nothing that reads files, makes random choices or hides what is said.
const tags = ['if', 'unless', 'case', 'for', 'break', 'continue', 'assign', 'comment', 'raw', '#'];
const filters = [
  ...['append', 'capitalize', 'compact', 'concat', 'default', 'downcase', 'first', 'join', 'json'],
  ...['last', 'map', 'minus', 'plus', 'prepend', 'replace', 'reverse', 'round', 'size', 'slice'],
  ...['sort', 'split', 'strip', 'sum', 'times', 'truncate', 'truncatewords', 'uniq', 'upcase'],
  'where',
];
const longest = 1_000_000;

const engine = createEngine();

function createEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: true,
    ownPropertyOnly: true,
    templates: {},
    parseLimit: 200_000,
    renderLimit: 1_000,
    memoryLimit: 10_000_000,
    outputEscape: asText,
  });
  for (const [all, kept] of [
    [liquid.tags, tags],
    [liquid.filters, filters],
  ] as const) {
    for (const name of Object.keys(all)) if (!kept.includes(name)) delete all[name];
  }
  return liquid;
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
}

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

/** Fills in a checked template. Throws TemplateError when the values do not allow it. */
export function renderTemplate(text: string, values: Readonly<Record<string, unknown>>): string {
  let rendered: string;
  try {
    rendered = engine.parseAndRenderSync(text, { ...values }) as string;
  } catch (error) {
    throw new TemplateError(`The template cannot be filled in: ${saidBy(error)}.`);
  }
  if (rendered.length <= longest) return rendered;
  throw new TemplateError(
    `The filled-in template has ${rendered.length} characters; at most ${longest} are sent. Use less of the earlier steps.`,
  );
}

const lonePath = /^\s*\{\{-?\s*([A-Za-z_]\w*(?:\.\w+)*)\s*-?\}\}\s*$/;

/** The path of an argument that is nothing but `{{ path }}`; its value keeps its type. */
export function lonePathOf(argument: Argument): [string, ...string[]] | undefined {
  const path = typeof argument === 'string' ? lonePath.exec(argument)?.[1] : undefined;
  return path?.split('.') as [string, ...string[]] | undefined;
}

/** What an argument of a tool comes to. Throws TemplateError. */
export function evaluateArgument(
  argument: Argument,
  values: Readonly<Record<string, unknown>>,
): unknown {
  const path = lonePathOf(argument);
  if (path) return valueAt(values, path);
  return typeof argument === 'string' ? renderTemplate(argument, values) : argument;
}

/** Follows a path through own fields; what lies below null is null. Throws TemplateError. */
export function valueAt(
  values: Readonly<Record<string, unknown>>,
  path: readonly string[],
): unknown {
  let value: unknown = values;
  for (const [index, field] of path.entries()) {
    if (value === null) return null;
    if (typeof value !== 'object' || !Object.hasOwn(value as object, field)) {
      throw new TemplateError(`There is no "${path.slice(0, index + 1).join('.')}".`);
    }
    value = (value as Record<string, unknown>)[field];
  }
  return value;
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

// Liquid's own last steps, for lists and texts: `findings.size`, `hunks.first`.
function followed(scope: Scope, path: readonly (string | number)[]): Found {
  const found = schemaAt(scope, path);
  if ('schema' in found || found.segment === 0) return found;
  const owner = schemaAt(scope, path.slice(0, found.segment));
  if (!('schema' in owner)) return found;
  const step = path[found.segment];
  const items = itemsOf(owner.schema);
  if (step === 'size' && (items || owner.schema.type === 'string'))
    return { schema: { type: 'integer' } };
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
    const found = text.indexOf(filter, begin);
    const hint = didYouMean(filter, filters) || ` Known are ${filters.join(', ')}.`;
    return {
      message: `There is no filter "${filter}".${hint}`,
      start: found,
      end: found + filter.length,
    };
  }
  const tag = /tag "(.+)" not found/.exec(said)?.[1];
  if (tag) return { message: `There is no tag "${tag}".${didYouMean(tag, tags)}`, ...whole };
  const closing = /not closed/.test(said);
  const message = closing
    ? `${text.slice(whole.start, Math.min(whole.end, whole.start + 40)).trim()} is not closed.`
    : `The template cannot be read: ${said}.`;
  return { message, ...whole };
}

function saidBy(error: unknown): string {
  const { originalError, message } = error as LiquidError;
  return (originalError?.message ?? message).replace(/, line:\d+, col:\d+$/, '');
}
