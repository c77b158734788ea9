import type { Task } from '../../routing/task.ts';

/** Whole lines of a file, 1-based and inclusive. */
export interface LineSpan {
  readonly startLine: number;
  readonly endLine: number;
}

/** Why the lines were not found: they have changed, or equal lines are or were there as well. */
export type NotFound = 'changed' | 'manyNow' | 'manyBefore';

/**
 * Where the lines that a task is about stand in its file now. Equal lines elsewhere are told apart by
 * what surrounds them; in doubt none are found, because writing over the wrong ones is worse.
 */
export function targetNow({ fileText, target }: Task, now: string): LineSpan | NotFound {
  const before = linesOf(fileText);
  const after = linesOf(now);
  const first = target.startLine - 1;
  const own = before.slice(first, target.endLine);
  const starts = startsOf(own, after);
  if (starts.length === 0) return 'changed';
  if (sameLines(before, after)) return spanOf(first, own);
  const onceOnly = startsOf(own, before).length === 1;
  const isBlank = own.every((line) => line.trim() === '');
  if (onceOnly && starts.length === 1 && !isBlank) return spanOf(starts[0]!, own);
  // Where a copy came or went, the line beside the target must be unchanged too.
  const isSure = starts.length === startsOf(own, before).length && !isBlank;
  const start = startBySurroundings(before, after, { first, height: own.length, isSure });
  if (start !== undefined) return spanOf(start, own);
  if (starts.length > 1) return 'manyNow';
  return onceOnly ? 'changed' : 'manyBefore';
}

/** As VS Code counts lines. It shows no byte order mark, but a file that was read as bytes may have one. */
function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}

function startsOf(own: readonly string[], lines: readonly string[]): number[] {
  return lines.flatMap((_, start) =>
    own.every((line, index) => line === lines[start + index]) ? [start] : [],
  );
}

function sameLines(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

const spanOf = (start: number, { length }: readonly string[]): LineSpan => ({
  startLine: start + 1,
  endLine: start + length,
});

/**
 * Takes all changes together as one region, and finds the target when it lies before or after that
 * region, however the region's borders are drawn: after `a` has become `a a`, either may be the new one.
 */
function startBySurroundings(
  before: readonly string[],
  after: readonly string[],
  target: { readonly first: number; readonly height: number; readonly isSure: boolean },
): number | undefined {
  const { length } = before;
  const shorter = Math.min(length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const kept = Math.min(head + tail, shorter);
  const between = target.isSure ? 0 : 1;
  if (target.first + target.height + between <= kept - tail) return target.first;
  if (target.first - between >= length - (kept - head)) {
    return target.first + after.length - length;
  }
  return undefined;
}
