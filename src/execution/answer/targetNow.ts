/** Whole lines of a file, 1-based and inclusive. */
export interface LineSpan {
  readonly startLine: number;
  readonly endLine: number;
}

/** Lines in a file as it was. */
export interface PlacedLines {
  readonly fileText: string;
  readonly target: LineSpan;
}

/** Why the lines were not found: they have changed, or equal lines stand (or stood) elsewhere too. */
export type NotFound = 'changed' | 'manyNow' | 'manyBefore';

/**
 * Finds lines of a file in the file as it is now. Lines around the target tell it from equal
 * lines elsewhere. In doubt nothing is found, because overwriting the wrong lines is worse.
 */
export function targetNow({ fileText, target }: PlacedLines, now: string): LineSpan | NotFound {
  const before = linesOf(fileText);
  const after = linesOf(now);
  const first = target.startLine - 1;
  const targetLines = before.slice(first, target.endLine);
  const starts = startsOf(targetLines, after);
  if (starts.length === 0) return 'changed';
  if (sameLines(before, after)) return spanOf(first, targetLines);
  const onceOnly = startsOf(targetLines, before).length === 1;
  const isBlank = targetLines.every((line) => line.trim() === '');
  if (onceOnly && starts.length === 1 && !isBlank) return spanOf(starts[0]!, targetLines);
  // When a copy was added or removed, the line beside the target must be unchanged too.
  const isSure = starts.length === startsOf(targetLines, before).length && !isBlank;
  const start = startBySurroundings(before, after, { first, height: targetLines.length, isSure });
  if (start !== undefined) return spanOf(start, targetLines);
  if (starts.length > 1) return 'manyNow';
  return onceOnly ? 'changed' : 'manyBefore';
}

/**
 * Splits lines as VS Code does, without blanks at their ends, which editors take away when they save. A file
 * that was read as bytes may start with a byte order mark.
 */
function linesOf(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  return lines.map((line) => line.trimEnd());
}

function startsOf(targetLines: readonly string[], lines: readonly string[]): number[] {
  return lines.flatMap((_, start) =>
    targetLines.every((line, index) => line === lines[start + index]) ? [start] : [],
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
 * Treats all changes as one region and finds the target when it lies before or after that region. The
 * borders of the region can be ambiguous: when `a` becomes `a a`, either one may be new. The target
 * must lie outside the region however they are drawn.
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
