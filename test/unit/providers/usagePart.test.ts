import { expect, test } from 'vitest';
import { readUsagePart, writeUsagePart } from '../../../src/providers/usagePart.ts';

const whole = {
  inputTokens: 3_000,
  cacheReadTokens: 2_000,
  cacheWriteTokens: 500,
  outputTokens: 300,
  reasoningTokens: 50,
};

test('what VS Code’s chat reads is written: three counts that are numbers, and the cached ones', () => {
  const written: unknown = JSON.parse(new TextDecoder().decode(writeUsagePart(whole)));
  expect(written).toEqual({
    prompt_tokens: 3_000,
    completion_tokens: 300,
    total_tokens: 3_300,
    prompt_tokens_details: { cached_tokens: 2_000, cache_creation_input_tokens: 500 },
    completion_tokens_details: { reasoning_tokens: 50 },
  });
});

test('what is written is read as the same usage', () => {
  expect(readUsagePart(writeUsagePart(whole))).toMatchObject({ kind: 'usage', usage: whole });
});
