import { expect, test } from 'vitest';
import type { Requirements } from '../../../../src/routing/candidates/requirements.ts';
import { resolveTier } from '../../../../src/routing/candidates/resolveTier.ts';
import { explainUnavailability } from '../../../../src/routing/explainPassedOver.ts';
import type { Model, ModelReference } from '../../../../src/routing/models/model.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { ProviderFacts, Situation } from '../../../../src/routing/situation.ts';
import { modelWith, readyProvider, situationWith } from '../../../support/tasks.ts';

const usualNeeds: Requirements = { tokens: 100, capabilities: [] };

/** A model that costs so many USD per million tokens; undefined where nobody knows. */
function priced(reference: ModelReference, usd: number | undefined, fields: Partial<Model> = {}) {
  const rate = (usd ?? 0) * 1e9;
  const prices = [{ from: '2026-01-01', source: 't', input: rate, output: rate }];
  return modelWith(reference, { prices: usd === undefined ? [] : prices, ...fields });
}

const catalog = [
  priced('a/cheap', 1),
  priced('b/same', 2),
  priced('c/same', 2),
  priced('d/dear', 3),
  priced('e/unknown', undefined),
  priced('f/unknown', undefined),
  priced('g/tiny', 2, { contextTokens: 10 }),
  priced('h/plain', 2, { capabilities: { tools: false, images: false } }),
  priced('h/blind', 2, { capabilities: { tools: true, images: false } }),
  priced('i/able', 2, { capabilities: { tools: true, images: true } }),
];
const ready = Object.fromEntries(
  ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((id) => [id, { ...readyProvider, name: id }]),
);
const noKey: ProviderFacts = { name: 'K', simulated: false, state: { state: 'noKey' } };
const down: ProviderFacts = {
  name: 'Local',
  simulated: false,
  state: { state: 'unavailable', why: 'it does not run' },
};

function look(
  references: readonly string[],
  cooling: readonly string[] = [],
  { needs = usualNeeds, ...fields }: Partial<Situation> & { readonly needs?: Requirements } = {},
) {
  const [tier] = toTiers({ fast: references });
  const coolingDown = { secondsLeft: 9, why: 'rate limited' };
  const { choice, rejected } = resolveTier(
    tier!,
    needs,
    situationWith({
      catalog: new Map(catalog.map((model) => [model.reference, model])),
      providers: new Map(Object.entries({ ...ready, k: noKey, l: down })),
      coolingDown: new Map(cooling.map((key) => [key, coolingDown])),
      ...fields,
    }),
  );
  return {
    choice: choice?.model.reference,
    fallbacks: choice?.fallbacks?.map(({ model }) => model.reference),
    rejected: rejected.map(
      ({ model, unavailability }) => `${model.reference}: ${unavailability.kind}`,
    ),
  };
}

interface Expected {
  readonly choice: string | undefined;
  readonly fallbacks?: readonly string[];
  readonly rejected?: readonly string[];
}

