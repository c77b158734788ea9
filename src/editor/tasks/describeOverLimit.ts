import type { OverLimit } from '../../ledger/facts.ts';
import type { Budget } from '../../routing/budgets/budget.ts';
import { formatUsd } from '../../routing/models/money.ts';

/** What a call that a budget refuses might cost, what is left for it, and what of the rest is kept. */
export function describeOverLimit(
  { limit, spentNanoUsd, worstCaseNanoUsd, simulated }: OverLimit,
  budget: Pick<Budget, 'nanoUsd'> | undefined,
): string {
  const left = Math.max(0, limit.capNanoUsd - spentNanoUsd);
  const ofBudget = budget?.nanoUsd ?? limit.capNanoUsd;
  // Of what is kept a part may be spent already.
  const kept = Math.min(ofBudget - limit.capNanoUsd, ofBudget - spentNanoUsd);
  return [
    `It may cost up to ${formatUsd(worstCaseNanoUsd)}, and ${formatUsd(left)} is left for it.`,
    ...(kept > 0 ? [`${formatUsd(kept)} is kept for judges and an escalation.`] : []),
    ...(simulated ? ['This is practice money: real money has a budget of its own.'] : []),
    'The task waits and goes on where it is.',
  ].join(' ');
}
