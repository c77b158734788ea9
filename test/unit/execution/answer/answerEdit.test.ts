import { expect, test } from 'vitest';
import { answerEdit, newFileText } from '../../../../src/execution/answer/answerEdit.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { taskWith } from '../../../support/tasks.ts';

/** A task about lines of a text, 1-based and inclusive. */
function about(fileText: string, startLine: number, endLine: number): Task {
  const text = fileText
    .split(/\r?\n/)
    .slice(startLine - 1, endLine)
    .join('\n');
  return taskWith({ fileText, target: { startLine, endLine, text } });
}

/** The text with an answer in it, or why it is not there. Line ends of other lines stay as they are. */
function accepted(task: Task, now: string, code = 'NEW'): string {
  const found = answerEdit(task, `\`\`\`\n${code}\n\`\`\``, now);
  if (typeof found === 'string') return `not written: ${found}`;
  const lines = now.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$|(?<=[\r\n]|^)$/g)!;
  const [end] = /[\r\n]*$/.exec(lines[found.endLine - 1]!)!;
  const height = found.endLine - found.startLine + 1;
  return lines.toSpliced(found.startLine - 1, height, found.code + end).join('');
}

const shop = 'a\nb\nc\nd\ne\n';
const twins = 'a\nx\nb\nx\nc\n';
const apart = 'x\na\nb\nc\nd\nx\n';

const moved: [what: string, before: string, lines: [number, number], now: string, after: string][] =
  [
    ['nothing changed', shop, [2, 3], shop, 'a\nNEW\nd\ne\n'],
    ['lines came above', shop, [2, 3], 'z\nz\na\nb\nc\nd\ne\n', 'z\nz\na\nNEW\nd\ne\n'],
    ['lines went above', shop, [3, 4], 'c\nd\ne\n', 'NEW\ne\n'],
    ['lines came below', shop, [2, 3], 'a\nb\nc\nd\nz\ne\n', 'a\nNEW\nd\nz\ne\n'],
    ['other lines changed, above and below', shop, [3, 3], 'A\nb\nc\nd\nE\n', 'A\nb\nNEW\nd\nE\n'],
    ['all other lines changed', shop, [3, 3], 'A\nB\nc\nD\nE', 'A\nB\nNEW\nD\nE'],
    ['they were moved to the end', shop, [2, 3], 'a\nd\ne\nb\nc', 'a\nd\ne\nNEW'],
    ['they were moved to the start', shop, [4, 4], 'd\na\nb\nc\ne\n', 'NEW\na\nb\nc\ne\n'],
    [
      'they are part of a longer line too',
      shop,
      [2, 2],
      'ab\nb\nbc\nd\ne\n',
      'ab\nNEW\nbc\nd\ne\n',
    ],
    ['saving took blanks off their ends', 'a\nb \nc\n', [2, 2], 'a\nb\nc\n', 'a\nNEW\nc\n'],
    ['the last line end came', 'a\nb', [2, 2], 'a\nb\n', 'a\nNEW\n'],
    ['the last line end went', 'a\nb\n', [2, 2], 'a\nb', 'a\nNEW'],
    ['the first line, and the rest is gone', shop, [1, 1], 'a', 'NEW'],
    ['something came before a whole file', 'a\nb', [1, 2], 'z\na\nb', 'z\nNEW'],
    [
      'a file with Windows line ends',
      'a\r\nb\r\nc\r\n',
      [2, 2],
      'z\r\na\r\nb\r\nc\r\n',
      'z\r\na\r\nNEW\r\nc\r\n',
    ],
    ['it has Windows line ends now', shop, [2, 3], 'a\r\nb\r\nc\r\nz\r\n', 'a\r\nNEW\r\nz\r\n'],
    ['it has no Windows line ends any more', 'a\r\nb\r\nc\r\n', [1, 2], 'a\nb\nc\n', 'NEW\nc\n'],
    [
      'its line ends are mixed',
      'a\r\nb\nc\r\nd\n',
      [2, 3],
      'z\na\r\nb\nc\r\nd\n',
      'z\na\r\nNEW\r\nd\n',
    ],
    [
      'it has a byte order mark on the disk only',
      '\uFEFFa\nb\n',
      [1, 1],
      'z\na\nb\n',
      'z\nNEW\nb\n',
    ],
    [
      'a blank line between unchanged lines',
      'a\n\nb\nc\n',
      [2, 2],
      'a\n\nb\nz\nc\n',
      'a\nNEW\nb\nz\nc\n',
    ],
    ['a blank line lower down', 'a\nb\n\nc\n', [3, 3], 'z\na\nb\n\nc\n', 'z\na\nb\nNEW\nc\n'],
    ['an empty file that is still empty', '', [1, 1], '', 'NEW'],
  ];
