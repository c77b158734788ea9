import type { RequestOutcome } from '../../ledger/facts.ts';
import { type Ledger, LedgerError } from '../../ledger/ledger.ts';
import type { Reporter } from '../platform/reporter.ts';
import type { RunNews } from '../platform/runNews.ts';
import type { Answer } from './answer.ts';

/** Records what became of an answer. A ledger that cannot be used is reported, and stops nothing. */
export async function recordOutcome(
  answer: Answer,
  outcome: RequestOutcome,
  { ledger, report, news }: { ledger: Ledger; report: Reporter; news: RunNews },
): Promise<void> {
  answer.outcome = outcome;
  if (outcome === 'accepted') {
    answer.accepted = true;
    delete answer.regretted;
  } else if (answer.accepted && outcome === 'undone') answer.regretted = 'undid';
  else if (answer.accepted && outcome === 'escalated') answer.regretted = 'escalated';
  try {
    await ledger.recordOutcome({ requestId: answer.id, atMs: Date.now(), outcome });
  } catch (error) {
    if (error instanceof LedgerError) report.warnOnce(error.message, 'ledger');
    else report.bug(error);
  }
  news.emitSpend();
  news.emitJudged(answer.id);
}
