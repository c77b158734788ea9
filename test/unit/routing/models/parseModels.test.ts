import { expect, test } from 'vitest';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';

const dated = { from: '2026-11-01', source: 's' };
const shipped = parseModels({
  'p/m': { prices: [{ ...dated, input: 2, output: 10, cacheRead: 0.2 }] },
}).models;

function parsePrices(...prices: unknown[]) {
  const known = { shipped, today: '2026-11-21' };
  const { models, problems } = parseModels({ 'p/m': { prices } }, known);
  return { prices: models.get('p/m')?.prices, problems };
}

test.each([
  ['USD per million tokens', { input: 2, output: 10 }, { input: 2e9, output: 10e9 }],
  ['the smallest rate', { input: 1e-9, output: 0 }, { input: 1, output: 0 }],
  ['a local model', { input: 0, output: 0 }, { input: 0, output: 0 }],
  [
    'a fee per request',
    { input: 2, output: 10, perRequest: 0.005 },
    { input: 2e9, output: 10e9, perRequest: 5_000_000 },
  ],
  [
    "a plan's credits",
    { input: 0, output: 0, credits: { perRequest: 0.33, usdPerCredit: 0.04 } },
    { input: 0, output: 0, perRequest: 13_200_000 },
  ],
  [
    'a fee and credits',
    { input: 0, output: 0, perRequest: 0.01, credits: { perRequest: 10, usdPerCredit: 0.04 } },
    { input: 0, output: 0, perRequest: 410_000_000 },
  ],
  [
    'credits that a plan includes',
    { input: 0, output: 0, credits: { perRequest: 0, usdPerCredit: 0.04 } },
    { input: 0, output: 0, perRequest: 0 },
  ],
  [
    'a factor for another service tier, of long inputs too',
    {
      input: 2,
      output: 10,
      above: [{ inputTokens: 9, input: 4, output: 15 }],
      tiers: { flex: 0.5 },
    },
    {
      input: 2e9,
      output: 10e9,
      above: [{ inputTokens: 9, input: 4e9, output: 15e9 }],
      tiers: {
        flex: { input: 1e9, output: 5e9, above: [{ inputTokens: 9, input: 2e9, output: 7.5e9 }] },
      },
    },
  ],
  [
    'prices of their own for another service tier',
    { input: 2, output: 10, tiers: { priority: { input: 5, output: 25, cacheRead: 0.5 } } },
    {
      input: 2e9,
      output: 10e9,
      tiers: { priority: { input: 5e9, output: 25e9, cacheRead: 0.5e9 } },
    },
  ],
  [
    'the day it was checked',
    { checked: '2026-11-20', input: 2, output: 10 },
    { checked: '2026-11-20', input: 2e9, output: 10e9 },
  ],
])('%s', (_, written, price) => {
  // The second entry of no model the shipped file knows: nothing to hold it against.
  const { models, problems } = parseModels({ 'p/own': { prices: [{ ...dated, ...written }] } });
  expect(problems).toEqual([]);
  expect(models.get('p/own')?.prices).toEqual([{ ...dated, ...price }]);
});

test('prices are kept by day, and their steps by size', () => {
  const step = { input: 4, output: 20 };
  const { prices } = parsePrices(
    { ...dated, input: 2, output: 10 },
    {
      ...dated,
      from: '2026-10-01',
      input: 2,
      output: 10,
      above: [
        { inputTokens: 500_000, ...step },
        { inputTokens: 200_000, ...step },
      ],
    },
  );
  expect(prices?.map(({ from }) => from)).toEqual(['2026-10-01', '2026-11-01']);
  expect(prices?.[0]?.above?.map(({ inputTokens }) => inputTokens)).toEqual([200_000, 500_000]);
});

