import { expect, test } from 'vitest';
import { readQuestion } from '../../../../src/editor/agentTools/question.ts';
import { createQuestionCount } from '../../../../src/editor/agentTools/questionCount.ts';

test.each([
  [{ question: 'Why?' }],
  [{ question: 'Why?', context: 'Two attempts failed.', files: ['src/a.ts'] }],
])('%j is a question', (asked) => {
  expect(readQuestion(asked)).toEqual({ asked });
});

test.each([
  [undefined, /`question`/],
  [null, /`question`/],
  [{}, /`question`/],
  [{ question: '  ' }, /`question`/],
  [{ question: 5 }, /`question`/],
  [{ question: 'x'.repeat(20_001) }, /at most 20000 characters/],
  [{ question: 'a', context: 5 }, /`context`/],
  [{ question: 'a', context: 'x'.repeat(100_001) }, /at most 100000 characters/],
  [{ question: 'a', files: 'src/a.ts' }, /list of paths/],
  [{ question: 'a', files: [5] }, /list of paths/],
  [{ question: 'a', files: Array.from({ length: 11 }, () => 'a') }, /at most 10 files/],
])('the model that wrote %j is told what is wrong', (input, problem) => {
  expect(readQuestion(input)).toEqual({ problem: expect.stringMatching(problem) });
});

function memento() {
  const values = new Map<string, unknown>();
  return {
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, value),
    keys: () => [...values.keys()],
  };
}

test('a session has so many questions, after a reload as well; the next session begins anew', () => {
  const state = memento() as never;
  let session = 'one';
  const count = createQuestionCount(state, () => session);
  expect([count.take(2), count.take(2), count.take(2)]).toEqual([true, true, false]);
  expect(createQuestionCount(state, () => session).made()).toBe(2);
  count.giveBack();
  expect(count.made()).toBe(1);
  session = 'two';
  expect(count.made()).toBe(0);
  expect(count.take(1)).toBe(true);
});
