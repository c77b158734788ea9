import { expect, test } from 'vitest';
import type { JsonSchema } from '../../../../../src/execution/workflow/jsonSchema.ts';
import {
  checkCondition,
  ConditionError,
  evaluateCondition,
} from '../../../../../src/execution/workflow/values/condition.ts';
import { objectValue, orNull } from '../../../../../src/execution/workflow/values/valueSchema.ts';

const text = { type: 'string' };
const risk = { type: 'string', enum: ['low', 'high'] };
const count = { type: 'integer' };
const spots = { type: 'array', items: objectValue({ path: text }) };
const names = { type: 'array', items: text };
const scope = new Map<string, JsonSchema>([
  ['a', objectValue({ text, risk, count, spots, names, ok: { type: 'boolean' } })],
  ['skipped', orNull(objectValue({ count }))],
  ['anything', {}],
]);
const values = {
  a: { text: 'race here', risk: 'high', count: 2, spots: [{ path: 'x' }], names: ['n'], ok: true },
  skipped: null,
  anything: { at: 1 },
};

const right: [condition: string, result: boolean][] = [
  ['a.risk == "high"', true],
  ["a.risk != 'low' && a.ok", true],
  ['a.count == 2', true],
  ['a.count + 1 == 3', true],
  ['a.count / 4 < 1', true],
  ['a.count >= 2.5', false],
  ['size(a.names) == a.count', false],
  ['"n" in a.names', true],
  ['a.spots.exists(spot, spot.path == "x")', true],
  ['a.names.all(name, name.startsWith("m"))', false],
  ['a.text.contains("race") || !a.ok', true],
  ['skipped != null && skipped.count > 1', false],
  ['skipped == null || skipped.count > 1', true],
  ['anything.at == 1', true],
  ['has(anything.other)', false],
  ['a.ok ? a.count > 1 : false', true],
];
test.each(right)('%s is %s', (condition, result) => {
  expect(checkCondition(condition, scope)).toEqual([]);
  expect(evaluateCondition(condition, values)).toBe(result);
});

// What is marked is between « and ».
const wrong: [condition: string, message: RegExp][] = [
  ['«b» == 1', /no "b" here/],
  ['a.«rsk» == "high"', /"a" has no "rsk".*"risk"/],
  ['a.risk == «"hig"»', /never "hig".*"high"/],
  ['«a.text > 3»', /text > number makes no sense/],
  ['a.risk ==«=» "high"', /Compare with ==/],
  ['a.«constructor» == 1', /"a" has no "constructor"/],
  ['a.text.«matches»("x")', /no function "matches"/],
  ['«eval»("1")', /no function "eval"/],
  ['«skipped.count» > 1', /skipped != null && …/],
  ['«a.count»', /gives number, not true or false/],
  ['a.ok && a.spots.exists(spot, «spo».path == "x")', /no "spo" here/],
];
test.each(wrong)('%s is reported at its place', (marked, message) => {
  const condition = marked.replaceAll(/[«»]/g, '');
  const place = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
  expect(checkCondition(condition, scope)).toMatchObject([
    { ...place, message: expect.stringMatching(message) },
  ]);
});

test('a condition that nests or grows without end is refused', () => {
  expect(checkCondition(`${'('.repeat(100)}true${')'.repeat(100)}`, scope)).toHaveLength(1);
  expect(
    checkCondition(Array.from({ length: 400 }, () => 'a.ok').join(' && '), scope),
  ).toHaveLength(1);
});

test('loops inside loops inside loops are refused', () => {
  const twice = 'a.names.all(x, a.names.all(y, x == y))';
  expect(checkCondition(twice, scope)).toEqual([]);
  const thrice = `a.names.all(z, ${twice})`;
  expect(checkCondition(thrice, scope)).toMatchObject([
    { message: expect.stringMatching(/at most 2 deep/) },
  ]);
});

const unjudged: [name: string, condition: string][] = [
  ['a field that is not there', 'anything.other == 1'],
  ['an inherited field', 'anything.constructor == 1'],
  ['what is no condition', 'anything.at'],
];
test.each(unjudged)('%s cannot be judged', (_, condition) => {
  expect(() => evaluateCondition(condition, values)).toThrow(ConditionError);
});
