import { expect, test } from 'vitest';
import { candidatesFor } from '../../../../src/routing/candidates/candidates.ts';
import { selectTiers } from '../../../../src/routing/decide/selectTiers.ts';
import type { Rule } from '../../../../src/routing/policy/policy.ts';
import { toTiers } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Escalation, Situation } from '../../../../src/routing/situation.ts';
import { policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

/** The tiers that are wanted, or the refusal, with the kind of reason. */
function wanted(situation: Partial<Situation>, escalation?: Escalation) {
  const { reason, ...rest } = selectTiers(
    candidatesFor(taskWith(), situationWith(situation)),
    escalation,
  );
  if ('refusal' in rest) return { reason: reason.kind, refusal: rest.refusal };
  const { tiers, several } = rest;
  return { reason: reason.kind, tiers: tiers.map(({ name }) => name), ...(several && { several }) };
}

const pinned = { tier: 'fast', pinned: { refactor: 'reasoning' } } as const;
const up: Escalation = { from: 'fast', to: 'next' };
const ruled = (use: Rule['use']) =>
  policyWith({ rules: [{ name: 'mine', when: {}, use, origin: 'settings' }] });

const order: [string, Partial<Situation>, reason: string, tier: string, Escalation?][] = [
  ['an escalation before a pin', { pick: pinned }, 'escalated', 'balanced', up],
  ['a pin before a pick', { pick: pinned }, 'pinned', 'reasoning'],
  [
    'a pick before a rule',
    { pick: { tier: 'fast', pinned: {} }, policy: ruled('reasoning') },
    'manualPick',
    'fast',
  ],
  ['a rule before the default tier', { policy: ruled('fast') }, 'rule', 'fast'],
  [
    'the default tier where no rule speaks',
    { policy: policyWith({ rules: [] }) },
    'noRule',
    'balanced',
  ],
  [
    'the default tier for a planner that knows no price',
    { policy: ruled('auto'), catalog: new Map() },
    'rule',
    'balanced',
  ],
];
test.each(order)('%s', (_, situation, reason, tier, escalation) => {
  expect(wanted(situation, escalation)).toEqual({ reason, tiers: [tier] });
});

const climbs: [Escalation, string][] = [
  [{ from: 'fast', to: 'next' }, 'balanced'],
  [{ from: 'balanced', to: 'next' }, 'reasoning'],
  [{ from: 'fast', to: 'top' }, 'reasoning'],
  [{ to: 'top' }, 'reasoning'],
  [{ to: 'next' }, 'fast'],
  [{ from: 'gone', to: 'next' }, 'fast'],
];
test.each(climbs)('escalating %j goes to %s', (escalation, tier) => {
  expect(wanted({}, escalation)).toEqual({ reason: 'escalated', tiers: [tier] });
});

test.each(['next', 'top'] as const)('from the top there is no %s', (to) => {
  expect(wanted({}, { from: 'reasoning', to })).toEqual({
    reason: 'escalated',
    refusal: { kind: 'alreadyAtTop', tier: 'reasoning' },
  });
});

test('without a tier of that name the default tier is the strongest', () => {
  const tiers = toTiers({ cheap: ['p/small'], best: ['p/large'] });
  expect(wanted({ policy: policyWith({ tiers, rules: [] }) })).toEqual({
    reason: 'noRule',
    tiers: ['best'],
  });
});

const names = ['fast', 'balanced', 'reasoning'];
const gone: [string, Partial<Situation>, tier: string, known: string[], Escalation?][] = [
  ['a policy without tiers', { policy: policyWith({ tiers: [], rules: [] }) }, 'balanced', []],
  ['an escalation without tiers', { policy: policyWith({ tiers: [] }) }, 'reasoning', [], up],
  [
    'a pin of a tier that is gone',
    { pick: { tier: 'auto', pinned: { refactor: 'gone' } } },
    'gone',
    names,
  ],
  [
    'a cascade of which tiers are gone, by the first of them,',
    { policy: ruled({ cascade: ['fast', 'gone', 'lost'] }) },
    'gone',
    names,
  ],
];
test.each(gone)('%s is refused', (_, situation, tier, known, escalation) => {
  expect(wanted(situation, escalation)).toMatchObject({
    refusal: { kind: 'unknownTier', tier, known },
  });
});

test('a rule that uses several tiers says how', () => {
  const several = { speculate: ['fast', 'reasoning'] };
  const tiers = several.speculate;
  expect(wanted({ policy: ruled(several) })).toEqual({ reason: 'rule', tiers, several });
});
