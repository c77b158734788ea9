import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { type StepChoice, stepSituation } from '../../../../src/routing/decide/stepSituation.ts';
import { describePlan, explain } from '../../../../src/routing/explain.ts';
import type { Pick as TierPick } from '../../../../src/routing/situation.ts';
import type { Task } from '../../../../src/routing/task.ts';
import { situationWith, standingWith, taskWith, took } from '../../../support/tasks.ts';

const pick = (tier: string): TierPick => ({ tier, pinned: {} });
const auto = pick('auto');
const gates = ['complete', 'syntax'] as const;
const named = (name: string) => ({ kind: 'named', name }) as const;

const cases: [
  what: string,
  choice: Partial<StepChoice>,
  pick: TierPick,
  plan: string,
  why: string,
][] = [
  ['a tier', { use: named('fast') }, auto, 'fast (small)', 'the workflow’s step “fix”'],
  [
    'a tier, whatever is picked',
    { use: named('fast') },
    pick('reasoning'),
    'fast (small)',
    'the workflow’s step “fix”',
  ],
  [
    'a model',
    { use: named('p/other'), mayNameModels: true },
    auto,
    'p/other (other)',
    'the workflow’s step “fix”',
  ],
  [
    'a model with effort',
    { use: named('p/other@high'), mayNameModels: true },
    auto,
    'p/other@high (other, high effort)',
    'the workflow’s step “fix”',
  ],
  ['auto', {}, auto, 'balanced (medium)', 'shipped rule “everyday work is balanced”'],
  ['auto under a pick', {}, pick('reasoning'), 'reasoning (large)', 'you picked this tier'],
  [
    'auto with gates',
    { checks: { gates } },
    auto,
    'balanced (medium)',
    'the workflow’s step “fix: everyday work is balanced”',
  ],
  [
    'auto with gates under a pick',
    { checks: { gates } },
    pick('fast'),
    'fast (small)',
    'the workflow’s step “fix”',
  ],
  [
    'a cascade to a model',
    {
      use: { kind: 'cascade', names: ['fast', 'p/other'], retry: true },
      checks: { gates },
      mayNameModels: true,
    },
    auto,
    'fast (small), then p/other (other)',
    'the workflow’s step “fix”',
  ],
  [
    'a speculation',
    { use: { kind: 'speculate', names: ['fast', 'reasoning'] }, checks: { gates } },
    auto,
    'fast (small) and reasoning (large)',
    'the workflow’s step “fix”',
  ],
];
test.each(cases)('%s', (_what, choice, picked, plan, why) => {
  const task = taskWith({ type: 'refactor' });
  const step: StepChoice = {
    name: 'fix',
    taskType: 'refactor',
    use: { kind: 'auto' },
    checks: {},
    ...choice,
  };
  const decision = decide(task, stepSituation(situationWith({ pick: picked }), step));
  if (decision.plan.kind === 'refuse') throw new Error(explain(task, decision));
  expect(describePlan(decision.plan)).toBe(plan);
  expect(explain(task, decision)).toContain(why);
  expect('gates' in decision.plan).toBe(choice.checks !== undefined);
});

const latencies = new Map(
  Object.entries({ 'p/small': took(3000), 'p/medium': took(1200), 'p/large': took(2000) }),
);
const speeds: [
  what: string,
  names: readonly string[],
  gates: boolean,
  plan: string,
  why: string,
][] = [
  ['of all tiers', [], false, 'balanced (medium)', 'the fastest of 3 measured'],
  [
    'of some tiers',
    ['fast', 'reasoning'],
    false,
    'reasoning (large)',
    'the workflow’s step “fix”, the fastest of 2 measured (measured: 2.0 s for a whole answer, median of 20)',
  ],
  ['with gates', ['fast', 'reasoning'], true, 'reasoning (large)', 'the fastest of 2 measured'],
];
test.each(speeds)('a step asks the fastest model %s', (_what, names, isGated, plan, why) => {
  const task = taskWith({ type: 'refactor', id: 'task' });
  const use = { kind: 'fastest', names, by: 'total' } as const;
  const checks = { maxSeconds: 30, ...(isGated && { gates }) };
  const step = { name: 'fix', taskType: 'refactor', use, checks } as const;
  const decision = decide(task, stepSituation(situationWith({ latencies }), step));
  if (decision.plan.kind === 'refuse') throw new Error(explain(task, decision));
  expect(describePlan(decision.plan)).toBe(plan);
  expect(explain(task, decision)).toContain(why);
  // Caps alone are kept by the step itself: they check nothing.
  expect('gates' in decision.plan).toBe(isGated);
});

const critical: [what: string, task: Partial<Task>, plan: string][] = [
  ['moved down when money is short', {}, 'balanced (medium)'],
  ['left alone when it is critical', { critical: true }, 'reasoning (large)'],
];
test.each(critical)('a step is %s', (_what, fields, plan) => {
  const task = taskWith({ type: 'refactor', ...fields });
  const budgets = [standingWith({ spentNanoUsd: 3.5e9 })];
  const step = { name: 'fix', taskType: 'refactor', use: named('reasoning'), checks: {} } as const;
  const decision = decide(task, stepSituation(situationWith({ budgets }), step));
  if (decision.plan.kind === 'refuse') throw new Error('refused');
  expect(describePlan(decision.plan)).toBe(plan);
});

test('a model of its own is neither the strongest tier nor one to go down to', () => {
  const step = {
    name: 'fix',
    taskType: 'refactor',
    use: named('p/other'),
    mayNameModels: true as const,
    checks: {},
  } as const;
  const { policy } = stepSituation(situationWith(), step);
  expect(policy.tiers.map(({ name }) => name)).toEqual([
    'p/other',
    'fast',
    'balanced',
    'reasoning',
  ]);
});

// A value of an earlier step, or a file of a repository, may say anything.
test.each([
  named('p/other'),
  named('p/large@high'),
  { kind: 'cascade', names: ['fast', 'p/other'] } as const,
  { kind: 'speculate', names: ['p/other', 'fast'] } as const,
])('a step of a repository names no model: %j', (use) => {
  const step = { name: 'fix', taskType: 'refactor', use, checks: {} } as const;
  const { plan } = decide(taskWith({ type: 'refactor' }), stepSituation(situationWith(), step));
  expect(plan).toMatchObject({ kind: 'refuse', refusal: { kind: 'unknownTier' } });
});
