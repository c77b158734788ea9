import { type Ledger, LedgerError } from '../../ledger/ledger.ts';
import type { Task } from '../../routing/task.ts';
import { outcomesOfTurns, type Said } from '../../routing/turns/outcomeOfTurn.ts';
import type { Reporter } from '../platform/reporter.ts';
import type { RunNews } from '../platform/runNews.ts';
import type { SaidTurns } from './memory/saidTurns.ts';
import type { SaidTurn } from './memory/turnStates.ts';

interface Parts {
  readonly saidTurns: SaidTurns;
  readonly ledger: Pick<Ledger, 'recordTurnOutcome'>;
  readonly report: Reporter;
  readonly news: Pick<RunNews, 'emitSpend'>;
}

/**
 * Takes a request of an agent's loop after its answer: what the request shows of earlier answers is recorded,
 * and its own answer waits for what becomes of it. `said` is omitted when the answer is not whole. A ledger
 * that cannot be used is reported, and stops nothing.
 */
export async function noteTurn(
  { conversation, turn }: Task,
  { requestId, said }: { readonly requestId: string; readonly said?: SaidTurn },
  { saidTurns, ledger, report, news }: Parts,
): Promise<void> {
  // Nothing that follows a side call shows how it went.
  if (!conversation || !turn || turn.kind === 'side') return;
  const find = (answer: Said) => saidTurns.find(saidTurnOf(answer));
  const outcomes = outcomesOfTurns(conversation, turn, (each) => find(each)?.kind);
  const facts = outcomes.flatMap(({ answer, outcome }) => {
    const asked = find(answer);
    saidTurns.forget(saidTurnOf(answer));
    return !asked || outcome === 'unknown'
      ? []
      : [{ requestId: asked.requestId, atMs: Date.now(), outcome }];
  });
  if (said) saidTurns.keep(said, { requestId, kind: turn.kind });
  if (facts.length === 0) return;
  try {
    await Promise.all(facts.map((fact) => ledger.recordTurnOutcome(fact)));
  } catch (error) {
    if (error instanceof LedgerError) report.warnOnce(error.message, 'ledger');
    else report.bug(error);
  }
  news.emitSpend();
}

function saidTurnOf({ text, toolCalls = [] }: Said): SaidTurn {
  return { text, toolCalls };
}
