import {
  accountOf,
  type BudgetPressure,
  type BudgetStanding,
  type PressureLevel,
} from '../budgets/budget.ts';
import type { Money } from '../models/accounts.ts';
import { planOf } from '../models/creditPlan.ts';
import type { ModelReference } from '../models/model.ts';
import type { Situation } from '../situation.ts';
import type { Task } from '../task.ts';

/**
 * The budgets that cover a task: the general ones and those of its workspace and task type. A budget of zero
 * stops what costs real money, so it does not cover practice money; credits of a plan are real money as well.
 */
export function budgetsFor<Each extends Pick<BudgetStanding, 'budget'>>(
  { type }: Pick<Task, 'type'>,
  {
    budgets,
    workspace,
  }: { readonly budgets: readonly Each[]; readonly workspace: Situation['workspace'] },
  money: Money,
): Each[] {
  return budgets.filter(
    ({ budget }) =>
      ((budget.nanoUsd > 0 && !budget.plan) || money === 'real') &&
      (budget.workspace === undefined || budget.workspace === workspace) &&
      (budget.taskType === undefined || budget.taskType === type),
  );
}

/**
 * The pressure of the tightest budget that covers a task, for one kind of money; undefined when no
 * budget covers it. A budget in credits of a plan counts when the task would go to a model of that plan.
 *
 * The share of money left is weighted by the share of time left: it is divided by 0.5 plus half of the
 * share of time left. So half of the money counts as enough at the beginning of the period, and a
 * quarter at its end. A session's end is unknown, so its share is not weighted. The level is generous
 * from 0.5, careful from 0.2, sparing above 0 and spent at 0. These limits were chosen by judgement.
 */
export function budgetPressure(
  task: Pick<Task, 'type'>,
  situation: Pick<Situation, 'budgets' | 'workspace' | 'nowMs'>,
  money: Money = 'real',
  model?: ModelReference,
): BudgetPressure | undefined {
  const { nowMs } = situation;
  const left = (standing: BudgetStanding) => shareLeft(accountOf(standing, money), nowMs);
  const plan = model && planOf(model);
  const [tightest] = budgetsFor(task, situation, money)
    .filter(({ budget }) => budget.plan === undefined || budget.plan === plan)
    .toSorted((one, other) => left(one) - left(other));
  return tightest && pressureOf(tightest, nowMs, money);
}

/** The pressure of one budget, by the rule of `budgetPressure`. */
export function pressureOf(
  standing: BudgetStanding,
  nowMs: number,
  money: Money = 'real',
): BudgetPressure {
  const account = accountOf(standing, money);
  const { budget, spentNanoUsd } = account;
  return {
    level: levelOf(shareLeft(account, nowMs)),
    budget,
    money,
    leftNanoUsd: Math.max(0, budget.nanoUsd - spentNanoUsd),
  };
}

function levelOf(share: number): PressureLevel {
  if (share <= 0) return 'spent';
  if (share < 0.2) return 'sparing';
  return share < 0.5 ? 'careful' : 'generous';
}

/** The weighted share of the money left; zero or below when nothing is left. */
function shareLeft({ budget, span, spentNanoUsd }: BudgetStanding, nowMs: number): number {
  if (budget.nanoUsd === 0) return 0;
  const left = (budget.nanoUsd - spentNanoUsd) / budget.nanoUsd;
  const { fromMs, untilMs } = span;
  if (untilMs === undefined) return left;
  const timeLeft = Math.min(1, Math.max(0, (untilMs - nowMs) / (untilMs - fromMs)));
  return left / (0.5 + 0.5 * timeLeft);
}
