/** One difference between two texts: the indexes of lines that are gone and of lines that are new. */
export interface Hunk {
  readonly gone: readonly number[];
  readonly come: readonly number[];
}

/** Over this many comparisons lines that both texts have once are matched first. Chosen by judgement. */
const mostCells = 4_000_000;

/** The shortest list of changes that turns `before` into `after`, line by line. */
export function lineDiff(before: readonly string[], after: readonly string[]): Hunk[] {
  const range = changedRange(before, after);
  if (range.height * range.width <= mostCells) return shortestDiff(before, after, range);
  const { start, height, width } = range;
  const [old, fresh] = [before.slice(start, start + height), after.slice(start, start + width)];
  const anchors = [...commonAnchors(old, fresh), { row: height, column: width }];
  let [row, column] = [0, 0];
  return anchors.flatMap((anchor) => {
    const hunks = between(old.slice(row, anchor.row), fresh.slice(column, anchor.column));
    const [rows, columns] = [start + row, start + column];
    [row, column] = [anchor.row + 1, anchor.column + 1];
    return hunks.map(({ gone, come }) => ({
      gone: gone.map((index) => index + rows),
      come: come.map((index) => index + columns),
    }));
  });
}

/** The changes between two anchors; what is still too much counts as one change. */
function between(before: readonly string[], after: readonly string[]): Hunk[] {
  const range = changedRange(before, after);
  if (range.height + range.width === 0) return [];
  if (range.height * range.width <= mostCells) return shortestDiff(before, after, range);
  const from = (length: number) => Array.from({ length }, (_, index) => range.start + index);
  return [{ gone: from(range.height), come: from(range.width) }];
}

interface Anchor {
  readonly row: number;
  readonly column: number;
}

/** Lines that both texts have once, as many as stand in the same order in both. */
function commonAnchors(before: readonly string[], after: readonly string[]): Anchor[] {
  const [rows, columns] = [onlyOnce(before), onlyOnce(after)];
  const pairs = [...rows].flatMap(([line, row]) => {
    const column = columns.get(line);
    return column === undefined ? [] : [{ row, column }];
  });
  // The longest run of growing columns: `ends` holds the best last pair of each length.
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  pairs.forEach(({ column }, index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]!.column < column) low = middle + 1;
      else high = middle;
    }
    previous[index] = low > 0 ? ends[low - 1] : undefined;
    ends[low] = index;
  });
  const anchors: Anchor[] = [];
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) anchors.push(pairs[at]!);
  return anchors.toReversed();
}

function onlyOnce(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const twice = new Set<string>();
  lines.forEach((line, index) => (places.has(line) ? twice.add(line) : places.set(line, index)));
  for (const line of twice) places.delete(line);
  return places;
}

/** The changes inside a range, by the longest common subsequence. */
function shortestDiff(
  before: readonly string[],
  after: readonly string[],
  { start, height, width }: Range,
): Hunk[] {
  const common = commonLengths(
    before.slice(start, start + height),
    after.slice(start, start + width),
  );
  const hunks: Hunk[] = [];
  let gone: number[] = [];
  let come: number[] = [];
  const closeHunk = () => {
    if (gone.length + come.length > 0) hunks.push({ gone, come });
    gone = [];
    come = [];
  };
  // Of brackets that stand alone, the first in the longer text is meant: what follows it is gone, or new.
  const least = height > width ? 1 : 0;
  let row = 0;
  let column = 0;
  while (row < height || column < width) {
    if (row < height && column < width && before[start + row] === after[start + column]) {
      closeHunk();
      row += 1;
      column += 1;
    } else if (row < height && (column === width || gain(common, row, column, width) >= least)) {
      gone.push(start + row);
      row += 1;
    } else {
      come.push(start + column);
      column += 1;
    }
  }
  closeHunk();
  return hunks;
}

interface Range {
  readonly start: number;
  readonly height: number;
  readonly width: number;
}

/** What lies between the equal beginning and the equal end: `height` lines before, `width` after. */
function changedRange(before: readonly string[], after: readonly string[]): Range {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let endBefore = before.length;
  let endAfter = after.length;
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore -= 1;
    endAfter -= 1;
  }
  return { start, height: endBefore - start, width: endAfter - start };
}

/** How many more lines leaving out one of `before` keeps in common than leaving out one of `after`. */
function gain(common: Uint32Array, row: number, column: number, width: number): number {
  return common[(row + 1) * (width + 1) + column]! - common[row * (width + 1) + column + 1]!;
}

/** The length of the longest common subsequence from each pair of positions to the ends. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const stride = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * stride);
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      lengths[row * stride + column] =
        before[row] === after[column]
          ? lengths[(row + 1) * stride + column + 1]! + 1
          : Math.max(lengths[(row + 1) * stride + column]!, lengths[row * stride + column + 1]!);
    }
  }
  return lengths;
}

/** Whether two lines share most of their words and signs. The limits are by judgement. */
export function areAlike(one: string, other: string): boolean {
  const tokens = new Set(one.match(token));
  const others = new Set(other.match(token));
  const shared = [...tokens].filter((each) => others.has(each)).length;
  return tokens.size >= 4 && shared * 2 >= (tokens.size + others.size) * 0.75;
}

const token = /[\w$]+|[^\s\w]/g;
