import { expect, test } from 'vitest';
import { faultsOfCutPrompt } from '../../../bench/wires/routing/promptCut.ts';
import { faultsOfSmallContext } from '../../../bench/wires/routing/smallContext.ts';

test.each([2_048, 4_096, 16_384, 1_000_000])(
  'a window of %i holds in the bench',
  (contextTokens) => {
    expect(
      faultsOfSmallContext({ model: { contextTokens }, 'setting maxOutputTokens': 16_000 }),
    ).toEqual([]);
  },
);

test('a prompt that was cut is noticed in the bench, and one that was read is a fault of the input', () => {
  const prompt = "3000 lines of 'sum += price;'";
  const answer = (prompt_tokens: number) => ({
    text: 'fine',
    finish: 'stop',
    usage: { prompt_tokens, completion_tokens: 5 },
  });
  expect(faultsOfCutPrompt({ prompt, answer: answer(2_048) })).toEqual([]);
  expect(faultsOfCutPrompt({ prompt, answer: answer(15_000) })).toHaveLength(1);
});
