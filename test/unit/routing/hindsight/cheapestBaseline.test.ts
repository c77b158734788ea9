import { expect, test } from 'vitest';
import { cheapestBaseline } from '../../../../src/routing/hindsight/cheapestBaseline.ts';
import type { ModelReference } from '../../../../src/routing/models/model.ts';
import type { Price } from '../../../../src/routing/models/price.ts';
import { modelWith } from '../../../support/tasks.ts';

const from = { from: '2026-01-01', source: 't' };
const usd = 1_000_000_000;
const prices: Readonly<Record<ModelReference, Price[]>> = {
  'p/small': [{ ...from, input: usd, output: 5 * usd }],
  'p/large': [{ ...from, input: 10 * usd, output: 50 * usd }],
  'p/perCall': [{ ...from, input: 0, output: 0, perRequest: 40 }],
  'p/unpriced': [],
  'p/tomorrow': [{ ...from, from: '2026-12-01', input: 1, output: 1 }],
  'p/steps': [
    { ...from, input: usd, output: 1, above: [{ inputTokens: 100, input: 99 * usd, output: 1 }] },
  ],
};
const catalog = new Map(
  Object.entries(prices).map(([reference, prices]) => [
    reference,
    modelWith(reference as ModelReference, { prices }),
  ]),
);

/** The baseline of 3 answers, 1,000 tokens in and 100 out, by models in use. */
function baseline(used: readonly ModelReference[], inPolicy = used, attempts = 3) {
  const tiers = inPolicy.map((reference) => ({ name: reference, choices: [{ reference }] }));
  return cheapestBaseline(
    { usage: { inputTokens: 1000, outputTokens: 100 }, attempts },
    { policy: { tiers, rules: [], critical: [] }, catalog, today: '2026-11-22' },
    new Set(used),
  );
}

const cases: [string, ReturnType<typeof baseline>, nanoUsd: number | undefined][] = [
  ['the cheapest of the models in use', baseline(['p/large', 'p/small']), 1_500_000],
  ['one that nobody called is left out', baseline(['p/large'], ['p/large', 'p/small']), 15_000_000],
  ['one that no tier names is left out', baseline(['p/large', 'p/small'], ['p/large']), 15_000_000],
  ['a price for each call counts for each', baseline(['p/perCall', 'p/small']), 120],
  ['a model without a price says nothing', baseline(['p/unpriced', 'p/tomorrow']), undefined],
  ['a sum of short inputs is not one long input', baseline(['p/steps']), 1_000_000],
  ['nothing to price', baseline(['p/small'], ['p/small'], 0), undefined],
];
test.each(cases)('%s', (_, found, nanoUsd) => expect(found?.nanoUsd).toBe(nanoUsd));

test('names the model and how many answers it is of', () => {
  const { name } = catalog.get('p/small')!;
  expect(baseline(['p/small'])).toEqual({ modelName: name, nanoUsd: 1_500_000, attempts: 3 });
});
