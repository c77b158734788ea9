import { expect, test } from 'vitest';
import { createAllowances } from '../../../../../src/editor/chat/memory/allowances.ts';
import type { Message } from '../../../../../src/routing/conversation.ts';

const asks: Message = { role: 'user', text: 'Fix it.' };
const result: Message = { role: 'tool', callId: '1', text: 'Done.' };
const answer: Message = { role: 'assistant', text: '' };
const turn = (cacheKey: string | undefined, ...messages: Message[]) => ({
  conversation: { system: '', tools: [], messages, ...(cacheKey !== undefined && { cacheKey }) },
});

test('what was allowed in a loop holds for its next turns', () => {
  const allowances = createAllowances();
  allowances.of(turn('a', asks)).add('real');
  expect([...allowances.of(turn('a', asks, answer, result))]).toEqual(['real']);
  expect([...allowances.of(turn('a', asks, answer, result, answer, result))]).toEqual(['real']);
});

test.each([
  ['the developer’s next message', turn('a', asks, answer, asks)],
  ['the same message again', turn('a', asks)],
  ['another conversation', turn('b', asks, answer, result)],
  ['a conversation without a key', turn(undefined, asks, answer, result)],
  ['a task without a conversation', {}],
])('%s is asked about again', (_, next) => {
  const allowances = createAllowances();
  allowances.of(turn('a', asks)).add('real');
  expect(allowances.of(next).size).toBe(0);
});

test('many loops at once do not pile up, and the newest are kept', () => {
  const allowances = createAllowances();
  for (let loop = 0; loop < 30; loop++) allowances.of(turn(`${loop}`, asks)).add('real');
  const isKept = (loop: number) => allowances.of(turn(`${loop}`, asks, answer, result)).size > 0;
  expect([isKept(29), isKept(10), isKept(0)]).toEqual([true, true, false]);
});