test.each(moved)('the answer finds its lines: %s', (_, before, [start, end], now, after) => {
  expect(accepted(about(before, start, end), now)).toBe(after);
});

const copies: typeof moved = [
  ['nothing changed, the first one is meant', twins, [2, 2], twins, 'a\nNEW\nb\nx\nc\n'],
  ['nothing changed, the second one is meant', twins, [4, 4], twins, 'a\nx\nb\nNEW\nc\n'],
  ['lines came above', twins, [4, 4], 'z\na\nx\nb\nx\nc\n', 'z\na\nx\nb\nNEW\nc\n'],
  [
    'lines came above, the first one is meant',
    twins,
    [2, 2],
    'z\na\nx\nb\nx\nc\n',
    'z\na\nNEW\nb\nx\nc\n',
  ],
  ['lines came below', twins, [2, 2], 'a\nx\nb\nx\nc\nz\n', 'a\nNEW\nb\nx\nc\nz\n'],
  [
    'lines came between, the first one is meant',
    twins,
    [2, 2],
    'a\nx\nz\nb\nx\nc\n',
    'a\nNEW\nz\nb\nx\nc\n',
  ],
  [
    'lines came between, the second one is meant',
    twins,
    [4, 4],
    'a\nx\nz\nb\nx\nc\n',
    'a\nx\nz\nb\nNEW\nc\n',
  ],
  ['the line next to it changed', twins, [2, 2], 'a\nx\nB\nx\nc\n', 'a\nNEW\nB\nx\nc\n'],
  ['the line between has gone', twins, [2, 2], 'a\nx\nx\nc\n', 'a\nNEW\nx\nc\n'],
  ['at the start and at the end', apart, [6, 6], 'x\na\nB\nc\nd\nx\n', 'x\na\nB\nc\nd\nNEW\n'],
  ['a copy came far below', shop, [2, 2], 'a\nb\nc\nd\ne\nb\n', 'a\nNEW\nc\nd\ne\nb\n'],
  ['a copy came far above', shop, [4, 4], 'd\na\nb\nc\nd\ne\n', 'd\na\nb\nc\nNEW\ne\n'],
  ['the other one was deleted', apart, [1, 1], 'x\na\nb\nc\nd\n', 'NEW\na\nb\nc\nd\n'],
  ['the other one was changed', apart, [6, 6], 'X\na\nb\nc\nd\nx\n', 'X\na\nb\nc\nd\nNEW\n'],
  ['copies that overlap, nothing changed', 'x\nx\nx\n', [2, 3], 'x\nx\nx\n', 'x\nNEW\n'],
  [
    'copies that overlap, lines came above',
    'x\nx\nx\nb\n',
    [2, 3],
    'z\nx\nx\nx\nb\n',
    'z\nx\nNEW\nb\n',
  ],
];
test.each(copies)(
  'of equal lines the right ones are taken: %s',
  (_, before, [start, end], now, after) => {
    expect(accepted(about(before, start, end), now)).toBe(after);
  },
);

