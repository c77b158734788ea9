/** One difference between two texts: the indexes of lines that are gone and of lines that are new. */
export interface Hunk {
  readonly gone: readonly number[];
  readonly come: readonly number[];
}

/** Over this many comparisons the whole changed range counts as one change. Chosen by judgement. */
const mostCells = 4_000_000;

/** The shortest list of changes that turns `before` into `after`, line by line. */
export function lineDiff(before: readonly string[], after: readonly string[]): Hunk[] {
  const { start, height, width } = changedRange(before, after);
  const common =
    height * width > mostCells
      ? undefined
      : commonLengths(before.slice(start, start + height), after.slice(start, start + width));

  const hunks: Hunk[] = [];
  let gone: number[] = [];
  let come: number[] = [];
  const closeHunk = () => {
    if (gone.length + come.length > 0) hunks.push({ gone, come });
    gone = [];
    come = [];
  };
  let row = 0;
  let column = 0;
  while (row < height || column < width) {
    const same =
      common && row < height && column < width && before[start + row] === after[start + column];
    if (same) {
      closeHunk();
      row += 1;
      column += 1;
    } else if (row < height && (column === width || !common || down(common, row, column, width))) {
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

/** What lies between the equal beginning and the equal end: `height` lines before, `width` after. */
function changedRange(before: readonly string[], after: readonly string[]) {
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

/** Whether leaving out a line of `before` keeps at least as many lines in common. */
function down(common: Uint32Array, row: number, column: number, width: number): boolean {
  return common[(row + 1) * (width + 1) + column]! >= common[row * (width + 1) + column + 1]!;
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
