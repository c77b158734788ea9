import * as vscode from 'vscode';
import type { OverLimit } from '../../ledger/facts.ts';
import type { Budget } from '../../routing/budgets/budget.ts';
import { formatAmount } from '../../routing/models/creditPlan.ts';
import { say } from '../platform/say.ts';

/** Explains why a budget refuses a call: what it might cost, what is left, and what is reserved. */
export function describeOverLimit(
  { limit, spentNanoUsd, worstCaseNanoUsd = 0, simulated }: OverLimit,
  budget: Pick<Budget, 'nanoUsd' | 'plan'> | undefined,
): string {
  const left = Math.max(0, limit.capNanoUsd - spentNanoUsd);
  const ofBudget = budget?.nanoUsd ?? limit.capNanoUsd;
  // Part of the reserve may be spent already.
  const reserved = Math.min(ofBudget - limit.capNanoUsd, ofBudget - spentNanoUsd);
  const amount = (nanoUsd: number) => formatAmount(nanoUsd, budget?.plan, say);
  const [upTo, rest, kept] = [amount(worstCaseNanoUsd), amount(left), amount(reserved)];
  const isReserved = reserved > 0;
  return [
    ...(budget?.plan
      ? [
          vscode.l10n.t('It may cost up to {0}, and {1} are left for it.', upTo, rest),
          isReserved && vscode.l10n.t('{0} are reserved for judges and an escalation.', kept),
        ]
      : [
          vscode.l10n.t('It may cost up to {0}, and {1} is left for it.', upTo, rest),
          isReserved && vscode.l10n.t('{0} is reserved for judges and an escalation.', kept),
        ]),
    simulated && vscode.l10n.t('This is practice money: real money has a budget of its own.'),
    vscode.l10n.t('The task waits for your answer, then continues.'),
  ]
    .filter(Boolean)
    .join(' ');
}
