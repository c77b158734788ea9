import { ForTag, type LiquidError, type Template, toValueSync } from 'liquidjs';
import { didYouMean } from '../../../routing/input/didYouMean.ts';
import type { TextProblem } from '../values/condition.ts';
import { engine, filters, messageOf, tags } from '../values/liquidEngine.ts';
import { fileLimits } from '../limits.ts';
import { lonePathOf } from '../values/template.ts';
import { type Found, itemsOf, schemaAt, type Scope, unknownValue } from '../values/valueSchema.ts';

/** Finds what is wrong with a template, without filling it in. */
export function checkTemplate(text: string, scope: Scope): TextProblem[] {
  const read = parsed(text);
  if ('problem' in read) return [read.problem];
  const problems = [
    ...useProblems(read.uses, scope, text),
    ...loopProblems(read.templates, scope, text),
  ];
  return problems.toSorted((one, other) => one.start - other.start);
}

/** The names that a template uses; none when it cannot be read. */
export function namesInTemplate(text: string): string[] {
  const read = parsed(text);
  return 'problem' in read ? [] : read.uses.map(({ path }) => String(path[0]));
}

function parsed(text: string): { templates: Template[]; uses: Use[] } | { problem: TextProblem } {
  const tooMuch = excessIn(text);
  if (tooMuch) return { problem: tooMuch };
  try {
    const templates = engine.parse(text);
    return { templates, uses: usesIn(templates, text) };
  } catch (error) {
    return { problem: parseProblem(text, error as LiquidError) };
  }
}

/** Parts of a template: `{{ … }}` and `{% … %}`. */
export function templatePartsIn(text: string): number {
  return text.match(/\{[{%]/g)?.length ?? 0;
}

/** What makes a template too large to be read at once; undefined when nothing does. */
function excessIn(text: string): TextProblem | undefined {
  const most = fileLimits;
  const problem = (message: string, start = 0, end = text.length) => ({ message, start, end });
  if (templatePartsIn(text) > most.templateParts) {
    return problem(
      `A template has at most ${most.templateParts} parts {{ … }} and {% … %}. Split it up.`,
    );
  }
  let depth = 0;
  let partStart = 0;
  for (const { 0: sign, index } of text.matchAll(/\{[{%]-?|[%}]\}/g)) {
    if (sign.startsWith('{')) {
      partStart = index;
      if (/^\{%-?\s*(?:if|unless|case|for)\b/.test(text.slice(index, index + 50))) depth += 1;
      if (/^\{%-?\s*end/.test(text.slice(index, index + 50))) depth -= 1;
      if (depth <= most.templateDepth) continue;
      return problem(
        `Tags lie at most ${most.templateDepth} deep in each other. Take the template apart.`,
        index,
        index + 2,
      );
    }
    if (index - partStart <= most.templatePartLength) continue;
    return problem(
      `A part of a template has at most ${most.templatePartLength} characters. Take it apart.`,
      partStart,
      index,
    );
  }
  return undefined;
}

interface Use {
  /** Up to the first part that is known only in a run, such as `list[index]`. */
  readonly path: readonly (string | number)[];
  readonly offset: number;
}

/** The values that a template uses and does not set itself. */
function usesIn(templates: Template[], text: string): Use[] {
  const { globals } = engine.analyzeSync(templates, { partials: false });
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return Object.values(globals).flatMap((variables) =>
    variables.map(({ segments, location }) => ({
      path: fixedPart(segments),
      offset: (lineStarts[location.row - 1] ?? 0) + location.col - 1,
    })),
  );
}

function useProblems(uses: readonly Use[], scope: Scope, text: string): TextProblem[] {
  const problems: TextProblem[] = [];
  for (const use of uses) {
    if (problems.length === fileLimits.problems) break;
    const problem = useProblem(use, scope, text);
    if (problem) problems.push(problem);
  }
  return problems;
}

function useProblem({ path, offset }: Use, scope: Scope, text: string): TextProblem | undefined {
  const found = followed(scope, path);
  if ('schema' in found) return undefined;
  const [start, end] = spanOf(text, offset, path, found.segment);
  const unknown = found.segment === 0 && { unknownName: String(path[0]) };
  return { message: found.message, start, end, ...unknown };
}

/** Problems with the items of loops, which the template itself names. */
function loopProblems(templates: readonly Template[], scope: Scope, text: string): TextProblem[] {
  return templates.flatMap((template) => {
    const inner = template.children
      ? toValueSync<Template[]>(template.children(false, true) as never)
      : [];
    if (!(template instanceof ForTag)) return loopProblems(inner, scope, text);
    const { variable, collection } = template;
    const list = lonePathOf(`{{ ${collection.getText()} }}`);
    const found = list && followed(scope, list);
    const item = (found && 'schema' in found && itemsOf(found.schema)) || unknownValue;
    const within = new Map([...scope, [variable, item]]);
    const own = usesIn(inner, text).filter(({ path }) => path[0] === variable);
    return [...useProblems(own, within, text), ...loopProblems(inner, within, text)];
  });
}

function fixedPart(segments: readonly unknown[]): (string | number)[] {
  const end = segments.findIndex((it) => typeof it !== 'string' && typeof it !== 'number');
  return (end < 0 ? segments : segments.slice(0, end)) as (string | number)[];
}

/** `schemaAt` with the properties that Liquid adds to lists and texts: `findings.size`, `hunks.first`. */
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
  const reason = messageOf(error);
  const filter = /undefined filter: (.+)/.exec(reason)?.[1];
  if (filter) {
    const start = Math.max(begin, text.indexOf(filter, begin));
    const hint = didYouMean(filter, filters) || ` Known are ${filters.join(', ')}.`;
    return { message: `There is no filter "${filter}".${hint}`, start, end: start + filter.length };
  }
  const tag = /tag "(.+)" not found/.exec(reason)?.[1];
  if (tag)
    return {
      message: `There is no tag "${tag}".${didYouMean(tag, [...tags, 'elsif', 'else'])}`,
      ...whole,
    };
  const message = /not closed/.test(reason)
    ? `${text.slice(whole.start, Math.min(whole.end, whole.start + 40)).trim()} is not closed.`
    : `The template cannot be read: ${reason}.`;
  return { message, ...whole };
}
