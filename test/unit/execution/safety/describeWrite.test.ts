import { expect, test } from 'vitest';
import { type FileToWrite, writeQuestion } from '../../../../src/execution/safety/describeWrite.ts';
import {
  isAmbiguous,
  visibleName,
  visiblePath,
} from '../../../../src/execution/safety/visiblePath.ts';
import { sizeDrop, smallerThan } from '../../../../src/execution/safety/sizeDrop.ts';

const file = (path: string, more: Partial<FileToWrite> = {}): FileToWrite => ({
  path,
  risks: [],
  doubts: [],
  ...more,
});
const risk = 'git runs it at each commit';

test('nothing to know needs no question', () => {
  expect(writeQuestion([])).toBeUndefined();
  expect(writeQuestion([file('a.ts'), file('b.ts')])).toBeUndefined();
});

test('one file: its whole path, its risks and a button with its name', () => {
  const path = `${'long/'.repeat(60)}.git/hooks/pre-commit`;
  expect(writeQuestion([file(path, { risks: [risk, 'npm runs it'] })])).toEqual({
    message: `Write ${path}?`,
    detail: 'Git runs it at each commit.\nnpm runs it.',
    button: 'Write pre-commit',
  });
});

test('a link says where it leads', () => {
  const { message } = writeQuestion([file('docs/x', { really: '.git/hooks/x', risks: [risk] })])!;
  expect(message).toBe('Write docs/x (a link to .git/hooks/x)?');
});

test('several files: one question with each that asks, and the others by name', () => {
  const files = [
    file('a.ts'),
    file('.git/hooks/x', { risks: [risk] }),
    file('b.ts', { drop: { from: 100, to: 10 }, doubts: ['the syntax check failed for it'] }),
  ];
  expect(writeQuestion(files)).toEqual({
    message: 'Write these 3 files?',
    detail: [
      '.git/hooks/x: git runs it at each commit.',
      'b.ts: the syntax check failed for it; it would go from 100 lines of text to 10, and the task did not ask for that.',
      'The others are ordinary files: a.ts.',
    ].join('\n'),
    button: 'Write All 3 Files',
  });
});

test.each([
  ['src/\u202Egnp.ts', 'src/\\u{202e}gnp.ts'],
  ['a\nb', 'a\\u{a}b'],
  ['a\u200Bb', 'a\\u{200b}b'],
  ['a\u2028b', 'a\\u{2028}b'],
  ['a\u00A0b', 'a\\u{a0}b'],
  ['a\u2003b', 'a\\u{2003}b'],
  ['a  b', 'a\\u{20}\\u{20}b'],
  ['.git /x', '.git\\u{20}/x'],
  ['x ', 'x\\u{20}'],
  ['a\u{E0061}b', 'a\\u{e0061}b'],
  ['a\uD800b', 'a\\u{d800}b'],
  ['a b/ü/日本.ts', 'a b/ü/日本.ts'],
])('what is hidden in %j is shown', (path, shown) => {
  expect(visiblePath(path)).toBe(shown);
});

test('hidden characters reach no part of a question', () => {
  const path = `src/x${' '.repeat(200)}\u202E/pre-commit\n`;
  const question = writeQuestion([file(path, { really: path, risks: [`a\u202Eb`] })])!;
  expect(Object.values(question).join('')).not.toMatch(/[\u202E]| {2}/);
  expect(question.message).not.toContain('\n');
  expect(question.button).toBe('Write pre-commit\\u{a}');
  expect(visibleName('a/b')).toBe('b');
});

test('a name alone leaves open which file is meant', () => {
  expect(isAmbiguous('src/index.ts', [])).toBe(true);
  expect(isAmbiguous('src/cart.ts', ['src/cart.ts', 'lib/Cart.ts'])).toBe(true);
  expect(isAmbiguous('src/c\u200Bart.ts', [])).toBe(true);
  expect(isAmbiguous('src/cart.ts', ['src/cart.ts', 'src/orders.ts'])).toBe(false);
});

const lines = (count: number) => 'x;\n'.repeat(count);
test.each([
  [smallerThan.leastLines, 19, { from: 40, to: 19 }],
  [smallerThan.leastLines, 20, undefined],
  [smallerThan.leastLines - 1, 0, undefined],
  [1000, 499, { from: 1000, to: 499 }],
  [100, 200, undefined],
])('from %d lines to %d', (from, to, drop) => {
  expect(sizeDrop(lines(from), lines(to))).toEqual(drop);
});

test('blank lines do not make up for what is gone', () => {
  expect(sizeDrop(lines(50), `${lines(5)}${'  \r\n'.repeat(45)}`)).toEqual({ from: 50, to: 5 });
});
