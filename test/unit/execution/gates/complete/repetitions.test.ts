import { expect, test } from 'vitest';
import type { Edit } from '../../../../../src/execution/gates/complete/edit.ts';
import { repetitionsIn } from '../../../../../src/execution/gates/complete/repetitions.ts';

const edit = (answer: string[]): Edit => ({
  language: 'typescript',
  instruction: 'Show the names.',
  before: ['openTheDatabase(settings);', 'registerShutdown(server);', ''],
  target: ['showAll(names);'],
  after: ['', 'reportTheTimes(server);', 'closeTheDatabase(settings);'],
  answer,
});

test.each<[what: string, answer: string[], line: number, message: string]>([
  ['above', ['registerShutdown(server);', 'showEach(names);'], 0, 'the line above'],
  ['below', ['showEach(names);', '', 'reportTheTimes(server);'], 2, 'the line below'],
])('the nearest line %s is not to be repeated', (_, answer, line, message) => {
  expect(repetitionsIn(edit(answer))).toEqual([
    { line, message: expect.stringContaining(`repeats ${message}`) as string },
  ]);
});

test.each<[what: string, answer: string[]]>([
  ['a call that is far above', ['openTheDatabase(settings);', 'showEach(names);']],
  ['a call that is far below', ['showEach(names);', 'closeTheDatabase(settings);']],
])('%s may come again', (_, answer) => {
  expect(repetitionsIn(edit(answer))).toEqual([]);
});

test('what a preprocessor chooses among may come again', () => {
  const inC = {
    ...edit(['#else', '#include <time.h>', 'long now(void) {', '  return 1;', '}', '#endif']),
    language: 'c',
    before: ['#if A', '#include <time.h>', 'long now(void) {', '  return 0;', '}'],
    target: ['#endif'],
  };
  expect(repetitionsIn(inC)).toEqual([]);
  const plain = inC.answer.filter((line) => line !== '#else');
  expect(repetitionsIn({ ...inC, answer: plain })).not.toEqual([]);
});
