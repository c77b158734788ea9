import { expect, test } from 'vitest';
import { decide } from '../../../src/routing/decide.ts';
import type { Decision } from '../../../src/routing/decision.ts';
import { evidenceOf } from '../../../src/routing/evidenceOf.ts';
import { expectedCost } from '../../../src/routing/expectedCost.ts';
import type { ModelReference } from '../../../src/routing/model.ts';
import { catalogAt, requests } from '../../support/experiences.ts';
import { policyWith, situationWith, taskWith } from '../../support/tasks.ts';

const [small, medium, large] = ['p/small', 'p/medium', 'p/large'] as const;
const catalog = catalogAt({ [small]: 1, [medium]: 2, [large]: 100 });
const models = [small, medium, large];
// Small does two in three, and medium nearly all that small does not.
const past = [
  ...requests(200, { [small]: true }),
  ...requests(90, { [small]: false, [medium]: true }),
  ...requests(10, { [small]: false, [medium]: false }),
  ...[medium, large].flatMap((each) => [
    ...requests(160, { [each]: true }),
    ...requests(40, { [each]: false }),
  ]),
];

interface Given {
  /** How long an answer may take, and does; seconds. */
  readonly budget?: number;
  readonly answer?: number;
  /** How much exploring has lost so far. */
  readonly lost?: number;
  readonly floor?: number;
}

function decided({ budget, answer, lost = 99, floor = 0.98 }: Given): Decision {
  const explored = { requests: 0, loss: lost, nanoUsd: 0 };
  const evidence = evidenceOf(past, { taskType: 'refactor' }, explored);
  return decide(
    taskWith(),
    situationWith({
      ...{ catalog, evidence: new Map([['refactor', evidence]]) },
      policy: policyWith({ auto: { floor } }),
      latencies: new Map(answer === undefined ? [] : models.map((each) => [each, answer * 1000])),
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
  // A third of the requests climbs, old ones among them; a climb costs a quarter more.
  const climbs = (plan.cost - costOf(small)) / (1.25 * costOf(medium));
  expect(climbs).toBeGreaterThan(0.25);
  expect(climbs).toBeLessThan(0.36);
});

const atOnce: [string, Given][] = [
  ['two answers take longer than one may', { budget: 59, answer: 30 }],
  ['nobody knows how long an answer takes', { budget: 1000 }],
];
test.each(atOnce)('where %s, they start together and all are paid', (_, given) => {
  const plan = { kind: 'speculation', rungs: [small, medium], cost: together };
  expect(planOf(decided(given))).toEqual(plan);
});

test.each([0, 99])(
  'what starts together costs all its rungs, with %i lost by exploring',
  (lost) => {
    const kinds = new Set<string>();
    for (const budget of [30, 59, 60, 89, 119, 120]) {
      const plan = planOf(decided({ budget, answer: 30, lost }))!;
      kinds.add(plan.kind);
      if (plan.kind !== 'speculation') continue;
      const cost = plan.rungs.reduce((sum, each) => sum + costOf(each), 0);
      expect({ budget, ...plan }).toMatchObject({ cost });
    }
    expect(kinds).toContain(lost > 0 ? 'speculation' : 'cascade');
  },
);

test('a retry is tried only where there is time for it', () => {
  const retries = (budget: number) => {
    const { plan } = decided({ budget, answer: 30, lost: 0 });
    return plan.kind === 'cascade' && plan.retry;
  };
  // Two rungs, each asked twice.
  expect([119, 120].map(retries)).toEqual([false, true]);
});
