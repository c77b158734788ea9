import { expect, test } from 'vitest';
import type { Budget, BudgetStanding } from '../../../../src/routing/budgets/budget.ts';
import { budgetPressure, pressureOf } from '../../../../src/routing/decide/budgetPressure.ts';
import { copilotPlan } from '../../../../src/routing/models/creditPlan.ts';
import type { TaskType } from '../../../../src/routing/task.ts';
import { describeForecast } from '../../../../src/routing/budgets/forecast.ts';
import { situationWith, standingWith, taskWith } from '../../../support/tasks.ts';

const usd = 1_000_000_000;

// Of five dollars. Beyond its period the time left is none, before it all.
const levels: [when: string, now: number | undefined, spent: number, level: string][] = [
  ['in a session', undefined, 0, 'generous'],
  ['in a session', undefined, 2.5 * usd, 'generous'],
  ['in a session', undefined, 2.5 * usd + 1, 'careful'],
  ['in a session', undefined, 4 * usd, 'careful'],
  ['in a session', undefined, 4 * usd + 1, 'sparing'],
  ['in a session', undefined, 5 * usd - 1, 'sparing'],
  ['in a session', undefined, 5 * usd, 'spent'],
  ['in a session', undefined, 6 * usd, 'spent'],
  ['as the period begins', 0, 2.5 * usd, 'generous'],
  ['as the period begins', 0, 2.5 * usd + 1, 'careful'],
  ['as the period begins', 0, 4 * usd, 'careful'],
  ['as the period begins', 0, 4 * usd + 1, 'sparing'],
  ['before the period', -50, 2.5 * usd, 'generous'],
  ['before the period', -50, 2.5 * usd + 1, 'careful'],
  ['half through it', 50, 3.125 * usd, 'generous'],
  ['half through it', 50, 3.125 * usd + 1, 'careful'],
  ['half through it', 50, 4.24 * usd, 'careful'],
  ['half through it', 50, 4.26 * usd, 'sparing'],
  ['as it ends', 100, 3.75 * usd, 'generous'],
  ['as it ends', 100, 3.75 * usd + 1, 'careful'],
  ['as it ends', 100, 4.5 * usd, 'careful'],
  ['as it ends', 100, 4.5 * usd + 1, 'sparing'],
  ['as it ends', 100, 5 * usd, 'spent'],
  ['after the period', 150, 3.75 * usd, 'generous'],
  ['after the period', 150, 3.75 * usd + 1, 'careful'],
];
test.each(levels)('%s (%s), with %d spent: %s', (_, now, spentNanoUsd, level) => {
  const span = now === undefined ? { fromMs: 0 } : { fromMs: 0, untilMs: 100 };
  expect(pressureOf(standingWith({ span, spentNanoUsd }), now ?? 1_000_000).level).toBe(level);
});

const left: [spent: number, left: number][] = [
  [0, 5 * usd],
  [4.58 * usd, 0.42 * usd],
  [5 * usd, 0],
  [6 * usd, 0],
];
test.each(left)('with %d spent, %d is left', (spentNanoUsd, leftNanoUsd) => {
  expect(pressureOf(standingWith({ spentNanoUsd }), 0)).toMatchObject({
    budget: { id: '$5.00 per session' },
    leftNanoUsd,
  });
});

function low(id: string, budget: Partial<Budget>, spentNanoUsd = 4.9 * usd): BudgetStanding {
  return standingWith({ budget: { id, ...budget }, spentNanoUsd });
}
const all = standingWith({ budget: { id: 'all' } });
const scopes: [string, TaskType, BudgetStanding[], string | undefined][] = [
  ['no budget at all', 'debug', [], undefined],
  ['the budget of everything', 'debug', [low('all', {})], 'all'],
  ['the budget of its type', 'debug', [all, low('type', { taskType: 'debug' })], 'type'],
  ['not that of another type', 'docs', [all, low('type', { taskType: 'debug' })], 'all'],
  ['only that of another type', 'docs', [low('type', { taskType: 'debug' })], undefined],
  ['the budget of its workspace', 'docs', [all, low('ws', { workspace: 'bookshop' })], 'ws'],
  ['not that of another workspace', 'docs', [all, low('ws', { workspace: 'shop' })], 'all'],
  [
    'not that of its type elsewhere',
    'docs',
    [all, low('both', { workspace: 'shop', taskType: 'docs' })],
    'all',
  ],
  [
    'the tightest of several',
    'docs',
    [low('first', {}, 4 * usd), low('second', {}, 4.5 * usd), low('third', {}, usd)],
    'second',
  ],
];
test.each(scopes)('a task is under %s', (_, type, budgets, id) => {
  const situation = { budgets, workspace: 'bookshop', nowMs: 0 };
  expect(budgetPressure({ type }, situation)?.budget.id).toBe(id);
});

test('tightest is what is left for the time left, not what is left', () => {
  const month = low('month', { period: 'month' }, 4 * usd);
  const session = low('session', {}, 3.8 * usd);
  const budgets = [session, { ...month, span: { fromMs: 0, untilMs: 100 } }];
  const idAt = (nowMs: number) =>
    budgetPressure({ type: 'docs' }, { budgets, workspace: '', nowMs })?.budget.id;
  expect([idAt(0), idAt(99)]).toEqual(['month', 'session']);
});

test('a budget of zero is spent from the start, for real money alone', () => {
  const zero = standingWith({ budget: { id: '$0.00 per day', period: 'day', nanoUsd: 0 } });
  const situation = situationWith({ budgets: [zero] });
  expect(budgetPressure(taskWith(), situation)?.level).toBe('spent');
  expect(budgetPressure(taskWith(), situation, 'practice')).toBeUndefined();
  expect(describeForecast(zero, 1)).toBe('It stops every paid call.');
});

test('credits of a plan are under pressure when a model of the plan would be asked, and only then', () => {
  const spent = standingWith({
    budget: { id: '300 credits per month', nanoUsd: 3 * usd, plan: copilotPlan },
    spentNanoUsd: 2.9 * usd,
  });
  const situation = situationWith({ budgets: [spent] });
  const task = taskWith({ type: 'refactor' });
  expect(budgetPressure(task, situation, 'real', 'vscode/copilot/gpt-6-luna')).toMatchObject({
    level: 'sparing',
    budget: { plan: copilotPlan },
  });
  expect(budgetPressure(task, situation, 'real', 'p/small')).toBeUndefined();
  expect(budgetPressure(task, situation, 'practice', 'vscode/copilot/gpt-6-luna')).toBeUndefined();
});
