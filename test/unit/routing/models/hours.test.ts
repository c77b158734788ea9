import { expect, test } from 'vitest';
import { costAt } from '../../../../src/routing/models/hours.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';
import type { Usage } from '../../../../src/routing/models/usage.ts';

const written = {
  from: '2026-08-17',
  source: 'test',
  input: 0.22,
  output: 0.66,
  cacheRead: 0.007,
  tiers: { peak: 2, flex: 0.5, night: 0.1 },
  hours: {
    peak: ['weekdays 01:00-04:00', 'weekdays 06:00-10:00'],
    night: ['weekdays 23:30-00:30'],
  },
};
const read = (price: object) => parseModels({ 'deepseek/m': { prices: [price] } });
const price = read(written).models.get('deepseek/m')!.prices![0]!;

/** 1000 tokens in, 900 of them cached, and 100 out, at the usual rates in nano-dollars. */
const usage: Usage = { inputTokens: 1000, cacheReadTokens: 900, outputTokens: 100 };
const usual = 100 * 220 + 900 * 7 + 100 * 660;

const at = (from: string, until = from) => ({
  fromMs: Date.parse(from),
  untilMs: Date.parse(until),
});

test.each([
  ['before peak', '2026-11-30T00:59:59.999Z', usual],
  ['as it begins', '2026-11-30T01:00:00Z', 2 * usual],
  ['in its last moment', '2026-11-30T03:59:59.999Z', 2 * usual],
  ['as it ends', '2026-11-30T04:00:00Z', usual],
  ['in its second part', '2026-11-30T09:59:00Z', 2 * usual],
  ['on a Saturday', '2026-11-28T02:00:00Z', usual],
  ['on a Sunday', '2026-11-29T07:00:00Z', usual],
  ['on a Friday', '2026-11-27T07:00:00Z', 2 * usual],
  ['late in the evening', '2026-11-27T23:30:00Z', usual / 10],
  ['after that midnight, which began on a Friday', '2026-11-28T00:29:00Z', usual / 10],
  ['after a midnight that began on a Sunday', '2026-11-30T00:10:00Z', usual],
])('a call %s', (_, when, nanoUsd) => {
  expect(costAt(usage, price, 'computed', at(when))).toEqual({ source: 'computed', nanoUsd });
});

test.each([
  ['into peak', '2026-11-30T00:59:58Z', '2026-11-30T01:00:03Z'],
  ['out of peak', '2026-11-30T03:59:58Z', '2026-11-30T04:00:03Z'],
])('a call that runs %s is estimated at the dearer rates', (_, from, until) => {
  const cost = costAt(usage, price, 'computed', at(from, until));
  expect(cost).toEqual({ source: 'estimated', nanoUsd: 2 * usual });
});

test('nobody knows when it will run: the dearest rates, as an estimate', () => {
  expect(costAt(usage, price, 'computed')).toEqual({ source: 'estimated', nanoUsd: 2 * usual });
});

test('a tier that the provider names stands above the hour', () => {
  const served = { ...usage, serviceTier: 'flex' };
  const cost = costAt(served, price, 'computed', at('2026-11-30T02:00:00Z'));
  expect(cost).toEqual({ source: 'computed', nanoUsd: usual / 2 });
});

test('without hours, and without a price, it is as ever', () => {
  const { hours: _, ...flat } = price;
  const when = at('2026-11-30T02:00:00Z');
  expect(costAt(usage, flat, 'computed', when)).toEqual({ source: 'computed', nanoUsd: usual });
  expect(costAt(usage, undefined, 'computed', when)).toEqual({ source: 'unknown' });
});

test.each([
  ['hours that are none', { peak: ['25:00-01:00'] }],
  ['words', { peak: ['at night'] }],
  ['hours without rates', { dusk: ['17:00-18:00'] }],
  ['no hours', { peak: [] }],
])('%s are a problem of the price', (_, hours) => {
  const { problems, models } = read({ ...written, hours });
  expect(problems).toHaveLength(1);
  expect(problems[0]!.path.slice(0, 4)).toEqual(['deepseek/m', 'prices', 0, 'hours']);
  expect(models.size).toBe(0);
});
