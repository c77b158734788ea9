import { expect, test } from 'vitest';
import {
  capacityOf,
  leastAnswerTokens,
  outputBeside,
  smallestCapacity,
} from '../../../../src/routing/models/capacity.ts';

const windows = [2_048, 4_096, 8_192, 16_384, 32_768, 128_000, 200_000, 1_000_000, 2_097_152];
const wanted = 16_000;

test.each(windows)(
  'in a window of %i, the prompt and the answer asked for fit',
  (contextTokens) => {
    for (const share of [0, 0.01, 0.1, 0.25, 0.5, 0.7, 0.8, 0.87]) {
      const inputTokens = Math.floor(contextTokens * share);
      const output = outputBeside({ contextTokens }, inputTokens, wanted);
      expect(inputTokens + output).toBeLessThanOrEqual(contextTokens);
      expect(output).toBeGreaterThanOrEqual(leastAnswerTokens);
      expect(output).toBeLessThanOrEqual(wanted);
    }
  },
);

test.each(windows)(
  'a short prompt leaves a window of %i room for a chat template',
  (contextTokens) => {
    // Llama and Qwen write some 100 to 200 tokens of their own around tools (their chat templates, 2025).
    expect(20 + 200 + outputBeside({ contextTokens }, 20, 3e6)).toBeLessThanOrEqual(contextTokens);
  },
);

interface Case {
  readonly name: string;
  readonly limits: { readonly contextTokens?: number; readonly maxOutputTokens?: number };
  readonly inputTokens: number;
  readonly asked: number;
}

const cases: readonly Case[] = [
  { name: 'nothing known limits nothing', limits: {}, inputTokens: 1e6, asked: wanted },
  {
    name: 'the model’s own limit',
    limits: { maxOutputTokens: 4_096 },
    inputTokens: 9,
    asked: 4_096,
  },
  {
    name: 'an output limit larger than the window is the window’s',
    limits: { contextTokens: 8_192, maxOutputTokens: 64_000 },
    inputTokens: 1_000,
    asked: 8_192 - 1_300 - 256,
  },
  {
    name: 'a large window leaves what is wanted',
    limits: { contextTokens: 1_000_000 },
    inputTokens: 100_000,
    asked: wanted,
  },
  {
    name: 'a useful answer comes before room for errors of the estimate',
    limits: { contextTokens: 8_192 },
    inputTokens: 6_500,
    asked: 1_024,
  },
  {
    name: 'what is left, when that is less',
    limits: { contextTokens: 8_192 },
    inputTokens: 7_692,
    asked: 500,
  },
  {
    name: 'the shortest answer, when nothing is left',
    limits: { contextTokens: 8_192 },
    inputTokens: 9_000,
    asked: leastAnswerTokens,
  },
];

test.each(cases)('what is asked for: $name', ({ limits, inputTokens, asked }) => {
  expect(outputBeside(limits, inputTokens, wanted)).toBe(asked);
});

test.each(windows)('of a window of %i, most is told as input', (contextTokens) => {
  const { inputTokens, outputTokens } = capacityOf({ contextTokens }, wanted);
  expect(inputTokens + outputTokens).toBe(contextTokens);
  expect(inputTokens).toBeGreaterThanOrEqual(contextTokens * 0.75);
  expect(outputTokens).toBe(Math.min(wanted, contextTokens / 4));
});

test('a model’s own output cap is told, and an unknown window is a usual one', () => {
  const limits = { contextTokens: 8_192, maxOutputTokens: 1_000 };
  expect(capacityOf(limits, wanted)).toEqual({ inputTokens: 7_192, outputTokens: 1_000 });
  expect(capacityOf({}, wanted)).toEqual({ inputTokens: 112_000, outputTokens: 16_000 });
  expect(capacityOf({ contextTokens: 1 }, wanted)).toEqual({ inputTokens: 1, outputTokens: 1 });
});

test('several models take what each of them takes', () => {
  const both = [
    { inputTokens: 100, outputTokens: 9 },
    { inputTokens: 50, outputTokens: 10 },
  ];
  expect(smallestCapacity(both)).toEqual({ inputTokens: 50, outputTokens: 9 });
  expect(smallestCapacity([])).toBeUndefined();
});
