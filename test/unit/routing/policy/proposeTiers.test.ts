import { expect, test } from 'vitest';
import { mergeModels } from '../../../../src/routing/models/catalog.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';
import {
  candidatesOf,
  proposeTiers,
  withModel,
} from '../../../../src/routing/policy/proposeTiers.ts';

const today = '2026-11-30';
const priced = (input: number, output: number) => ({
  prices: [{ from: '2026-01-01', source: 'test', input, output }],
});
const catalog = mergeModels(
  parseModels({
    'maker/small-1.5': priced(0.1, 0.5),
    'maker/middle-1': priced(2, 10),
    'maker/large-1': priced(5, 25),
    'router/free': priced(0, 0),
    'router/cheap': priced(0.12, 0.4),
    'router/mid': priced(1.5, 9),
    'router/dear': priced(60, 240),
  }).models,
  new Map(),
);
const tiers = {
  fast: ['maker/small-1.5', 'other/unknown'],
  balanced: ['maker/middle-1'],
  reasoning: ['maker/large-1@high'],
};
const proposal = (references: readonly string[], now = tiers) =>
  Object.fromEntries(proposeTiers(candidatesOf(references, catalog, today), now, catalog, today));

test('the model that a tier names already is proposed for it, whatever others cost', () => {
  expect(proposal(['maker/large-1', 'maker/small-1.5', 'maker/middle-1'])).toEqual({
    fast: 'maker/small-1.5',
    balanced: 'maker/middle-1',
    reasoning: 'maker/large-1',
  });
});

test('else the model whose price is nearest to what the tier costs now, and none that costs nothing', () => {
  expect(proposal(['router/dear', 'router/free', 'router/cheap', 'router/mid'])).toEqual({
    fast: 'router/cheap',
    balanced: 'router/mid',
    reasoning: 'router/mid',
  });
});

test('a model of the same name elsewhere lends its price, which is said', () => {
  const [like] = candidatesOf(['router/maker/small-1-5'], catalog, today);
  expect(like).toMatchObject({ pricedLike: 'maker/small-1.5', price: { input: 0.1e9 } });
  expect(candidatesOf(['router/nobody-knows'], catalog, today)).toEqual([
    { reference: 'router/nobody-knows' },
  ]);
});

test('without a price of the tier or of a model, nothing is proposed; a single model goes to the first tier', () => {
  expect(proposal(['x/one', 'x/two'])).toEqual({});
  const unknown = { fast: ['other/unknown'], balanced: [], reasoning: [] };
  expect(proposal(['router/cheap', 'router/mid'], unknown)).toEqual({});
  expect(proposal(['x/one'])).toEqual({ fast: 'x/one' });
  expect(proposal([])).toEqual({});
});

test.each([
  ['goes before all others', ['a/1', 'b/2'], 'c/3', ['c/3', 'a/1', 'b/2']],
  ['takes the place of its provider’s', ['a/1', 'b/2@high', 'a/3'], 'b/9', ['a/1', 'b/9', 'a/3']],
  ['stays where it is', ['a/1', 'b/2@high'], 'b/2', ['a/1', 'b/2@high']],
  ['fills a tier that is empty', [], 'a/1', ['a/1']],
  ['knows providers by their whole name', ['ab/1'], 'a/1', ['a/1', 'ab/1']],
])('a model %s', (_, named, reference, expected) => {
  expect(withModel(named, reference)).toEqual(expected);
});
