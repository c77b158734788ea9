import { beforeAll, expect, test } from 'vitest';
import { families } from '../../../../bench/gates/badEdits.ts';
import { makeCases } from '../../../../bench/gates/cases.ts';
import { judge, type GateColumn, type JudgedCase } from '../../../../bench/gates/judge.ts';
import { evenSample, familyOf } from '../../../../bench/gates/sample.ts';

/** Edits that parse are left to the language server and the developer's own command. */
const forOtherGates = ['type error', 'broken behaviour'];
const ofEach = 100;
const seed = 11;

let good: JudgedCase[];
let bad: JudgedCase[];
beforeAll(async () => {
  const { cases } = makeCases();
  const ownBad = cases.filter((each) => !each.good && !forOtherGates.includes(familyOf(each)));
  const sampled = [cases.filter((each) => each.good), ownBad].flatMap((all) =>
    evenSample(all, ofEach, seed),
  );
  const judged = await judge(sampled);
  good = judged.filter((each) => each.good);
  bad = judged.filter((each) => !each.good);
}, 120_000);

const rejected = (cases: readonly JudgedCase[], gate: GateColumn = 'stack') =>
  cases.filter((each) => each.rejected[gate]).map(({ candidate }) => candidate.task.id);
const kindsOf = (cases: readonly JudgedCase[]) => new Set(cases.map(({ kind }) => kind));
const languagesOf = (cases: readonly JudgedCase[]) =>
  new Set(cases.map(({ candidate }) => candidate.task.language));

// Two hundred of the edits of `npm run bench gates`, the same ones on every run. Each floor is one
// below what the gates reach.
test('the sample is spread over languages and kinds', () => {
  expect([good.length, bad.length]).toEqual([ofEach, ofEach]);
  for (const cases of [good, bad]) expect(languagesOf(cases).size).toBe(8);
  expect(kindsOf(good).size).toBeGreaterThanOrEqual(14);
  expect(kindsOf(bad).size).toBeGreaterThanOrEqual(25);
});

test('at least 99 of 100 good edits are accepted', () => {
  expect(rejected(good).slice(1)).toEqual([]);
});

test('at least 98 of 100 bad edits of their kinds are rejected', () => {
  const accepted = bad.filter((each) => !each.rejected.stack);
  const names = accepted.map(({ candidate }) => candidate.task.id);
  expect(names.slice(2)).toEqual([]);
});

const floors: [gate: GateColumn, family: string, floor: number][] = [
  ['complete', 'scope', 19],
  ['complete', 'elision', 18],
  ['complete', 'truncation', 18],
  ['complete', 'format', 13],
  ['format', 'format', 10],
  ['syntax', 'syntax slip', 18],
  ['syntax', 'truncation', 19],
];
test.each(floors)('%s alone rejects enough of %s', (gate, family, floor) => {
  const own = bad.filter(({ kind }) => families[family]!.includes(kind));
  expect(own.length).toBeGreaterThan(floor);
  expect(rejected(own, gate).length).toBeGreaterThanOrEqual(floor);
});
