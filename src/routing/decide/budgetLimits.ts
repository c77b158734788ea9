import type { Budget } from '../budgets/budget.ts';
import { candidatesFor } from '../candidates/candidates.ts';
import { expectedCost } from '../candidates/expectedCost.ts';
import { type Money, moneyOf } from '../models/accounts.ts';
import type { NanoUsd } from '../models/money.ts';
import { isCritical } from '../policy/matchRule.ts';
import type { Situation } from '../situation.ts';
import type { Task } from '../task.ts';
import { budgetsFor } from './budgetPressure.ts';

/** How much of a budget's amount a call may use. */
export interface BudgetLimit {
  readonly budget: Budget;
  readonly capNanoUsd: NanoUsd;
}

/**
 * What a call for a task may use of each budget that the task is under. An ordinary call leaves the
 * reserve alone, at most a quarter of the budget; it is kept for judges and escalations. Critical tasks
 * may use it always. `money`: what the call costs.
 */
export function budgetLimits(
  task: Task,
  situation: Situation,
  kind: 'ordinary' | 'kept',
  money: Money = 'real',
): BudgetLimit[] {
  const mayUseAll = kind === 'kept' || isCritical(situation.policy, task);
  const reserve = mayUseAll ? 0 : reserveFor(task, situation, money);
  return budgetsFor(task, situation).map(({ budget }) => ({
    budget,
    capNanoUsd: budget.nanoUsd - Math.min(reserve, Math.floor(budget.nanoUsd / 4)),
  }));
}

/**
 * What is kept for checking and one strong escalation: the middle of what the strongest tier is likely
 * to cost for this task. Nothing where nobody knows that: a call of unknown price is held to no budget.
 * Nothing of one kind of money where an escalation would cost the other.
 */
export function reserveFor(task: Task, situation: Situation, money: Money = 'real'): NanoUsd {
  const candidates = candidatesFor(task, situation);
  const choice = candidates.strongest();
  if (!choice || moneyOf(choice.model.simulated) !== money) return 0;
  const plan = { kind: 'direct', choice } as const;
  const expected = expectedCost(task, plan, situation.today, candidates.requirements);
  return expected ? Math.round((expected.lowNanoUsd + expected.highNanoUsd) / 2) : 0;
}
