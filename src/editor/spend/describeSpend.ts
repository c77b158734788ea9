import type { SpendRow, TotalRow } from '../../ledger/spendRows.ts';
import { moneyOf, named } from '../../routing/models/accounts.ts';
import { formatUsd } from '../../routing/models/money.ts';

/** Spend in short: `$0.0031`, `practice $0.0031`, `$0.0031 · practice $0.0002`. */
export function describeSpend(total: TotalRow | undefined): string {
  if (!total) return '$–';
  const parts = [total, ...(total.practice ? [total.practice] : [])];
  return parts.map(describeRow).join(' · ');
}

/** One sum in short; says which kind of money it is. */
export function describeRow(row: SpendRow): string {
  return named(moneyOf(row.simulated), amountOf(row));
}

/** The session's spend as a sentence, which explains practice money if there is any. */
export function describeSession(total: TotalRow | undefined): string {
  const hasPractice = total?.simulated === true || total?.practice !== undefined;
  const note = hasPractice ? ' (practice models: not real money)' : '';
  return `This session: ${describeSpend(total)}${note}.`;
}

function amountOf({ nanoUsd, estimatedNanoUsd, unknownAttempts }: SpendRow): string {
  // No call has a known cost, and a zero would read as free.
  if (unknownAttempts > 0 && nanoUsd === 0) return 'cost unknown';
  const unknown = unknownAttempts > 0 ? ' + unknown' : '';
  const about = estimatedNanoUsd > 0 ? '≈ ' : '';
  return `${about}${formatUsd(nanoUsd)}${unknown}`;
}
