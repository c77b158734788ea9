import type { SpendRow, TotalRow } from '../../ledger/spendRows.ts';
import { moneyOf, named } from '../../routing/models/accounts.ts';
import { formatUsd } from '../../routing/models/money.ts';
import { say } from '../platform/say.ts';

/** Spend in short: `$0.0031`, `practice $0.0031`, `$0.0031 · practice $0.0002`. */
export function describeSpend(total: TotalRow | undefined): string {
  if (!total) return '$–';
  const parts = [total, ...(total.practice ? [total.practice] : [])];
  return parts.map(describeRow).join(' · ');
}

/** One sum in short; says which kind of money it is. */
export function describeRow(row: SpendRow): string {
  return named(moneyOf(row.simulated), amountOf(row), say);
}

/** The session's spend as a sentence, which explains practice money if there is any. */
export function describeSession(total: TotalRow | undefined): string {
  const hasPractice = total?.simulated === true || total?.practice !== undefined;
  const spent = describeSpend(total);
  return hasPractice
    ? say('This session: {0} (practice models: not real money).', spent)
    : say('This session: {0}.', spent);
}

function amountOf({ nanoUsd, estimatedNanoUsd, unknownAttempts }: SpendRow): string {
  // No call has a known cost, and a zero would read as free.
  if (unknownAttempts > 0 && nanoUsd === 0) return say('cost unknown');
  const about = estimatedNanoUsd > 0 ? '≈ ' : '';
  const known = `${about}${formatUsd(nanoUsd)}`;
  return unknownAttempts > 0 ? say('{0} + unknown', known) : known;
}
