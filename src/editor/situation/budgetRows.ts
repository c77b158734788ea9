import type { BudgetRow } from '../../protocol/costPanel.ts';
import { moneyOf } from '../../routing/models/accounts.ts';
import { accountOf, type BudgetStanding, type Spent } from '../../routing/budgets/budget.ts';
import { budgetName } from '../../routing/budgets/budgetName.ts';
import { describeForecast } from '../../routing/budgets/forecast.ts';
import { type CreditPlan, describeCredits, formatAmount } from '../../routing/models/creditPlan.ts';
import { formatUsd } from '../../routing/models/money.ts';
import { say } from '../platform/say.ts';

/**
 * A budget as people see it: a row for real money, and one for practice money if practice models were
 * used. If only practice models were used, there is only the second row.
 */
export function budgetRows(standing: BudgetStanding, nowMs: number): BudgetRow[] {
  // A budget of zero does not cover practice money.
  const hasPractice = isUsed(standing.practice) && standing.budget.nanoUsd > 0;
  const kinds = [
    ...(hasPractice && !isUsed(standing) ? [] : [false]),
    ...(hasPractice ? [true] : []),
  ];
  return kinds.map((simulated) => rowOf(accountOf(standing, moneyOf(simulated)), simulated, nowMs));
}

function isUsed({ spentNanoUsd, unknownAttempts }: Spent): boolean {
  return spentNanoUsd > 0 || unknownAttempts > 0;
}

function rowOf(account: BudgetStanding, simulated: boolean, nowMs: number): BudgetRow {
  const { budget, spentNanoUsd, unknownAttempts } = account;
  const forecast = describeForecast(account, nowMs, say);
  return {
    label: budgetName(budget, say),
    capNanoUsd: budget.nanoUsd,
    spentNanoUsd,
    unknownAttempts,
    simulated,
    ...(budget.plan && { credits: creditsOf(account, budget.plan) }),
    ...(forecast !== undefined && { forecast }),
  };
}

function creditsOf({ budget, spentNanoUsd }: BudgetStanding, plan: CreditPlan) {
  return {
    left: formatAmount(Math.max(0, budget.nanoUsd - spentNanoUsd), plan, say),
    used: say('{0} of {1}', describeCredits(spentNanoUsd, budget.nanoUsd, plan, say), plan.name),
  };
}

/** From this share on a budget counts as low. Chosen by judgement. */
const lowShare = 0.8;

/** The budget of real money that is nearest its end, or furthest beyond it; undefined while none is low. */
export function lowestBudget(rows: readonly BudgetRow[]): BudgetRow | undefined {
  const used = ({ spentNanoUsd, capNanoUsd }: BudgetRow) => spentNanoUsd / capNanoUsd;
  // A budget of zero is there to stop paid calls, which is no news.
  const [lowest] = rows
    .filter((row) => !row.simulated && row.capNanoUsd > 0 && used(row) >= lowShare)
    .toSorted((one, other) => used(other) - used(one));
  return lowest;
}

/** How a budget stands, as a sentence: `$4.58 is left of $5.00 per day.`, `90 credits are left of …` */
export function describeBudget(row: BudgetRow): string {
  if (row.capNanoUsd === 0 && !row.simulated) {
    return row.credits
      ? say('{0}: every call that takes credits is stopped.', row.label)
      : say('{0}: every paid call is stopped.', row.label);
  }
  if (row.credits) return say('{0} are left of {1}.', row.credits.left, row.label);
  const leftNanoUsd = row.capNanoUsd - row.spentNanoUsd;
  if (leftNanoUsd < 0 && !row.simulated) {
    return say('{0} is spent beyond {1}.', formatUsd(-leftNanoUsd), row.label);
  }
  const left = formatUsd(Math.max(0, leftNanoUsd));
  return row.simulated
    ? say('{0} is left of {1} in practice money.', left, row.label)
    : say('{0} is left of {1}.', left, row.label);
}
