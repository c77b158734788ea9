import { expect, test } from 'vitest';
import { broughtBy } from '../../../../src/evaluation/run/asking/brought.ts';
import type { SettlementFact } from '../../../../src/ledger/facts.ts';
import type { Price } from '../../../../src/routing/models/price.ts';
import { modelWith } from '../../../support/tasks.ts';

const price: Price = { from: '2026-01-01', source: 'test', input: 1e9, output: 5e9 };
const hourly: Price = {
  ...price,
  tiers: { peak: { input: 2e9, output: 10e9 } },
  hours: { peak: [{ fromMinute: 60, untilMinute: 240 }] },
};
const usual = 1000 * 1000 + 100 * 5000;
const settlement: SettlementFact = {
  attemptId: 'a',
  atMs: Date.UTC(2026, 10, 30, 12),
  outcome: 'complete',
  usage: { inputTokens: 1000, outputTokens: 100, serviceTier: 'batch' },
  cost: { source: 'computed', nanoUsd: usual / 2 },
  latencyMs: 0,
};

test.each([
  ['costs the list price at once', price, { source: 'computed', nanoUsd: usual }],
  [
    'has at most the price of the dearest hour',
    hourly,
    { source: 'estimated', nanoUsd: 2 * usual },
  ],
] as const)('what a batch answered %s', (_, each, atOnce) => {
  const model = modelWith('p/m', { prices: [each] });
  const brought = broughtBy({ kind: 'answered', parts: [] }, [settlement], model);
  expect(brought).toMatchObject({ kind: 'answered', cost: settlement.cost, atOnce });
});
