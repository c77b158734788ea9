import type { OverLimit } from '../../ledger/facts.ts';
import type { Budget } from '../../routing/budgets/budget.ts';
import { formatUsd } from '../../routing/models/money.ts';

/** Explains why a budget refuses a call: what it might cost, what is left, and what is reserved. */
export function describeOverLimit(
  { limit, spentNanoUsd, worstCaseNanoUsd = 0, simulated }: OverLimit,
  budget: Pick<Budget, 'nanoUsd'> | undefined,
): string {
  const left = Math.max(0, limit.capNanoUsd - spentNanoUsd);
  const ofBudget = budget?.nanoUsd ?? limit.capNanoUsd;
  // Part of the reserve may be spent already.
  const reserved = Math.min(ofBudget - limit.capNanoUsd, ofBudget - spentNanoUsd);
  return [
    `It may cost up to ${formatUsd(worstCaseNanoUsd)}, and ${formatUsd(left)} is left for it.`,
    ...(reserved > 0 ? [`${formatUsd(reserved)} is reserved for judges and an escalation.`] : []),
    ...(simulated ? ['This is practice money: real money has a budget of its own.'] : []),
    'The task waits for your answer, then continues.',
  ].join(' ');
}
