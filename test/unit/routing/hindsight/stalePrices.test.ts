import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import {
  describePriceDoubt,
  doubtsOfDecision,
  type PriceDoubt,
  priceDoubts,
} from '../../../../src/routing/hindsight/stalePrices.ts';
import type { Model, ModelReference } from '../../../../src/routing/models/model.ts';
import type { Price } from '../../../../src/routing/models/price.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { ProviderState } from '../../../../src/routing/situation.ts';
import {
  modelWith,
  policyWith,
  readyProvider,
  situationWith,
  taskWith,
} from '../../../support/tasks.ts';

const paid = { source: 't', input: 2e9, output: 10e9 };

/** What is said of one model on 2026-11-21. */
function doubts(told: {
  readonly prices?: readonly Price[];
  readonly model?: Partial<Model>;
  readonly uncatalogued?: true;
  readonly state?: ProviderState;
  readonly simulated?: true;
}): PriceDoubt[] {
  const model = modelWith('p/m', { prices: told.prices ?? [], ...told.model });
  const state = told.state ?? { state: 'ready' };
  return priceDoubts(['p/m'], {
    catalog: new Map(told.uncatalogued ? [] : [['p/m', model]]),
    providers: new Map([['p', { name: 'P', state, simulated: told.simulated ?? false }]]),
    today: '2026-11-21',
  });
}

const since = (from: string, more: Partial<Price> = {}): Price => ({ from, ...paid, ...more });

const cases: [string, Parameters<typeof doubts>[0], object | undefined][] = [
  ['a price of 60 days', { prices: [since('2026-09-22')] }, undefined],
  [
    'a price of 61 days',
    { prices: [since('2026-09-21')] },
    { kind: 'old', checked: '2026-09-21', days: 61 },
  ],
  [
    'an old price that was looked at lately',
    { prices: [since('2025-01-01', { checked: '2026-11-01' })] },
    undefined,
  ],
  [
    'an old price that was looked at long ago',
    { prices: [since('2025-01-01', { checked: '2026-01-01' })] },
    { kind: 'old', checked: '2026-01-01', days: 324 },
  ],
  [
    'the newest price in force counts',
    { prices: [since('2025-01-01'), since('2026-11-10')] },
    undefined,
  ],
  [
    'one that has not begun does not',
    { prices: [since('2025-01-01'), since('2027-01-01')] },
    { kind: 'old', checked: '2025-01-01' },
  ],
  ['no price', { prices: [] }, { kind: 'noPrice' }],
  ['no price yet', { prices: [since('2027-01-01')] }, { kind: 'noPrice' }],
  ['a local model at zero', { prices: [since('2020-01-01', { input: 0, output: 0 })] }, undefined],
  [
    'a plan that charges by the request',
    { prices: [since('2026-01-01', { input: 0, output: 0, perRequest: 1 })] },
    { kind: 'old' },
  ],
  ['in no catalog', { uncatalogued: true }, { kind: 'notCatalogued', reference: 'p/m' }],
  [
    'its provider lists others',
    { prices: [since('2026-11-10')], state: { state: 'ready', models: new Set(['other']) } },
    { kind: 'withdrawn', reference: 'p/m' },
  ],
  [
    'its provider lists it',
    { prices: [since('2026-11-10')], state: { state: 'ready', models: new Set(['m']) } },
    undefined,
  ],
  ['no key yet', { prices: [], state: { state: 'noKey' } }, { kind: 'noPrice' }],
  ['a practice provider', { uncatalogued: true, simulated: true }, undefined],
  ['a practice model', { prices: [], model: { simulated: true } }, undefined],
];

test.each(cases)('%s', (_, told, expected) => {
  expect(doubts(told)).toMatchObject(expected ? [expected] : []);
});

test('each model in use is named once, in order; a provider nobody set up is no reason to be silent', () => {
  const inUse: ModelReference[] = ['q/b', 'p/a', 'q/b'];
  const none = { catalog: new Map(), providers: new Map(), today: '2026-11-21' };
  expect(priceDoubts(inUse, none)).toEqual([
    { kind: 'notCatalogued', reference: 'q/b' },
    { kind: 'notCatalogued', reference: 'p/a' },
  ]);
});

test.each([
  [
    { prices: [since('2026-09-01')] },
    'The price of m was last checked 81 days ago, on 2026-09-01.',
  ],
  [{ prices: [] }, 'm has no price, so its cost is unknown and no budget counts it.'],
  [
    { uncatalogued: true },
    'p/m is in no list of models, so its cost is unknown and no budget counts it.',
  ],
  [
    { state: { state: 'ready', models: new Set<string>() } },
    'p/m is not among the models that its provider offers.',
  ],
] satisfies [Parameters<typeof doubts>[0], string][])('%j in words', (told, words) => {
  expect(doubts(told).map((doubt) => describePriceDoubt(doubt))).toEqual([words]);
});

test('a decision is in doubt for the models it asks, and for those passed over as withdrawn', () => {
  const situation = situationWith({
    policy: policyWith({
      tiers: toTiers({ fast: ['p/gone', 'q/new'], balanced: ['p/medium'], reasoning: ['r/nokey'] }),
      rules: [
        { name: 'mine', when: {}, use: { cascade: ['fast', 'reasoning'] }, origin: 'settings' },
      ],
    }),
    providers: new Map([
      ['p', { ...readyProvider, state: { state: 'ready', models: new Set(['medium']) } }],
      ['q', readyProvider],
      ['r', { ...readyProvider, state: { state: 'noKey' } }],
    ]),
  });
  const found = doubtsOfDecision(decide(taskWith(), situation), situation);
  expect(found).toMatchObject([
    { kind: 'notCatalogued', reference: 'q/new' },
    { kind: 'withdrawn', reference: 'p/gone' },
  ]);
});
