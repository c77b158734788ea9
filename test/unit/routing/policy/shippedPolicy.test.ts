import { expect, test } from 'vitest';
import { decide } from '../../../../src/routing/decide/decide.ts';
import { choicesOf } from '../../../../src/routing/decision.ts';
import { type AimName, aimNames } from '../../../../src/routing/policy/aims.ts';
import { shippedRules } from '../../../../src/routing/policy/shippedPolicy.ts';
import type { Task, TaskType } from '../../../../src/routing/task.ts';
import { taskTypes } from '../../../../src/routing/task.ts';
import { policyWith, situationWith, taskWith } from '../../../support/tasks.ts';

const names = ['fast', 'balanced', 'reasoning'];

/** The tiers that a new user's task is tried on, in their order, joined by arrows. */
function tiersFor(aim: AimName, type: TaskType, fields: Partial<Task> = {}): string {
  const policy = policyWith({ aim, rules: shippedRules(aim, names) });
  const { plan } = decide(taskWith({ type, ...fields }), situationWith({ policy }));
  return choicesOf(plan)
    .map(({ tier }) => tier)
    .join(' → ');
}

const chat = { system: '', messages: [{ role: 'user', text: 'Why?' }], tools: [] } as const;

test.each<[TaskType, Readonly<Record<AimName, string>>]>([
  ['docs', { save: 'fast → balanced', balanced: 'fast → balanced', careful: 'fast → balanced' }],
  [
    'refactor',
    {
      save: 'fast → balanced → reasoning',
      balanced: 'fast → balanced → reasoning',
      careful: 'balanced → reasoning',
    },
  ],
  ['debug', { save: 'balanced → reasoning', balanced: 'reasoning', careful: 'reasoning' }],
  ['explain', { save: 'balanced', balanced: 'balanced', careful: 'balanced' }],
  ['review', { save: 'reasoning', balanced: 'reasoning', careful: 'reasoning' }],
])('a new user’s %s task', (type, expected) => {
  const tried = Object.fromEntries(aimNames.map((aim) => [aim, tiersFor(aim, type)]));
  expect(tried).toEqual(expected);
});

test('where gates cannot judge, one tier answers, whatever the aim', () => {
  for (const aim of aimNames) {
    const answered = taskTypes.map((type) => tiersFor(aim, type, { conversation: chat }));
    expect(Object.fromEntries(taskTypes.map((type, at) => [type, answered[at]]))).toEqual({
      boilerplate: 'fast',
      docs: 'fast',
      feature: 'balanced',
      refactor: 'balanced',
      test: 'balanced',
      explain: 'balanced',
      other: 'balanced',
      debug: 'reasoning',
      review: 'reasoning',
      design: 'reasoning',
    });
  }
});

test('rules keep to the tiers that there are', () => {
  const use = (tiers: readonly string[]) =>
    shippedRules('save', tiers).map(({ when, use: to }) => [when.taskType?.[0], to]);
  expect(use(['fast', 'reasoning'])).toEqual([
    ['boilerplate', { cascade: ['fast'], unchecked: 'fast' }],
    ['feature', { cascade: ['fast', 'reasoning'] }],
    ['debug', { cascade: ['reasoning'] }],
    ['debug', 'reasoning'],
  ]);
  expect(use(['small'])).toEqual([]);
});
