import { expect, test } from 'vitest';
import { promptLines } from '../../../../src/routing/classify/promptLines.ts';

const cases: [what: string, prompt: string, prose: string[], code: number, trace: number][] = [
  ['prose alone', 'How do I sort a list?', ['How do I sort a list?'], 0, 0],
  ['a fenced block', 'explain\n```\nlet a\n```', ['explain'], 1, 0],
  ['code without a fence', 'fix it\nfor (const a of b) sum += a;', ['fix it'], 1, 0],
  ['a stack trace', 'at run (a.js:1:2)\n    at main (b.js:3:4)', [], 0, 2],
  ['a Python error', 'Traceback (most recent call last):\nKeyError: 3', [], 0, 2],
  ['the class of an error', "<class 'app.errors.Timeout'>", [], 0, 1],
  ['a comment of code', '// change the colour of the box\nlet a = 1;', [], 2, 0],
  ['an error of a compiler', 'main.c:3:5: error: expected expression', [], 0, 1],
  ['a request about a name', 'refactor rows[0].cells[1:]', ['refactor rows[0].cells[1:]'], 0, 0],
];
test.each(cases)('%s is told apart', (_what, prompt, prose, code, trace) => {
  const lines = promptLines(prompt);
  expect(lines.prose).toEqual(prose);
  expect(lines.code).toHaveLength(code);
  expect(lines.trace).toHaveLength(trace);
});

test('a question typed behind a line of code is prose too', () => {
  const { prose, code } = promptLines('return a.map(b => b.id); why is the result empty here');
  expect(code).toHaveLength(1);
  expect(prose.join(' ')).toContain('why is the result empty');
});