const refused: [what: string, before: string, lines: [number, number], now: string, why: string][] =
  [
    ['they changed', shop, [2, 3], 'a\nb\nC\nd\ne\n', 'changed'],
    ['they were deleted', shop, [2, 3], 'a\nd\ne\n', 'changed'],
    ['a line came in their midst', shop, [2, 3], 'a\nb\nz\nc\nd\ne\n', 'changed'],
    ['their indentation changed', shop, [2, 2], 'a\n  b\nc\nd\ne\n', 'changed'],
    ['they are the end of a longer line', shop, [2, 2], 'a\nzb\nc\nd\ne\n', 'changed'],
    ['they are the start of a longer line', shop, [2, 2], 'a\nbz\nc\nd\ne\n', 'changed'],
    ['they are in the middle of a line', shop, [2, 2], 'a\nzbz\nc\nd\ne\n', 'changed'],
    ['their first line became longer', shop, [2, 3], 'a\nzb\nc\nd\ne\n', 'changed'],
    ['their last line became longer', shop, [2, 3], 'a\nb\ncz\nd\ne\n', 'changed'],
    ['the end of the file cuts them', shop, [4, 5], 'a\nb\nc\nd', 'changed'],
    ['the file is empty now', shop, [2, 3], '', 'changed'],
    ['a whole file got another line', 'a\nb\n', [1, 3], 'a\nb\nc\n', 'changed'],
    ['an empty file has a line now', '', [1, 1], 'mine\n', 'changed'],
    ['an empty file has lines now', '', [1, 1], 'mine\n\n', 'manyNow'],
    ['a blank line was filled', 'a\n\nb\n', [2, 2], 'a\nmine\nb\n', 'manyBefore'],
    ['a blank line was filled, another is left', 'a\n\nb', [2, 2], 'a\nmine\n\nb', 'changed'],
    ['a blank line, all else changed', 'a\n\nb', [2, 2], 'A\n\nB', 'changed'],
    ['a copy came right below', shop, [2, 2], 'a\nb\nb\nc\nd\ne\n', 'manyNow'],
    ['a copy came right above, more changed below', shop, [2, 2], 'a\nb\nb\nC\nd\ne\n', 'manyNow'],
    ['a copy came right below, more changed above', shop, [2, 2], 'A\nb\nb\nc\nd\ne\n', 'manyNow'],
    ['a copy came, all else changed', shop, [2, 2], 'A\nb\nC\nb\nE\n', 'manyNow'],
    ['a copy of a whole file came', 'a\nb', [1, 2], 'a\nb\na\nb', 'manyNow'],
    ['there were two, all else changed', twins, [2, 2], 'A\nx\nB\nx\nC\n', 'manyNow'],
    ['the target was changed, its twin was not', twins, [2, 2], 'a\nmine\nb\nx\nc\n', 'manyBefore'],
    ['the target was deleted, its twin was not', twins, [2, 2], 'a\nb\nx\nc\n', 'manyBefore'],
    ['the target was deleted, its twin above was not', twins, [4, 4], 'a\nx\nb\nc\n', 'manyBefore'],
    ['the target or its neighbour was deleted', 'x\nx\nb\n', [1, 1], 'x\nb\n', 'manyBefore'],
    ['a third copy came beside two that overlap', 'x\nx\nb\n', [1, 1], 'x\nx\nx\nb\n', 'manyNow'],
  ];
test.each(refused)('nothing is written where %s', (_, before, [start, end], now, why) => {
  expect(accepted(about(before, start, end), now)).toBe(`not written: ${why}`);
});

test('the code comes at the indentation of the lines that it replaces', () => {
  const task = about('a\n    b\nc\n', 2, 2);
  expect(accepted(task, 'z\na\n    b\nc\n', 'if (b) {\n  c();\n}')).toBe(
    'z\na\n    if (b) {\n      c();\n    }\nc\n',
  );
});

test('an answer for a whole file takes the place of all of it, its last line end kept', () => {
  expect(accepted(about('a\nb\n', 1, 3), 'a\nb\n', 'x\ny')).toBe('x\ny\n');
});

test('without a code block there is nothing to write', () => {
  expect(answerEdit(about(shop, 2, 2), 'It is fine as it is.', shop)).toBe('noCode');
  expect(newFileText(about('', 1, 1), 'It is fine as it is.')).toBeUndefined();
});

test.each([
  ['x', 'x\n'],
  ['x\n\n\n', 'x\n'],
  ['\nx\n  y', '\nx\n  y\n'],
])('a new file of %j ends with one line end', (code, text) => {
  expect(newFileText(about('', 1, 1), `\`\`\`\n${code}\n\`\`\``)).toBe(text);
});
