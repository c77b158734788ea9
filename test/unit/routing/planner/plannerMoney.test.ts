import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Decision } from '../../../../src/routing/decision.ts';
import type { Experience, Explored } from '../../../../src/routing/evidence/evidence.ts';
import { gatherEvidence } from '../../../../src/routing/evidence/gatherEvidence.ts';
import type { AutoPolicy } from '../../../../src/routing/policy/policy.ts';
import type { Situation } from '../../../../src/routing/situation.ts';
import { catalogAt, requests } from '../../../support/experiences.ts';
import { policyWith, situationWith, standingWith, taskWith } from '../../../support/tasks.ts';

const [small, medium, large] = ['p/small', 'p/medium', 'p/large'] as const;
const catalog = catalogAt({ [small]: 1, [medium]: 5, [large]: 20 });
const few = [...requests(8, { [small]: true }), ...requests(4, { [small]: false, [large]: true })];

function decided(
  past: readonly Experience[],
  explored: Partial<Explored> = {},
  { auto, ...situation }: Partial<Situation> & { readonly auto?: AutoPolicy } = {},
): Decision {
  const all = { requests: 0, loss: 0, nanoUsd: 0, ...explored };
  const evidence = gatherEvidence(past, { taskType: 'refactor' }, all);
  const policy = policyWith(auto ? { auto } : {});
  const known = new Map([['refactor', evidence] as const]);
  return decide(taskWith(), situationWith({ catalog, policy, evidence: known, ...situation }));
}

const planned = ({ reason }: Decision) => {
  if (reason.kind !== 'planned') throw new Error('The planner was silent.');
  return reason;
};
/** What the strongest is expected to cost for each request. */
const { strongestNanoUsd } = planned(decided(few));

// Of 90 requests and ten more to begin with, a half of one percent: half a request of the strongest.
const shares: [string, AutoPolicy | undefined, requestsWorth: number][] = [
  ['the shipped share', undefined, 0.5],
  ['a smaller share of the repository', { exploringShare: 0.001 }, 0.1],
  ['no larger share of the repository', { exploringShare: 1 }, 0.5],
];
test.each(shares)('exploring stops when it has cost %s', (_, auto, worth) => {
  const exploringAt = (share: number) => {
    const nanoUsd = share * worth * strongestNanoUsd;
    return planned(decided(few, { requests: 90, nanoUsd }, auto && { auto })).exploring;
  };
  expect([0.99, 1.01].map(exploringAt)).toEqual([true, false]);
});

test('with eleven judged answers it speaks, with ten that have faded it does not', () => {
  const kinds = [10, 11].map((count) => decided(requests(count, { [small]: true })).reason.kind);
  expect(kinds).toEqual(['rule', 'planned']);
});

test('it says what is known of its first rung, or of the cheapest where the strongest is asked', () => {
  const good = [
    ...requests(60, { [small]: false, [medium]: true }),
    ...requests(200, { [medium]: true }),
    ...requests(60, { [large]: true }),
  ];
  const bad = requests(60, { [small]: false, [large]: true });
  const [climbing, direct] = [good, bad].map((past) => planned(decided(past, { loss: 99 })));
  expect(climbing!.evidence?.tier).toBe('balanced');
  expect(climbing!.evidence?.tries).toBeGreaterThan(200);
  expect(direct!.expectedNanoUsd).toBe(direct!.strongestNanoUsd);
  expect(direct!.evidence?.tier).toBe('fast');
  expect(direct!.evidence?.passes.mean).toBeLessThan(0.05);
});

test('where little money is left, what it planned goes without the most expensive rung', () => {
  const past = requests(20, { [small]: true });
  const budgets = [standingWith({ budget: { id: 'day' }, spentNanoUsd: 4e9 })];
  const [usual, careful] = [[], budgets].map((each) => decided(past, {}, { budgets: each }));
  const tiersOf = ({ plan }: Decision) =>
    ('ladder' in plan ? plan.ladder : []).map(({ tier }) => tier);
  expect(tiersOf(usual!)).toEqual(['fast', 'reasoning']);
  expect(tiersOf(careful!)).toEqual(['fast']);
  expect(careful!.pressure).toMatchObject({ level: 'careful', budget: { id: 'day' } });
});
