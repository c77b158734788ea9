import { expect, test } from 'vitest';
import { choosePlan, type Priced } from '../../../../src/routing/planner/choosePlan.ts';
import { aimsOf } from '../../../../src/routing/policy/aims.ts';

const plan = (sequence: Priced['sequence'], fields: Partial<Priced>): Priced => ({
  sequence,
  quality: 1,
  standardDeviation: 0,
  loss: 0,
  cost: 1,
  reach: sequence.map(() => 1),
  ...fields,
});
const large = { rung: 1, measured: Infinity };
const strongest = plan([1], { cost: 100 });
const nothingYet = { requests: 0, loss: 0, cost: 0 };
const aims = aimsOf('balanced');

/** Below the floor, and above it if it turns out better. */
const unlucky = { quality: 0.98, standardDeviation: 0.02, loss: 0.03 };
/** Not known well enough to be taken for good. */
const unsure = { quality: 1, standardDeviation: 0.2 };

interface Case {
  readonly name: string;
  readonly cheap: Partial<Priced>;
  readonly explored?: Partial<typeof nothingYet>;
  readonly takes: 'cheap' | 'cheap, exploring' | 'strongest';
}

// A plan may have a quality of 0.99, and 0.9 if it turns out worse. Exploring may lose 0.06 in all to begin with.
const cases: Case[] = [
  { name: 'a cheaper plan that is as good', cheap: { cost: 40 }, takes: 'cheap' },
  { name: 'a dearer plan', cheap: { cost: 140 }, takes: 'strongest' },
  { name: 'a plan below the floor', cheap: { cost: 40, quality: 0.98 }, takes: 'strongest' },
  {
    name: 'a plan that seems just below the floor, early',
    cheap: { cost: 40, ...unlucky },
    takes: 'strongest',
  },
  {
    name: 'the same after many requests',
    cheap: { cost: 40, ...unlucky },
    explored: { requests: 100, loss: 0.06 },
    takes: 'cheap, exploring',
  },
  {
    name: 'the same after many requests and losses',
    cheap: { cost: 40, ...unlucky },
    explored: { requests: 100, loss: 0.08 },
    takes: 'strongest',
  },
  {
    name: 'the same where it saves less than half',
    cheap: { cost: 60, ...unlucky },
    explored: { requests: 100, loss: 0.06 },
    takes: 'strongest',
  },
  {
    name: 'a plan that is below the floor even if it turns out better',
    cheap: { cost: 40, ...unlucky, standardDeviation: 0.005 },
    explored: { requests: 100, loss: 0.06 },
    takes: 'strongest',
  },
  {
    name: 'a plan that may turn out a little worse',
    cheap: { cost: 40, standardDeviation: 0.09, loss: 0.03 },
    takes: 'cheap',
  },
  { name: 'a plan to try', cheap: { cost: 40, ...unsure, loss: 0.055 }, takes: 'cheap, exploring' },
  {
    name: 'a plan that may lose too much to be tried',
    cheap: { cost: 40, ...unsure, loss: 0.065 },
    takes: 'strongest',
  },
  {
    name: 'a plan to try after many losses',
    cheap: { cost: 40, ...unsure, loss: 0.055 },
    explored: { requests: 10, loss: 0.07 },
    takes: 'strongest',
  },
  {
    name: 'a plan to try after many requests without a loss',
    cheap: { cost: 40, ...unsure, loss: 0.055 },
    explored: { requests: 100, loss: 0.1 },
    takes: 'cheap, exploring',
  },
  {
    name: 'a try when exploring has cost too much',
    cheap: { cost: 40, ...unsure, loss: 0.055 },
    explored: { requests: 10, cost: 11 },
    takes: 'strongest',
  },
  {
    name: 'a sure plan when exploring has cost too much',
    cheap: { cost: 40 },
    explored: { requests: 10, cost: 11 },
    takes: 'cheap',
  },
  {
    name: 'a trial, however sure it seems, is exploring',
    cheap: { cost: 40, trial: true },
    takes: 'cheap, exploring',
  },
  {
    name: 'no trial when exploring has lost too much',
    cheap: { cost: 40, trial: true },
    explored: { requests: 10, loss: 1 },
    takes: 'strongest',
  },
  {
    name: 'no trial when exploring has cost too much',
    cheap: { cost: 40, trial: true },
    explored: { requests: 10, cost: 11 },
    takes: 'strongest',
  },
  {
    name: 'a try that saves hardly anything',
    cheap: { cost: 98, ...unsure, loss: 0.055 },
    takes: 'strongest',
  },
  {
    name: 'a better plan that saves hardly anything',
    cheap: { cost: 98, quality: 1.1 },
    takes: 'strongest',
  },
];
test.each(cases)('$name', ({ cheap, explored, takes }) => {
  const plans = [plan([0, 1], cheap), strongest];
  const chosen = choosePlan(plans, large, aims, { ...nothingYet, ...explored });
  const name = chosen.plan === strongest ? 'strongest' : 'cheap';
  expect(chosen.exploring ? `${name}, exploring` : name).toBe(takes);
});

test('the strongest stays until its cost is known well enough to say that another saves', () => {
  const taken = (cost: number, measured: number) =>
    choosePlan([plan([0, 1], { cost }), strongest], { rung: 1, measured }, aims, nothingYet).plan
      .cost;
  expect([taken(77, 0), taken(77.1, 0)]).toEqual([77, 100]);
  expect([taken(87, 10), taken(87.1, 10)]).toEqual([87, 100]);
});

test('the better of two that cost about the same', () => {
  const [good, better] = [plan([0], { cost: 40 }), plan([0, 1], { cost: 41, quality: 1.1 })];
  expect(choosePlan([good, better, strongest], large, aims, nothingYet).plan).toBe(better);
});

test('a plan that gives up before the strongest must be surer', () => {
  const less = { cost: 40, quality: 1.02, standardDeviation: 0.05 };
  const [alone, climbing] = [plan([0], less), plan([0, 1], { ...less, cost: 60 })];
  expect(choosePlan([alone, strongest], large, aims, nothingYet).plan).toBe(strongest);
  expect(choosePlan([alone, climbing, strongest], large, aims, nothingYet).plan).toBe(climbing);
});

test('a lower floor allows more', () => {
  const plans = [plan([0], { cost: 40, quality: 0.96, loss: 0.04 }), strongest];
  const cost = (floor: number) =>
    choosePlan(plans, large, { ...aims, floor }, nothingYet).plan.cost;
  expect([cost(0.99), cost(0.95)]).toEqual([100, 40]);
});

test('a higher limit for one task type wants surer plans', () => {
  const plans = [plan([0, 1], { cost: 40, standardDeviation: 0.05, loss: 0.04 }), strongest];
  const tired = { ...nothingYet, loss: 1 };
  const cost = (worst: number) => choosePlan(plans, large, { ...aims, worst }, tired).plan.cost;
  expect([cost(0.96), cost(0.94)]).toEqual([100, 40]);
});

test('losses stay within their share of what the floor allows, however long it goes on', () => {
  const plans = [plan([0, 1], { cost: 40, ...unsure, loss: 0.02 }), strongest];
  let loss = 0;
  for (let requests = 0; requests < 2000; requests += 1) {
    loss += choosePlan(plans, large, aims, { requests, loss, cost: 0 }).plan.loss;
  }
  expect(loss).toBeLessThanOrEqual(0.001 * 2060);
  expect(loss).toBeGreaterThan(0.001 * 1900);
});