const usual = { input: 2, output: 10 };
const faults: [string, Record<string, unknown>, string, RegExp][] = [
  ['a negative price', { input: -1 }, 'input', /negative/],
  ['no number', { input: Number.NaN }, 'input', /Write a number/],
  ['infinity', { output: Infinity }, 'output', /Write a number/],
  ['a text', { input: '1' }, 'input', /Write a number/],
  ['a price above the dearest', { input: 5000 }, 'input', /slip of units/],
  ['a price that would be kept as zero', { cacheRead: 1e-12 }, 'cacheRead', /too small/],
  ['a negative fee', { perRequest: -0.01 }, 'perRequest', /negative/],
  ['a fee beyond reason', { perRequest: 4000 }, 'perRequest', /slip of units/],
  ['a fee that is no number', { perRequest: Number.NaN }, 'perRequest', /Write a number/],
  [
    'negative credits',
    { credits: { perRequest: -1, usdPerCredit: 0.04 } },
    'credits.perRequest',
    /negative/,
  ],
  ['credits without their price', { credits: { perRequest: 1 } }, 'credits.usdPerCredit', /./],
  ['output per thousand tokens', { output: 0.01 }, 'output', /known price of \$10/],
  [
    'input per thousand tokens',
    { input: 0.002, output: 0.01 },
    'input',
    /far from the known price of \$2\..*per thousand/,
  ],
  ['a cached part per thousand', { cacheRead: 0.0002 }, 'cacheRead', /do not belong/],
  [
    'a step per thousand',
    { above: [{ inputTokens: 1000, input: 0.004, output: 20 }] },
    'above.0.input',
    /do not belong/,
  ],
  ['a day in another form', { from: '11/10/2026' }, 'from', /such as 2026-11-10/],
  ['a day that no calendar has', { from: '2026-02-30' }, 'from', /such as 2026-11-10/],
  ['a day in the far future', { from: '2062-11-01' }, 'from', /more than a year ahead/],
  ['a look in the future', { checked: '2026-12-24' }, 'checked', /has not come yet/],
  [
    'two steps at one size',
    {
      above: [
        { inputTokens: 9, ...usual },
        { inputTokens: 9, ...usual },
      ],
    },
    'above',
    /Two steps/,
  ],
  ['a factor that is none', { tiers: { flex: 50 } }, 'tiers.flex', /factor above 20/],
  [
    'a service tier per thousand tokens',
    { tiers: { flex: { input: 1, output: 0.001 } } },
    'tiers.flex.output',
    /do not belong/,
  ],
  ['a field of another spelling', { perrequest: 1 }, 'perrequest', /not known here/],
];
test.each(faults)('%s is refused', (_, rates, field, message) => {
  const { prices, problems } = parsePrices({ ...dated, ...usual, ...rates });
  expect(prices).toBeUndefined();
  const path = `p/m.prices.0.${field}`;
  const here = problems.filter((problem) => problem.path.join('.') === path);
  expect(here.map((problem) => problem.message)).toContainEqual(expect.stringMatching(message));
});

test('two prices of one day are refused, two of different days are not', () => {
  const price = { ...dated, ...usual };
  const { prices, problems } = parsePrices(price, { ...price, input: 3 });
  expect(prices).toBeUndefined();
  expect(problems.map(({ path }) => path)).toEqual([['p/m', 'prices', 1, 'from']]);
  expect(parsePrices(price, { ...price, from: '2027-01-01', input: 3 }).problems).toEqual([]);
});

test('a price far from the shipped one is no slip where it is zero, or within reason', () => {
  expect(parsePrices({ ...dated, input: 0, output: 0 }).problems).toEqual([]);
  expect(parsePrices({ ...dated, input: 0.02, output: 0.1 }).problems).toEqual([]);
});

test('a model with a problem is left out, the others stay', () => {
  const { models, problems } = parseModels({
    'p/bad': { prices: [{ ...dated, input: 2, output: 0.002 }] },
    'p/good': { prices: [{ ...dated, ...usual }] },
    nothing: {},
  });
  expect([...models.keys()]).toEqual(['p/good']);
  expect(problems.map(({ path }) => path[0])).toEqual(['p/bad', 'nothing']);
});

test.each(['models', 5, [], [{}]])('%j names no models, and that is said', (written) => {
  const { models, problems } = parseModels(written);
  expect(models.size).toBe(0);
  expect(problems).toEqual([{ path: [], message: expect.stringContaining('by their references') }]);
});

test('capabilities are read under their old name too, and the new one counts', () => {
  const { models } = parseModels({
    'p/old': { abilities: { tools: false } },
    'p/new': { capabilities: { tools: true } },
    'p/both': { abilities: { tools: false }, capabilities: { tools: true } },
  });
  expect([...models.values()].map(({ capabilities }) => capabilities?.tools)).toEqual([
    false,
    true,
    true,
  ]);
});

test('prices per token of a model that nobody knows are told once', () => {
  const prices = [{ ...dated, input: 0.000003, output: 0.000015 }];
  expect(parseModels({ 'p/own': { prices } }).problems).toEqual([
    {
      path: ['p/own', 'prices', 0, 'input'],
      message:
        '$0.000003 and $0.000015 look like prices per token. Write them in USD per million tokens, such as 3 and 15.',
    },
  ]);
});
