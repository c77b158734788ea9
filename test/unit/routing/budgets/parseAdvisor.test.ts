import { expect, test } from 'vitest';
import { parseAdvisor } from '../../../../src/routing/budgets/parseAdvisor.ts';

const tiers = ['fast', 'balanced', 'reasoning'];
const usual = { nanoUsdPerCall: 250_000_000, callsPerSession: 10 };

test.each([
  [undefined, usual],
  [{}, usual],
  [{ tier: 'balanced' }, { ...usual, tier: 'balanced' }],
  [{ maxUsd: 0 }, { ...usual, nanoUsdPerCall: 0 }],
  [{ maxCallsPerSession: 0 }, { ...usual, callsPerSession: 0 }],
])('%j', (written, limits) => {
  expect(parseAdvisor(written, tiers)).toEqual({ limits, problems: [] });
});

test.each([
  ['much', [], /Write an object/],
  [null, [], /Write an object/],
  [{ maxUsd: -1 }, ['maxUsd'], /zero USD or more/],
  [{ maxUsd: '1' }, ['maxUsd'], /plain number/],
  [{ maxCallsPerSession: 1.5 }, ['maxCallsPerSession'], /whole number/],
  [
    { tier: 'huge' },
    ['tier'],
    /There is no tier "huge"\. The tiers are fast, balanced, reasoning\./,
  ],
])('%j is told at its place', (written, path, message) => {
  const { problems } = parseAdvisor(written, tiers);
  expect(problems).toMatchObject([{ path, message: expect.stringMatching(message) }]);
});

test('an unknown key is told', () => {
  expect(parseAdvisor({ maxUSD: 5 }, tiers).problems).toHaveLength(1);
});
