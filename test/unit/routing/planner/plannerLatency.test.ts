import { expect, test } from 'vitest';
import { expectedCost } from '../../../../src/routing/candidates/expectedCost.ts';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Decision } from '../../../../src/routing/decision.ts';
import type { Experience } from '../../../../src/routing/evidence/evidence.ts';
import { gatherEvidence } from '../../../../src/routing/evidence/gatherEvidence.ts';
import type { ModelReference } from '../../../../src/routing/models/model.ts';
import { catalogAt, mixed, requests } from '../../../support/experiences.ts';
import { policyWith, situationWith, taskWith, took } from '../../../support/tasks.ts';

const [small, medium, large] = ['p/small', 'p/medium', 'p/large'] as const;
const catalog = catalogAt({ [small]: 1, [medium]: 2, [large]: 100 });
const models = [small, medium, large];
// Small and medium do a half of all tasks each, medium also a half of those that small does not, and large
// 94 %. With a floor of 0.55 one of them alone does too little (0.53 of what large does), and both together do
// enough (0.8). So it holds whatever the learner's random numbers are.
const halves = mixed(
  Array.from({ length: 5 }, () => [
    ...requests(25, { [small]: true }),
    ...requests(13, { [small]: false, [medium]: true }),
    ...requests(12, { [small]: false, [medium]: false }),
    ...requests(25, { [medium]: true }),
    ...requests(25, { [medium]: false }),
    ...requests(47, { [large]: true }),
    ...requests(3, { [large]: false }),
  ]).flat(),
);

interface Given {
  /** How long an answer may take, and does; seconds. */
  readonly budget?: number | undefined;
  readonly answer?: number;
  readonly past?: readonly Experience[];
  readonly floor?: number;
}

function decided({ budget, answer, past = halves, floor = 0.55 }: Given): Decision {
  const explored = { requests: 0, loss: 99, nanoUsd: 0 };
  const evidence = gatherEvidence(past, { taskType: 'refactor' }, explored);
  return decide(
    taskWith(),
    situationWith({
      catalog,
      evidence: new Map([['refactor', evidence]]),
      policy: policyWith({ auto: { floor } }),
      latencies: new Map(
        answer === undefined ? [] : models.map((each) => [each, took(answer * 1000)]),
      ),
      latencyBudgets: { debug: 1, ...(budget !== undefined && { refactor: budget }) },
    }),
  );
}

/** What one answer is expected to cost; no answer of the past named its cost. */
function costOf(reference: ModelReference): number {
  const choice = { tier: 'any', model: catalog.get(reference)! };
  const cost = expectedCost(taskWith(), { kind: 'direct', choice }, '2026-11-21')!;
  return (cost.lowNanoUsd + cost.highNanoUsd) / 2;
}
const together = costOf(small) + costOf(medium);

function planOf({ plan, reason }: Decision) {
  if (plan.kind === 'refuse' || reason.kind !== 'planned') return undefined;
  const choices = plan.kind === 'direct' ? [plan.choice] : plan.ladder;
  const rungs = choices.map(({ model }) => model.reference);
  return { kind: plan.kind, rungs, cost: reason.expectedNanoUsd };
}

const inTurn: [string, Given][] = [
  ['without a latency budget', { answer: 30 }],
  ['where two answers take just as long as one may', { budget: 60, answer: 30 }],
];
test.each(inTurn)('%s two rungs are asked in turn, and the second is rarely paid', (_, given) => {
  const plan = planOf(decided(given))!;
  expect(plan).toMatchObject({ kind: 'cascade', rungs: [small, medium] });
  // A half of the requests climbs; a climb costs a quarter more.
  const climbs = (plan.cost - costOf(small)) / (1.25 * costOf(medium));
  expect(climbs).toBeGreaterThan(0.42);
  expect(climbs).toBeLessThan(0.58);
});

const atOnce: [string, Given][] = [
  ['two answers take longer than one may', { budget: 59, answer: 30 }],
  ['nobody knows how long an answer takes', { budget: 1000 }],
];
test.each(atOnce)('where %s, they start together and all are paid', (_, given) => {
  const plan = { kind: 'speculation', rungs: [small, medium], cost: together };
  expect(planOf(decided(given))).toEqual(plan);
});

test('a retry is tried only where there is time for it', () => {
  const easy = requests(36, { [small]: true });
  const hard = requests(4, { [small]: false, [large]: true });
  const evidence = gatherEvidence(mixed([...easy, ...hard]), { taskType: 'refactor' });
  const planWithin = (seconds: number) => {
    const situation = situationWith({
      catalog,
      evidence: new Map([['refactor', evidence]]),
      policy: policyWith({ auto: { tiers: ['fast', 'reasoning'] } }),
      latencies: new Map(models.map((each) => [each, took(30_000)])),
      latencyBudgets: { refactor: seconds },
    });
    return decide(taskWith(), situation).plan;
  };
  // Two rungs, each asked twice.
  expect(planWithin(120)).toMatchObject({ kind: 'cascade', retry: true });
  // Started together, large would be paid every time.
  expect([60, 119].map((seconds) => planWithin(seconds).kind)).toEqual(['cascade', 'cascade']);
  expect(planWithin(119)).toMatchObject({ retry: false });
});

test('a retry for which there is no time is not counted on', () => {
  // Small and medium do a half of all tasks each, and small most of the rest when it is told why.
  const past = Array.from({ length: 5 }, () => [
    ...requests(25, { [small]: true }),
    ...requests(22, { [small]: false, [`${small}+retry`]: true }),
    ...requests(3, { [small]: false, [`${small}+retry`]: false, [medium]: false }),
    ...requests(25, { [medium]: true }),
    ...requests(22, { [medium]: false, [`${medium}+retry`]: true }),
    ...requests(3, { [medium]: false, [`${medium}+retry`]: false, [large]: true }),
    ...requests(47, { [large]: true }),
    ...requests(3, { [large]: false }),
  ]).flat();
  const planWithin = (budget: number | undefined) =>
    decided({ past: mixed(past), budget, floor: 0.9, answer: 30 }).plan;
  expect(planWithin(undefined)).toMatchObject({ kind: 'cascade', retry: true });
  expect(planWithin(59).kind).toBe('direct');
});
