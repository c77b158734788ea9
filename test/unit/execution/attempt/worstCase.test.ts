import { expect, test } from 'vitest';
import { worstCaseOf } from '../../../../src/execution/attempt/settleCost.ts';
import { estimateMargin } from '../../../../src/routing/models/capacity.ts';
import type { Price } from '../../../../src/routing/models/price.ts';
import { modelWith } from '../../../support/tasks.ts';

const price: Price = { from: '2026-01-01', source: 'test', input: 2e9, output: 10e9 };
const expected = { inputTokens: 1000, outputTokens: 100 };
const most = (fields: Partial<Price>) =>
  worstCaseOf(expected, modelWith('p/m', { prices: [{ ...price, ...fields }] }), '2026-11-30');
const input = Math.ceil(1000 * estimateMargin);

test.each<[string, Partial<Price>, number]>([
  ['plain input', {}, input * 2000 + 100 * 10_000],
  ['all of it written to a cache', { cacheWrite: 2.5e9 }, input * 2500 + 100 * 10_000],
  ['a fee for the request', { perRequest: 5 }, input * 2000 + 100 * 10_000 + 5],
  [
    'the dearest hours',
    {
      tiers: { peak: { input: 4e9, output: 20e9 }, night: { input: 1, output: 1 } },
      hours: {
        night: [{ fromMinute: 0, untilMinute: 300 }],
        peak: [{ fromMinute: 600, untilMinute: 660 }],
      },
    },
    input * 4000 + 100 * 20_000,
  ],
])('what is set aside for a call covers %s', (_, fields, nanoUsd) => {
  expect(most(fields)).toBe(nanoUsd);
});
