import { expect, test } from 'vitest';
import {
  largestTierCapacity,
  tierCapacity,
} from '../../../../src/routing/candidates/tierCapacity.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { ProviderFacts } from '../../../../src/routing/situation.ts';
import { modelWith, readyProvider, situationWith } from '../../../support/tasks.ts';

const noKey: ProviderFacts = { name: 'K', simulated: false, state: { state: 'noKey' } };
const catalog = [
  modelWith('a/small', { contextTokens: 10_000 }),
  modelWith('b/middle', { contextTokens: 50_000 }),
  modelWith('k/large', { contextTokens: 900_000 }),
];
const offer = situationWith({
  catalog: new Map(catalog.map((model) => [model.reference, model])),
  providers: new Map([
    ['a', readyProvider],
    ['b', readyProvider],
    ['k', noKey],
  ]),
});
const [small, both, away, mixed] = toTiers({
  small: ['a/small'],
  both: ['b/middle', 'a/small'],
  away: ['k/large'],
  mixed: ['k/large', 'b/middle'],
});

test.each([
  ['its only model takes', small, 9_000],
  ['the smaller of those takes that may answer', both, 9_000],
  ['its ready model takes', mixed, 49_000],
  ['its model would take where none is ready', away, 899_000],
])('a tier takes what %s', (_, tier, inputTokens) => {
  expect(tierCapacity(tier!, offer, 1_000)).toEqual({ inputTokens, outputTokens: 1_000 });
});

test('of several tiers the largest counts that has a model ready', () => {
  expect(largestTierCapacity([small!, mixed!, away!], offer, 1_000).inputTokens).toBe(49_000);
  expect(largestTierCapacity([away!], offer, 1_000).inputTokens).toBe(899_000);
});
