import type { CreditPlan } from '../models/creditPlan.ts';
import { formatExactUsd, type NanoUsd } from '../models/money.ts';
import { inEnglish, type Say, toSay } from '../say.ts';
import type { Budget, BudgetPeriod } from './budget.ts';

const names: Readonly<Record<BudgetPeriod, string>> = {
  session: toSay('{0} per session'),
  day: toSay('{0} per day'),
  week: toSay('{0} per week'),
  month: toSay('{0} per month'),
};

/** What a budget is called: `$5.00 per day`, `300 credits per month for debug`. In English it is the budget's id. */
export function budgetName(
  { nanoUsd, plan, period, taskType, workspace }: Omit<Budget, 'id'>,
  say: Say = inEnglish,
): string {
  const amount = say(names[period], exactly(nanoUsd, plan, say));
  const ofWork = taskType === undefined ? amount : say('{0} for {1}', amount, taskType);
  return workspace === undefined ? ofWork : say('{0} in {1}', ofWork, workspace);
}

function exactly(nanoUsd: NanoUsd, plan: CreditPlan | undefined, say: Say): string {
  if (!plan) return formatExactUsd(nanoUsd);
  const credits = nanoUsd / plan.nanoUsdPerCredit;
  return credits === 1 ? say('1 credit') : say('{0} credits', credits);
}
