import { expect, test } from 'vitest';
import { newProblems, type Problem } from '../../../../src/editor/gates/newProblems.ts';

const problem = (line: number, message: string): Problem => ({
  line,
  message,
  column: 0,
  code: 1,
});

// Lines 2 and 3 of a file of five are replaced by three lines.
const fileText = 'a\nb\nc\nd\ne';
const candidate = 'a\nB\nB\nB\nd\ne';
const target = { startLine: 2, endLine: 3, text: 'b\nc' };

test.each<{ what: string; before: Problem[]; after: Problem[]; added: Problem[] }>([
  {
    what: 'an error above stays where it was',
    before: [problem(0, 'x')],
    after: [problem(0, 'x')],
    added: [],
  },
  {
    what: 'an error below moves with its line',
    before: [problem(3, 'x')],
    after: [problem(4, 'x')],
    added: [],
  },
  {
    what: 'an error inside may be anywhere inside',
    before: [problem(1, 'x')],
    after: [problem(3, 'x')],
    added: [],
  },
  {
    what: 'the same message in another place is new',
    before: [problem(1, 'x')],
    after: [problem(0, 'x'), problem(5, 'x')],
    added: [problem(0, 'x'), problem(5, 'x')],
  },
  {
    what: 'a second one of the same is new',
    before: [problem(1, 'x')],
    after: [problem(1, 'x'), problem(2, 'x')],
    added: [problem(2, 'x')],
  },
  {
    what: 'another message is new',
    before: [problem(0, 'x')],
    after: [problem(0, 'y')],
    added: [problem(0, 'y')],
  },
])('$what', ({ before, after, added }) => {
  expect(newProblems(before, after, { target, fileText }, candidate)).toEqual(added);
});
