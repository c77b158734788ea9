import { expect, test } from 'vitest';
import { baselineOf } from '../../../../src/execution/attempt/settleCost.ts';
import type { Price } from '../../../../src/routing/models/price.ts';
import { modelWith } from '../../../support/tasks.ts';

const price: Price = { from: '2026-01-01', source: 'test', input: 1e9, output: 5e9 };
const usage = { inputTokens: 1000, outputTokens: 100 };
const usual = 1000 * 1000 + 100 * 5000;
const strongest = modelWith('p/large', {
  prices: [
    {
      ...price,
      tiers: { peak: { input: 2e9, output: 10e9 } },
      hours: { peak: [{ fromMinute: 60, untilMinute: 240 }] },
    },
  ],
});
const at = (time: string) => {
  const fromMs = Date.parse(`2026-11-30T${time}Z`);
  return { today: '2026-11-30', span: { fromMs, untilMs: fromMs + 1000 } };
};

test.each([
  ['in its peak hours', '02:00:00', 2 * usual],
  ['at another time', '12:00:00', usual],
  ['in part at the dearer rates', '03:59:59.5', 2 * usual],
])('the strongest model costs what it costs %s', (_, time, nanoUsd) => {
  expect(baselineOf(usage, strongest, at(time))).toEqual({ modelName: 'large', nanoUsd });
});

test('without a price there is nothing to compare with', () => {
  const unpriced = modelWith('p/large', { prices: [] });
  expect(baselineOf(usage, unpriced, at('02:00:00'))).toBeUndefined();
});
