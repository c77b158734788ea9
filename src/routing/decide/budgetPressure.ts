import {
  accountOf,
  type BudgetPressure,
  type BudgetStanding,
  type PressureLevel,
} from '../budgets/budget.ts';
import type { Money } from '../models/accounts.ts';
import type { Situation } from '../situation.ts';
import type { Task } from '../task.ts';

/** The budgets that a task is under: those of everything, and those of its workspace and its type. */
export function budgetsFor(
  { type }: Pick<Task, 'type'>,
  { budgets, workspace }: Pick<Situation, 'budgets' | 'workspace'>,
): BudgetStanding[] {
  return budgets.filter(
    ({ budget }) =>
      (budget.workspace === undefined || budget.workspace === workspace) &&
      (budget.taskType === undefined || budget.taskType === type),
  );
}

/**
 * What the tightest of a task's budgets asks of one kind of money; undefined where it is under none.
 *
 * The share of the money left is weighed by the time left of the period: it is divided by 0.5 plus
 * half of the share of time left. So half of the money is just plenty when the period begins, and a
 * quarter is when it is about to end. A session's end is unknown: its share counts as it is. From 0.5
 * on the level is generous, from 0.2 on careful, above nothing sparing; a budget of which nothing is
 * left is spent.
 */
export function budgetPressure(
  task: Pick<Task, 'type'>,
  situation: Pick<Situation, 'budgets' | 'workspace' | 'nowMs'>,
  money: Money = 'real',
): BudgetPressure | undefined {
  const { nowMs } = situation;
  const left = (standing: BudgetStanding) => shareLeft(accountOf(standing, money), nowMs);
  const [tightest] = budgetsFor(task, situation).toSorted((one, other) => left(one) - left(other));
  return tightest && pressureOf(tightest, nowMs, money);
}

/** What one budget asks, by the rule of `budgetPressure`. */
export function pressureOf(
  standing: BudgetStanding,
  nowMs: number,
  money: Money = 'real',
): BudgetPressure {
  const account = accountOf(standing, money);
  const { budget, spentNanoUsd } = account;
  return {
    level: levelOf(shareLeft(account, nowMs)),
    budgetId: budget.id,
    money,
    leftNanoUsd: Math.max(0, budget.nanoUsd - spentNanoUsd),
  };
}

function levelOf(share: number): PressureLevel {
  if (share <= 0) return 'spent';
  if (share < 0.2) return 'sparing';
  return share < 0.5 ? 'careful' : 'generous';
}

/** The weighed share of the money left; zero and below where nothing is. */
function shareLeft({ budget, span, spentNanoUsd }: BudgetStanding, nowMs: number): number {
  const left = (budget.nanoUsd - spentNanoUsd) / budget.nanoUsd;
  const { fromMs, untilMs } = span;
  if (untilMs === undefined) return left;
  const timeLeft = Math.min(1, Math.max(0, (untilMs - nowMs) / (untilMs - fromMs)));
  return left / (0.5 + 0.5 * timeLeft);
}
