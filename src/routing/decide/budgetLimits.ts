import type { Budget, BudgetStanding } from '../budgets/budget.ts';
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
 * How much a call for a task may use of each budget that covers the task. An ordinary call may not use
 * the reserve, which is at most a quarter of the budget and is kept for judges and escalations. A
 * critical task may always use it. `money` is the kind of money that the call costs,
 * `budgets` are those in force now, where they may have changed since the situation was gathered.
 */
export function budgetLimits(
  task: Task,
  situation: Situation,
  kind: 'ordinary' | 'kept',
  money: Money = 'real',
  budgets: readonly Pick<BudgetStanding, 'budget'>[] = situation.budgets,
): BudgetLimit[] {
  const mayUseAll = kind === 'kept' || isCritical(situation.policy, task);
  const reserve = mayUseAll ? 0 : reserveFor(task, situation, money);
  return budgetsFor(task, { ...situation, budgets }, money).map(({ budget }) => ({
    budget,
    capNanoUsd: budget.nanoUsd - Math.min(reserve, Math.floor(budget.nanoUsd / 4)),
  }));
}

/**
 * The reserve for checks and one escalation to the strongest tier, in nano-dollars: the middle of that
 * tier's expected cost for this task. It is 0 when that cost is unknown, because such a call
 * must be allowed by the developer anyway, and when an escalation would cost the other kind of money.
 */
export function reserveFor(task: Task, situation: Situation, money: Money = 'real'): NanoUsd {
  const candidates = candidatesFor(task, situation);
  const choice = candidates.strongest();
  if (!choice || moneyOf(choice.model.simulated) !== money) return 0;
  const plan = { kind: 'direct', choice } as const;
  const expected = expectedCost(task, plan, situation.today, candidates.requirements);
  return expected ? Math.round((expected.lowNanoUsd + expected.highNanoUsd) / 2) : 0;
}
