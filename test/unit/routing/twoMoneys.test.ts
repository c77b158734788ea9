import { expect, test } from 'vitest';
import { budgetLimits } from '../../../src/routing/decide/budgetLimits.ts';
import { budgetPressure } from '../../../src/routing/decide/budgetPressure.ts';
import { decide } from '../../../src/routing/decide/decide.ts';
import type { Decision } from '../../../src/routing/decision.ts';
import { gatherEvidence } from '../../../src/routing/evidence/gatherEvidence.ts';
import { describeExpected, explain } from '../../../src/routing/explain.ts';
import { describeAccounts, describeCosts } from '../../../src/routing/models/accounts.ts';
import type { Rule } from '../../../src/routing/policy/policy.ts';
import type { Situation } from '../../../src/routing/situation.ts';
import {
  modelWith,
  policyWith,
  situationWith,
  standingWith,
  taskWith,
} from '../../support/tasks.ts';

const usd = 1_000_000_000;
const all = ['small', 'medium', 'large'] as const;

/** The usual three tiers, some of which have practice models. */
function catalogWith(practice: readonly (typeof all)[number][]): Partial<Situation> {
  const models = all.map((name) => modelWith(`p/${name}`, { simulated: practice.includes(name) }));
  return { catalog: new Map(models.map((model) => [model.reference, model])) };
}

/** A day's budget of five dollars of which so much is spent. */
const spent = (real: number, practice: number) => ({
  budgets: [
    standingWith({
      budget: { id: '$5.00 per day', period: 'day' },
      spentNanoUsd: real * usd,
      practice: { spentNanoUsd: practice * usd, unknownAttempts: 0 },
    }),
  ],
});

function decided(
  use: Rule['use'],
  practice: readonly (typeof all)[number][],
  budgets: Partial<Situation>,
): Decision {
  const rules: Rule[] = [{ name: 'mine', when: {}, use, origin: 'settings' }];
  const situation = { ...catalogWith(practice), ...budgets, policy: policyWith({ rules }) };
  return decide(taskWith({ type: 'refactor' }), situationWith(situation));
}

function tiersOf({ plan }: Decision): string {
  if (plan.kind === 'refuse') return plan.refusal.kind;
  return plan.kind === 'direct' ? plan.choice.tier : plan.ladder.map(({ tier }) => tier).join(' ');
}

test('each kind of money is under the pressure of its own account alone', () => {
  const situation = situationWith(spent(5, 2.5));
  expect(budgetPressure({ type: 'docs' }, situation, 'real')).toMatchObject({
    level: 'spent',
    money: 'real',
    leftNanoUsd: 0,
  });
  expect(budgetPressure({ type: 'docs' }, situation, 'practice')).toMatchObject({
    level: 'generous',
    money: 'practice',
    leftNanoUsd: 2.5 * usd,
  });
});

const three = { cascade: ['fast', 'balanced', 'reasoning'] } as const;
test.each<[string, Rule['use'], readonly (typeof all)[number][], [number, number], string]>([
  ['practice money that is spent steers no real call', 'balanced', [], [0, 5], 'balanced'],
  ['real money that is spent steers no practice call', 'balanced', all, [5, 0], 'balanced'],
  ['practice money steers practice calls', 'balanced', all, [0, 5], 'fast'],
  ['no call goes from real money to a practice tier', 'balanced', ['small'], [5, 0], 'balanced'],
  ['none goes from practice money to a real tier', 'balanced', ['medium'], [0, 5], 'balanced'],
  ['the nearest lower tier of the same money is taken', 'reasoning', ['medium'], [5, 0], 'fast'],
  ['a ladder loses its dearest rungs of the money that is short', three, ['small'], [5, 0], 'fast'],
  ['and no rung of the other', three, ['medium'], [5, 0], 'fast balanced'],
  [
    'none at all where the dearest costs the other',
    three,
    ['small'],
    [0, 5],
    'fast balanced reasoning',
  ],
])('%s', (_, use, practice, [real, ofPractice], tiers) => {
  expect(tiersOf(decided(use, practice, spent(real, ofPractice)))).toBe(tiers);
});

