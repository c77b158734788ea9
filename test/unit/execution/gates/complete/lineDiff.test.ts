import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from '../../../../../src/execution/gates/complete/lineDiff.ts';

test.each<[string, string, string, { gone: number[]; come: number[] }[]]>([
  ['nothing', 'abc', 'abc', []],
  ['two empty texts', '', '', []],
  ['a changed line', 'abc', 'aXc', [{ gone: [1], come: [1] }]],
  ['a line that came', 'ac', 'abc', [{ gone: [], come: [1] }]],
  ['lines that came at the end', 'a', 'abc', [{ gone: [], come: [1, 2] }]],
  ['a line that went', 'abc', 'ac', [{ gone: [1], come: [] }]],
  ['all lines that went', 'ab', '', [{ gone: [0, 1], come: [] }]],
  ['a twin of a line at its end', 'ab', 'abb', [{ gone: [], come: [2] }]],
  [
    'two places',
    'abcde',
    'aXcYe',
    [
      { gone: [1], come: [1] },
      { gone: [3], come: [3] },
    ],
  ],
  [
    'one that went, one that came',
    'xabcy',
    'xbcdy',
    [
      { gone: [1], come: [] },
      { gone: [], come: [3] },
    ],
  ],
  // A bracket that both texts have more than once.
  [
    'what followed the first } went',
    'xa}b}c}',
    'xA}?}',
    [
      { gone: [1], come: [1] },
      { gone: [3, 4, 5], come: [3] },
    ],
  ],
  [
    'what follows the first } came',
    'xa}?}',
    'xA}b}c}',
    [
      { gone: [1], come: [1] },
      { gone: [3], come: [3, 4, 5] },
    ],
  ],
])('%s: %s to %s', (_, before, after, hunks) => {
  expect(lineDiff([...before], [...after])).toEqual(hunks);
});

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 9 });

/** The most lines that two texts can have in common, by brute force. */
function mostKept(one: readonly string[], other: readonly string[]): number {
  const [first, ...rest] = one;
  if (first === undefined) return 0;
  const at = other.indexOf(first);
  const without = mostKept(rest, other);
  return at < 0 ? without : Math.max(without, 1 + mostKept(rest, other.slice(at + 1)));
}

test('what stays is the same in both texts, in order, and there is no more of it', () => {
  const check = fc.property(lines, lines, (before, after) => {
    const hunks = lineDiff(before, after);
    const gone = new Set(hunks.flatMap((hunk) => hunk.gone));
    const come = new Set(hunks.flatMap((hunk) => hunk.come));
    const kept = before.filter((_, index) => !gone.has(index));
    expect(after.filter((_, index) => !come.has(index))).toEqual(kept);
    expect(kept).toHaveLength(mostKept(before, after));
  });
  fc.assert(check, { numRuns: 1_000 });
});

test('a place is as large as can be: a line that stays lies between any two', () => {
  const check = fc.property(lines, lines, (before, after) => {
    const hunks = lineDiff(before, after);
    let [row, column] = [0, 0];
    for (const [index, { gone, come }] of hunks.entries()) {
      let kept = 0;
      while (row !== gone[0] && column !== come[0] && row < before.length) {
        expect(before[row]).toBe(after[column]);
        [row, column, kept] = [row + 1, column + 1, kept + 1];
      }
      expect(kept).toBeGreaterThanOrEqual(index === 0 ? 0 : 1);
      expect(gone).toEqual(gone.map((_, at) => row + at));
      expect(come).toEqual(come.map((_, at) => column + at));
      [row, column] = [row + gone.length, column + come.length];
    }
    expect(before.slice(row)).toEqual(after.slice(column));
  });
  fc.assert(check, { numRuns: 1_000 });
});

test('where very much differs, it is one place between lines that both texts have once', () => {
  const before = Array.from({ length: 2_100 }, (_, index) => `old ${index}`);
  const after = Array.from({ length: 2_100 }, (_, index) => `new ${index}`);
  const same = ['same'];
  const hunks = lineDiff(
    ['start', ...before, ...same, ...before, 'end'],
    ['start', ...after, ...same, ...after, 'end'],
  );
  const first = Array.from({ length: 2_100 }, (_, index) => index + 1);
  const second = first.map((index) => index + 2_101);
  expect(hunks).toEqual([
    { gone: first, come: first },
    { gone: second, come: second },
  ]);
});

test('large texts with small changes are compared line by line', () => {
  const before = Array.from({ length: 1_900 }, (_, index) => `line ${index}`);
  const after = ['new', ...before.with(950, 'changed'), 'last'];
  expect(lineDiff(before, after)).toEqual([
    { gone: [], come: [0] },
    { gone: [950], come: [951] },
    { gone: [], come: [1_901] },
  ]);
});

test('twenty thousand lines with changes at both ends are compared in time', () => {
  const before = Array.from({ length: 20_000 }, (_, index) => `line ${index}`);
  const after = before.with(0, 'new').with(9_000, 'changed').with(19_999, 'last');
  const started = performance.now();
  expect(lineDiff(before, after)).toEqual([
    { gone: [0], come: [0] },
    { gone: [9_000], come: [9_000] },
    { gone: [19_999], come: [19_999] },
  ]);
  // Comparing each line with each takes minutes and gigabytes.
  expect(performance.now() - started).toBeLessThan(5_000);
});
