import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import type { Decision } from '../../../../src/routing/decision.ts';
import { gatherEvidence } from '../../../../src/routing/evidence/gatherEvidence.ts';
import type { AutoPolicy } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import { catalogAt, requests } from '../../../support/experiences.ts';
import { policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

const [small, medium, large] = ['p/small', 'p/medium', 'p/large'] as const;
const catalog = catalogAt({ [small]: 1, [medium]: 5, [large]: 20 });
const past = [
  ...requests(100, { [small]: true }),
  ...requests(5, { [small]: false, [large]: true }),
  ...requests(60, { [medium]: true }),
  ...requests(60, { [large]: true }),
];

/** What `auto` decides over these tiers, from evidence about all three models. */
function decided(tiers: Record<string, string[]>, auto?: AutoPolicy): Decision {
  const evidence = new Map([['refactor', gatherEvidence(past, { taskType: 'refactor' })] as const]);
  const policy = policyWith({ tiers: toTiers(tiers), ...(auto && { auto }) });
  return decide(taskWith(), situationWith({ policy, catalog, evidence }));
}

const [fast, balanced, reasoning] = [[small], [medium], [large]];
const [noProvider, noModel] = [['gone/x'], ['gone/x', 'gone/y']];
const notReady: [string, tiers: Record<string, string[]>, left: string[]][] = [
  ['the middle one', { fast, balanced: noProvider, reasoning }, ['fast', 'reasoning']],
  ['the cheapest one', { fast: noModel, balanced, reasoning }, ['balanced', 'reasoning']],
  [
    'one that holds the same model as a cheaper one',
    { fast, balanced: fast, reasoning },
    ['fast', 'reasoning'],
  ],
];
test.each(notReady)('the planner plans without %s', (_, tiers, left) => {
  const { reason, plan } = decided(tiers);
  expect(reason.kind).toBe('planned');
  expect({ reason, plan }).toMatchObject(
    (({ reason, plan }) => ({ reason, plan }))(decided(tiers, { tiers: left })),
  );
});

test('it is silent where the strongest tier has no model, and the rule decides', () => {
  const { reason, plan } = decided({ fast, balanced, reasoning: noProvider });
  expect(reason.kind).toBe('rule');
  expect(plan).toMatchObject({ kind: 'direct', choice: { tier: 'balanced' } });
});

test('where no tier has a model, the refusal says so', () => {
  const { plan } = decided({ fast: noModel, balanced: noModel, reasoning: noModel });
  expect(plan).toMatchObject({ kind: 'refuse', refusal: { kind: 'noModelReady' } });
});

test('where only one tier has a model, there is nothing to plan', () => {
  const { reason } = decided({ fast: noModel, balanced: noModel, reasoning });
  expect(reason.kind).toBe('rule');
});