const cases: [string, tier: string[], cooling: string[], Expected][] = [
  ['a single model', ['b/same'], [], { choice: 'b/same' }],
  [
    'the others stand in for it, in their order',
    ['d/dear', 'b/same', 'a/cheap', 'c/same'],
    [],
    { choice: 'd/dear', fallbacks: ['b/same', 'a/cheap', 'c/same'] },
  ],
  [
    'a dearer one never stands in, and is named',
    ['b/same', 'd/dear', 'c/same'],
    [],
    { choice: 'b/same', fallbacks: ['c/same'], rejected: ['d/dear: dearerFallback'] },
  ],
  [
    'one of unknown price may be dearer than a known one',
    ['b/same', 'e/unknown'],
    [],
    { choice: 'b/same', rejected: ['e/unknown: dearerFallback'] },
  ],
  [
    'a known price may be dearer than an unknown one',
    ['e/unknown', 'a/cheap'],
    [],
    { choice: 'e/unknown', rejected: ['a/cheap: dearerFallback'] },
  ],
  [
    'where nobody knows any price, either stands in',
    ['e/unknown', 'f/unknown'],
    [],
    { choice: 'e/unknown', fallbacks: ['f/unknown'] },
  ],
  [
    'a cooling first is passed over for one that is not dearer',
    ['b/same', 'c/same', 'a/cheap'],
    ['b'],
    { choice: 'c/same', fallbacks: ['a/cheap'], rejected: ['b/same: coolingDown'] },
  ],
  [
    'a model may cool down without its endpoint',
    ['b/same', 'c/same'],
    ['b/same'],
    { choice: 'c/same', rejected: ['b/same: coolingDown'] },
  ],
  [
    'another model of the endpoint that cools is another matter',
    ['b/same', 'c/same'],
    ['b/other'],
    { choice: 'b/same', fallbacks: ['c/same'] },
  ],
  [
    'a cooling first is used where all others are dearer',
    ['b/same', 'd/dear', 'e/unknown'],
    ['b'],
    { choice: 'b/same', rejected: ['d/dear: dearerFallback', 'e/unknown: dearerFallback'] },
  ],
  [
    'a cooling first is used where all others cool as well',
    ['b/same', 'c/same'],
    ['b', 'c'],
    { choice: 'b/same', rejected: ['c/same: coolingDown'] },
  ],
  ['a cooling one is used where it is alone', ['b/same'], ['b'], { choice: 'b/same' }],
  [
    'a cooling one stands in for nobody',
    ['d/dear', 'b/same', 'c/same'],
    ['b'],
    { choice: 'd/dear', fallbacks: ['c/same'], rejected: ['b/same: coolingDown'] },
  ],
  [
    'a dearer one is named so although it cools',
    ['b/same', 'd/dear'],
    ['d'],
    { choice: 'b/same', rejected: ['d/dear: dearerFallback'] },
  ],
  [
    'those that are not ready are named while none is, and stand in for nobody',
    ['gone/x', 'k/x', 'l/x', 'g/tiny', 'b/same', 'k/y', 'c/same'],
    [],
    {
      choice: 'b/same',
      fallbacks: ['c/same'],
      rejected: [
        'gone/x: unknownProvider',
        'k/x: noKey',
        'l/x: unavailable',
        'g/tiny: contextTooSmall',
      ],
    },
  ],
  [
    'what is not ready is not compared in price',
    ['k/x', 'd/dear', 'b/same'],
    [],
    { choice: 'd/dear', fallbacks: ['b/same'], rejected: ['k/x: noKey'] },
  ],
  [
    'nothing is ready',
    ['k/x', 'l/x'],
    [],
    {
      choice: undefined,
      rejected: ['k/x: noKey', 'l/x: unavailable'],
    },
  ],
];
test.each(cases)('%s', (_, tier, cooling, { choice, fallbacks, rejected = [] }) => {
  expect(look(tier, cooling)).toEqual({ choice, fallbacks, rejected });
});

test.each<[string, Requirements, string[], Expected]>([
  [
    'one that cannot call tools is passed over, and stands in for nobody',
    { tokens: 0, capabilities: ['tools'] },
    ['h/plain', 'i/able', 'h/blind', 'h/plain'],
    { choice: 'i/able', fallbacks: ['h/blind'], rejected: ['h/plain: lacksAbility'] },
  ],
  [
    'it must have every ability that is needed',
    { tokens: 0, capabilities: ['tools', 'images'] },
    ['h/blind', 'i/able'],
    { choice: 'i/able', rejected: ['h/blind: lacksAbility'] },
  ],
  [
    'where nobody said what a model can do, it may be asked',
    { tokens: 0, capabilities: ['tools', 'images'] },
    ['b/same'],
    { choice: 'b/same' },
  ],
  [
    'where nothing is needed, it may be the plainest',
    usualNeeds,
    ['h/plain'],
    { choice: 'h/plain' },
  ],
  [
    'none can',
    { tokens: 0, capabilities: ['images'] },
    ['h/plain', 'h/blind'],
    { choice: undefined, rejected: ['h/plain: lacksAbility', 'h/blind: lacksAbility'] },
  ],
])('%s', (_, needs, tier, { choice, fallbacks, rejected = [] }) => {
  expect(look(tier, [], { needs })).toEqual({ choice, fallbacks, rejected });
});

test('a stand-in keeps its own effort and stands for the same tier', () => {
  const [tier] = toTiers({ fast: ['b/same@high', 'c/same@low'] });
  const providers = new Map(Object.entries(ready));
  const { choice } = resolveTier(
    tier!,
    usualNeeds,
    situationWith({
      providers,
      catalog: new Map(catalog.map((model) => [model.reference, model])),
    }),
  );
  expect(choice).toMatchObject({ tier: 'fast', effort: 'high' });
  expect(choice!.fallbacks).toMatchObject([{ tier: 'fast', effort: 'low' }]);
});

test.each([
  [
    { kind: 'coolingDown', secondsLeft: 9, why: 'rate limited' },
    'rate limited a moment ago, not asked again for 9 s',
  ],
  [
    { kind: 'dearerFallback', than: 'small' },
    'it may be more expensive than small, so it is never used as its fallback',
  ],
  [{ kind: 'lacksAbility', ability: 'tools' }, 'the task comes with tools, and it cannot call any'],
  [
    { kind: 'lacksAbility', ability: 'images' },
    'the task comes with images, and it cannot see any',
  ],
] as const)('%o is explained', (unavailability, words) => {
  expect(explainUnavailability(unavailability)).toBe(words);
});
