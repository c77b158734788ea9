import { counted } from '../../routing/input/counted.ts';
import type { BudgetRow } from '../../protocol/costPanel.ts';
import type { Saving, SpendRow, TotalRow } from '../../ledger/spendRows.ts';
import type { AdvisorLimits } from '../../routing/budgets/parseAdvisor.ts';
import { formatUsd } from '../../routing/models/money.ts';

/** What an agent is told about money. Names no other workspace. */
export interface MoneyNow {
  readonly session: TotalRow;
  /** All workspaces together. */
  readonly today: TotalRow;
  /** Of the session; omitted when nothing can be compared. */
  readonly saving?: Saving;
  /** Those that hold here. */
  readonly budgets: readonly BudgetRow[];
  /** What stops paid calls until the user corrects it. */
  readonly faults: readonly string[];
  readonly advisor: AdvisorLimits & { readonly questions: number };
}

/** Spend, savings and budgets in lines that a model reads well; each amount says where it is from. */
export function moneyText(now: MoneyNow): string {
  const { session, today, saving, budgets, faults, advisor } = now;
  return [
    'Spend and budgets in Tierwise, in USD, or in credits where a line says so. Amounts are reported by the provider or computed from its tokens at list price, unless a line says estimated.',
    '',
    'Spent:',
    ...spendLines('this session', session),
    ...spendLines('today', today),
    ...(saving ? [savingLine(saving, session.simulated)] : []),
    '',
    'Budgets:',
    ...(budgets.length > 0 ? budgets.map(budgetLine) : ['- none is set']),
    ...faults.map((fault) => `- Paid calls are stopped: ${fault}`),
    '',
    advisorLine(advisor),
  ].join('\n');
}

function spendLines(when: string, total: TotalRow): string[] {
  const rows: readonly SpendRow[] = [total, ...(total.practice ? [total.practice] : [])];
  return rows.map((row) => `- ${when}${row.simulated ? practice : ''}: ${spendOf(row)}`);
}

const practice = ', practice money (simulated, nobody pays it)';

function spendOf(row: SpendRow): string {
  const { nanoUsd, estimatedNanoUsd, unknownAttempts, attempts } = row;
  const known = unknownAttempts > 0 && nanoUsd === 0 ? 'cost unknown' : formatUsd(nanoUsd);
  const parts = [
    `${known} in ${counted(attempts, 'call')}`,
    estimatedNanoUsd > 0 && `${formatUsd(estimatedNanoUsd)} of it estimated`,
    unknownAttempts > 0 && `${counted(unknownAttempts, 'call')} of unknown cost not included`,
  ];
  return parts.filter(Boolean).join('; ');
}

function savingLine(saving: Saving, simulated: boolean): string {
  const { baselineName, baselineNanoUsd, spentNanoUsd, withoutBaseline } = saving;
  const saved = baselineNanoUsd - spentNanoUsd;
  const words =
    saved >= 0 ? `${formatUsd(saved)} saved against` : `${formatUsd(-saved)} more than with`;
  const missing =
    withoutBaseline > 0 ? `; ${counted(withoutBaseline, 'call')} could not be compared` : '';
  return `- this session${simulated ? practice : ''}: ${words} one call of ${baselineName} for each request (${formatUsd(baselineNanoUsd)} at list price, computed)${missing}`;
}

function budgetLine({
  label,
  capNanoUsd,
  spentNanoUsd,
  unknownAttempts,
  simulated,
  credits,
  forecast,
}: BudgetRow): string {
  if (capNanoUsd === 0 && !simulated) {
    return `- ${label}: every ${credits ? 'call that takes credits' : 'paid call'} is stopped`;
  }
  const left = Math.max(0, capNanoUsd - spentNanoUsd);
  const parts = [
    credits
      ? `${credits.left} left, ${credits.used} used or set aside`
      : `${formatUsd(left)} left, ${formatUsd(spentNanoUsd)} spent or set aside`,
    unknownAttempts > 0 &&
      `${counted(unknownAttempts, 'call')} of unknown cost, counted as what was set aside`,
    forecast,
  ];
  return `- ${label}${simulated ? practice : ''}: ${parts.filter(Boolean).join('; ')}`;
}

function advisorLine({ nanoUsdPerCall, callsPerSession, questions }: MoneyNow['advisor']): string {
  const left = Math.max(0, callsPerSession - questions);
  if (nanoUsdPerCall === 0 || left === 0) return 'Questions to a stronger model: none is left.';
  return `Questions to a stronger model: ${left} of ${callsPerSession} left in this session, each at most ${formatUsd(nanoUsdPerCall)}.`;
}
