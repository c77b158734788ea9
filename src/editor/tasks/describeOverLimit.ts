import type { OverLimit } from '../../ledger/facts.ts';
import type { Budget } from '../../routing/budgets/budget.ts';
import { formatAmount } from '../../routing/models/creditPlan.ts';

/** Explains why a budget refuses a call: what it might cost, what is left, and what is reserved. */
export function describeOverLimit(
  { limit, spentNanoUsd, worstCaseNanoUsd = 0, simulated }: OverLimit,
  budget: Pick<Budget, 'nanoUsd' | 'plan'> | undefined,
): string {
  const left = Math.max(0, limit.capNanoUsd - spentNanoUsd);
  const ofBudget = budget?.nanoUsd ?? limit.capNanoUsd;
  // Part of the reserve may be spent already.
  const reserved = Math.min(ofBudget - limit.capNanoUsd, ofBudget - spentNanoUsd);
  const amount = (nanoUsd: number) => formatAmount(nanoUsd, budget?.plan);
  const is = budget?.plan ? 'are' : 'is';
  return [
    `It may cost up to ${amount(worstCaseNanoUsd)}, and ${amount(left)} ${is} left for it.`,
    ...(reserved > 0 ? [`${amount(reserved)} ${is} reserved for judges and an escalation.`] : []),
    ...(simulated ? ['This is practice money: real money has a budget of its own.'] : []),
    'The task waits for your answer, then continues.',
  ].join(' ');
}
