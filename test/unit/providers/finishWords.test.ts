import { expect, test } from 'vitest';
import {
  endsAnswer,
  finishMeaning,
  unknownWordRemark,
  weightierWord,
} from '../../../src/providers/finishWords.ts';

test.each([
  ['stop', 'stop'],
  ['STOP', 'stop'],
  ['end-turn', 'stop'],
  ['toolCalls', 'toolCalls'],
  ['FinishReason.MAX_TOKENS', 'length'],
  ['content_filter', 'refusal'],
  ['pause_turn', 'other'],
])('%s is a known word for %s', (word, reason) => {
  expect(finishMeaning(word)).toEqual({ reason, isKnown: true });
  expect(unknownWordRemark(word)).toBeUndefined();
});

test.each([
  ['max_thinking', 'length', 'a limit of the output'],
  ['SAFETY_2', 'refusal', 'a refusal'],
  ['upstream error', 'other', 'a failure'],
  ['bye', 'stop', 'a usual end'],
])('%s is no known word and is taken for %s', (word, reason, taken) => {
  expect(finishMeaning(word)).toEqual({ reason, isKnown: false });
  expect(unknownWordRemark(word)).toBe(
    `A server ended its answer with "${word}". Tierwise does not know this word and takes it for ${taken}.`,
  );
});

test('of a long word the log gets the beginning', () => {
  expect(unknownWordRemark('x'.repeat(61))).toContain(`with "${'x'.repeat(60)}". `);
});

test('of two words for one end the one that says more counts, in either order', () => {
  for (const [less, more] of [
    ['stop', 'length'],
    ['tool_calls', 'content_filter'],
    ['length', 'error'],
  ] as const) {
    expect([weightierWord(less, more), weightierWord(more, less)]).toEqual([more, more]);
  }
  expect(weightierWord('stop', 'end_turn')).toBe('stop');
  expect([weightierWord(undefined, 'stop'), weightierWord('stop', undefined)]).toEqual([
    'stop',
    'stop',
  ]);
  expect(weightierWord(undefined, undefined)).toBeUndefined();
});

test('a word that comes while the answer goes on ends nothing', () => {
  expect([endsAnswer('stop'), endsAnswer('anything')]).toEqual([true, true]);
  expect(endsAnswer('finish_reason_unspecified')).toBe(false);
});
