import { expect, test } from 'vitest';
import { fencedBlock } from '../../../../../src/editor/platform/escape.ts';
import { changedLines } from '../../../../../src/editor/workflows/results/changedLines.ts';
import { candidateFile, parseEdit } from '../../../../../src/execution/answer/parseAnswer.ts';
import { taskWith } from '../../../../support/tasks.ts';

const before = 'one\n  two\n    three\nfour\n';
const changes: [what: string, after: string, lines: readonly [number, number]][] = [
  ['a line', 'one\n  2\n    three\nfour\n', [2, 2]],
  ['several', 'one\n  2\n    3\nfour\n', [2, 3]],
  ['added', 'one\n  two\n  new\n    three\nfour\n', [2, 2]],
  ['added first', 'zero\none\n  two\n    three\nfour\n', [1, 1]],
  ['added last', 'one\n  two\n    three\nfour\nfive\n', [4, 4]],
  ['removed', 'one\n  two\nfour\n', [2, 3]],
  ['otherwise indented', 'one\n  two\n        three\nfour\n', [3, 3]],
  ['backticks', 'one\n```\n    three\nfour\n', [1, 5]],
  ['all', 'other\n', [1, 4]],
];

test.each(changes)('%s: applying the answer gives the changed file', (_, after, lines) => {
  const { target, code } = changedLines(before, after);
  expect([target.startLine, target.endLine]).toEqual(lines);
  const text = fencedBlock(code, 'ts');
  expect(parseEdit(text).closed).toBe(true);
  expect(candidateFile(taskWith({ fileText: before, target }), text)).toBe(after);
});

test('a new file is the whole answer', () => {
  const { target, code } = changedLines('', 'one\ntwo');
  const task = taskWith({ fileText: '', target });
  expect(candidateFile(task, fencedBlock(code))).toBe('one\ntwo');
});
