import { assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { costOf, priceOn, type Price } from '../../../../src/routing/models/price.ts';
import type { Usage } from '../../../../src/routing/models/usage.ts';

const usd = (dollars: number) => Math.round(dollars * 1e9);
const sonnet: Price = {
  from: '2026-11-10',
  source: 'test',
  input: usd(2),
  output: usd(10),
  cacheRead: usd(0.1),
  cacheWrite: usd(2.5),
  cacheWriteLong: usd(4),
};
const haiku: Price = {
  from: '2026-11-10',
  source: 'test',
  input: usd(0.1),
  output: usd(0.5),
  above: [{ inputTokens: 100_000, input: usd(0.5), output: usd(2.5) }],
};

const cases: [string, Price, Usage, number][] = [
  ['plain', sonnet, { inputTokens: 1000, outputTokens: 100 }, 3_000_000],
  [
    'cached parts are not charged twice',
    sonnet,
    { inputTokens: 1000, cacheReadTokens: 900, outputTokens: 0 },
    100 * 2000 + 900 * 100,
  ],
  [
    'short and long cache writes have their own rates',
    sonnet,
    { inputTokens: 30, cacheWriteTokens: 10, cacheWriteLongTokens: 10, outputTokens: 0 },
    10 * 2000 + 10 * 2500 + 10 * 4000,
  ],
  [
    'reasoning is a part of the output',
    sonnet,
    { inputTokens: 0, outputTokens: 100, reasoningTokens: 90 },
    1_000_000,
  ],
  [
    'at the step the first rates hold',
    haiku,
    { inputTokens: 100_000, outputTokens: 0 },
    10_000_000,
  ],
  [
    'beyond the step the whole request is dearer',
    haiku,
    { inputTokens: 100_001, outputTokens: 1 },
    50_003_000,
  ],
  [
    'a price per request comes once, on top of the tokens',
    { ...sonnet, perRequest: usd(0.04) },
    { inputTokens: 1000, outputTokens: 100 },
    3_000_000 + 40_000_000,
  ],
  [
    'a plan charges for the request alone',
    { from: '2026-11-10', source: 'test', input: 0, output: 0, perRequest: usd(0.04) },
    { inputTokens: 1_000_000, outputTokens: 100_000 },
    40_000_000,
  ],
  [
    'a local model costs nothing, and that is known',
    { from: '2026-11-10', source: 'test', input: 0, output: 0 },
    { inputTokens: 1_000_000, outputTokens: 100_000 },
    0,
  ],
  [
    'the products outgrow a double, the sum does not lose a nano-dollar',
    { from: '2026-11-10', source: 'test', input: usd(1000), output: 999_999_999_999 },
    { inputTokens: 4_000_001, outputTokens: 1_000_001 },
    // 4,000,001,000,000 and 1,000,000,999,998.999…, rounded.
    5_000_001_999_999,
  ],
  [
    'half a nano-dollar is rounded up',
    { ...haiku, input: 500_000 },
    { inputTokens: 1, outputTokens: 0 },
    1,
  ],
];

test.each(cases)('%s', (_, price, usage, nanoUsd) => {
  expect(costOf(usage, price, 'computed')).toEqual({ source: 'computed', nanoUsd });
});

const tiered: Price = {
  ...haiku,
  cacheRead: usd(0.1),
  tiers: { flex: { input: usd(0.05), output: usd(0.25), cacheRead: usd(0.01) } },
};
// Of 1000 tokens in, 100 of them read from the cache, and 1000 tokens out.
const served: [string, tier: string | undefined, source: string, nanoUsd: number][] = [
  ['the usual tier', undefined, 'computed', 600_000],
  ['a tier that the price names', 'flex', 'computed', 900 * 50 + 100 * 10 + 1000 * 250],
  ['a tier that it does not name: an estimate at the usual rates', 'gold', 'estimated', 600_000],
  ['a tier with the name of a method', 'toString', 'estimated', 600_000],
];
test.each(served)('a call is charged in %s', (_, serviceTier, source, nanoUsd) => {
  const usage = { inputTokens: 1000, cacheReadTokens: 100, outputTokens: 1000 };
  const told = { ...usage, ...(serviceTier !== undefined && { serviceTier }) };
  expect(costOf(told, tiered, 'computed')).toEqual({ source, nanoUsd });
});

test.each([
  ['cacheReadTokens', 2e9, 'estimated'],
  ['cacheWriteTokens', 2e9, 'estimated'],
  ['cacheWriteLongTokens', 2e9, 'estimated'],
  ['cacheReadTokens', 0, 'computed'],
])('a cached part without a rate is plain input: %s at %d', (part, input, source) => {
  const price = { from: '2026-11-10', source: 'test', input, output: 0 };
  const usage = { inputTokens: 15, [part]: 10, outputTokens: 0 };
  expect(costOf(usage, price, 'computed')).toEqual({ source, nanoUsd: (15 * input) / 1e6 });
  expect(costOf({ ...usage, [part]: 0 }, price, 'computed').source).toBe('computed');
});

test('long cache writes without a rate of their own cost what short ones do, or plain input', () => {
  const { cacheWriteLong: _, ...short } = sonnet;
  const { cacheWrite: __, ...none } = short;
  const usage = { inputTokens: 10, cacheWriteLongTokens: 10, outputTokens: 0 };
  const costs = [sonnet, short, none].map((each) => costOf(usage, each, 'computed').nanoUsd);
  expect(costs).toEqual([40_000, 25_000, 20_000]);
});

test('of several steps the highest one that is passed holds', () => {
  const above = [10, 20].map((inputTokens) => ({
    inputTokens,
    input: usd(inputTokens),
    output: 0,
  }));
  const costs = [10, 11, 20, 21].map(
    (inputTokens) =>
      costOf({ inputTokens, outputTokens: 0 }, { ...haiku, above }, 'computed').nanoUsd,
  );
  expect(costs).toEqual([1000, 110_000, 200_000, 420_000]);
});

test('parts that add up to more than the whole are charged, and plain input is never below zero', () => {
  const usage = { inputTokens: 10, cacheReadTokens: 30, outputTokens: 0 };
  expect(costOf(usage, sonnet, 'computed').nanoUsd).toBe(3000);
});

test('without a price the cost is unknown, never zero', () => {
  expect(costOf({ inputTokens: 1, outputTokens: 1 }, undefined, 'computed')).toEqual({
    source: 'unknown',
  });
});

test('a sum that no integer holds is unknown', () => {
  const usage = { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 0 };
  expect(costOf(usage, sonnet, 'computed')).toEqual({ source: 'unknown' });
  const fee = { ...sonnet, perRequest: Number.MAX_SAFE_INTEGER };
  expect(costOf({ inputTokens: 1, outputTokens: 0 }, fee, 'computed').source).toBe('unknown');
});

test('a cost is the exact sum of its parts, in integers of any size', () => {
  const rate = nat(1_000_000_000_000);
  const tokens = nat(3_000_000);
  assert(
    property(rate, rate, rate, tokens, tokens, (input, output, cacheRead, read, written) => {
      const price = { from: '2026-11-10', source: 'test', input, output, cacheRead };
      const usage = { inputTokens: 2 * read, cacheReadTokens: read, outputTokens: written };
      const millionths = [
        [read, input],
        [read, cacheRead],
        [written, output],
      ].map(([count, each]) => BigInt(count!) * BigInt(each!));
      const exact = (millionths.reduce((sum, part) => sum + part) + 500_000n) / 1_000_000n;
      const { nanoUsd } = costOf(usage, price, 'computed');
      expect(BigInt(nanoUsd!)).toBe(exact);
    }),
  );
});

test('the price of the day is the newest one that has begun', () => {
  const prices = [
    { ...sonnet, from: '2026-01-01', source: 'old' },
    { ...sonnet, from: '2026-10-07', source: 'new' },
  ];
  expect(priceOn(prices, '2025-12-31')).toBeUndefined();
  expect(priceOn(prices, '2026-10-06')?.source).toBe('old');
  expect(priceOn(prices, '2026-10-07')?.source).toBe('new');
});

test('a cost is a whole number that grows with every token', () => {
  const tokens = nat(2_000_000);
  assert(
    property(tokens, tokens, (inputTokens, outputTokens) => {
      const cost = costOf({ inputTokens, outputTokens }, sonnet, 'computed').nanoUsd!;
      const more = costOf({ inputTokens: inputTokens + 1, outputTokens }, sonnet, 'computed');
      expect(Number.isSafeInteger(cost)).toBe(true);
      expect(more.nanoUsd).toBeGreaterThan(cost);
    }),
  );
});