test('a decision that practice money changed says so', () => {
  const decision = decided('balanced', all, spent(0, 4.58));
  const why = explain(taskWith({ type: 'refactor' }), decision);
  expect(why).toContain('because $0.420 of $5.00 per day is left in practice money');
});

test('what is kept for an escalation is kept of the money that it would cost', () => {
  const task = taskWith({ type: 'refactor' });
  const of = (practice: readonly (typeof all)[number][], money: 'real' | 'practice') => {
    const situation = situationWith({ ...catalogWith(practice), ...spent(0, 0) });
    return budgetLimits(task, situation, 'ordinary', money)[0]!.capNanoUsd;
  };
  expect(of([], 'real')).toBeLessThan(5 * usd);
  expect(of(['large'], 'real')).toBe(5 * usd);
  expect(of(['large'], 'practice')).toBeLessThan(5 * usd);
  expect(of([], 'practice')).toBe(5 * usd);
});

test('the expected cost of a plan tells both kinds of money apart', () => {
  const range = String.raw`\$[\d.]+ to \$[\d.]+`;
  const words = (practice: readonly (typeof all)[number][]) =>
    describeExpected(decided(three, practice, {}));
  expect(words([])).toMatch(new RegExp(`^${range}$`));
  expect(words(all)).toMatch(new RegExp(`^practice ${range}$`));
  expect(words(['small'])).toMatch(new RegExp(`^\\$0\\.00 to \\$[\\d.]+ and practice ${range}$`));

  const expected = (practice: readonly (typeof all)[number][]) =>
    decided(three, practice, {}).expected!;
  const [whole, mixed] = [expected([]), expected(['small', 'medium'])];
  expect(mixed.highNanoUsd + mixed.practice!.highNanoUsd).toBe(whole.highNanoUsd);
  expect(mixed.practice!.lowNanoUsd).toBe(whole.lowNanoUsd);
});

test('the planner weighs only tiers that cost the same money as the strongest', () => {
  const answers = [{ rung: 'p/small', passed: true }];
  const experience = { taskType: 'refactor', answers, taken: 0, wrong: false } as const;
  const many = Array.from({ length: 300 }, () => experience);
  const evidence = new Map([['refactor', gatherEvidence(many, { taskType: 'refactor' })] as const]);
  const planned = (practice: readonly (typeof all)[number][]) =>
    decide(taskWith({ type: 'refactor' }), situationWith({ ...catalogWith(practice), evidence }));
  expect(planned([]).reason.kind).toBe('planned');
  expect(planned(['small']).reason.kind).not.toBe('planned');
  const onPractice = planned(all);
  expect(onPractice.reason.kind).toBe('planned');
  expect(explain(taskWith({ type: 'refactor' }), onPractice)).toContain('expected practice $');
});

test('costs and amounts of both kinds are told side by side', () => {
  const cost = (nanoUsd: number) => ({ source: 'reported', nanoUsd }) as const;
  const real = { cost: cost(3_100_000), simulated: false };
  const practice = { cost: { source: 'estimated', nanoUsd: 4_000_000 }, simulated: true } as const;
  expect(describeCosts([real, practice, real])).toBe('$0.0062 and practice ≈ $0.0040');
  expect(describeCosts([practice])).toBe('practice ≈ $0.0040');
  expect(describeCosts([{ ...practice, cost: { source: 'unknown' } }, real])).toBe(
    '$0.0031 and practice cost unknown',
  );
  expect(describeAccounts({ real: 0, practice: 0 })).toBe('$0.00');
  expect(describeAccounts({ real: 3_100_000, practice: 4_000_000 })).toBe(
    '$0.0031 and practice $0.0040',
  );
});
