import type { SettlementFact } from '../../ledger/facts.ts';
import type { CallSpan } from '../../routing/models/hours.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { AttemptEnd } from '../events.ts';
import { type AttemptContext, failureToRecord, type PreparedAttempt } from './attemptContext.ts';
import type { Received } from './callModel.ts';
import { baselineOf, settleCost } from './settleCost.ts';

/** How an attempt ended, and why the ledger could not keep it, if so. */
export interface Settled {
  readonly end: AttemptEnd;
  readonly notRecorded: string | undefined;
}

/** Replaces the reservation by what the call cost, in the ledger and in the run's own limit. */
export async function settle(
  prepared: PreparedAttempt,
  received: Received,
  { ledger, now, countTokens, noteBill }: AttemptContext,
): Promise<Settled> {
  const { attemptId, choice, fullCall, today, budgetGuard } = prepared;
  const { outcome, latencyMs, firstTextMs, error } = received;
  const { model } = choice;
  const endedAtMs = now();
  const span = { fromMs: endedAtMs - Math.round(latencyMs), untilMs: endedAtMs };
  const { usage, cost, ownNanoUsd } = await settleCost({
    call: fullCall,
    model,
    today,
    span,
    received,
    countTokens,
  });
  if (cost.source === 'reported' && ownNanoUsd !== undefined) {
    noteBill?.(model, { reported: cost.nanoUsd, computed: ownNanoUsd });
  }
  const isUnbilled = received.isFree && cost.nanoUsd === 0;
  const compared = usage && strongestFor(prepared, { usage, span, isUnbilled });
  const ended = { attemptId, outcome, cost, ...(usage && { usage }) };
  const settlement: SettlementFact = {
    ...ended,
    atMs: endedAtMs,
    latencyMs: Math.round(latencyMs),
    ...(firstTextMs !== undefined && { firstTextMs: Math.round(firstTextMs) }),
    ...(compared && { baseline: compared }),
    ...(error && { errorKind: error.kind }),
  };
  const end = { ...ended, ...answerIn(prepared, received) };
  try {
    return { end, notRecorded: await failureToRecord(() => ledger.settle(settlement)) };
  } finally {
    // After the ledger: a run that is killed in between must not count less than the ledger does.
    budgetGuard?.spendLimit?.settle(settlement);
  }
}

/** What the strongest model would have cost; undefined where nobody can tell. */
function strongestFor(
  { choice, baseline, today }: PreparedAttempt,
  { usage, span, isUnbilled }: { usage: Usage; span: CallSpan; isUnbilled: boolean },
): SettlementFact['baseline'] {
  // Practice money is never measured against real prices, nor real money against practice prices.
  if (baseline?.simulated !== choice.model.simulated) return undefined;
  const strongest = baselineOf(usage, baseline, { today, span });
  // Of an answer that nobody bills, nothing was saved by asking another model.
  return strongest && isUnbilled ? { ...strongest, nanoUsd: 0 } : strongest;
}

/** What the call brought, besides its cost. */
function answerIn(
  { choice, providerId, fullCall }: PreparedAttempt,
  { text, toolCalls, stateItems: items, latencyMs, firstTextMs, error, halfCall }: Received,
): Omit<AttemptEnd, 'attemptId' | 'outcome' | 'cost' | 'usage'> {
  const state = { provider: providerId, model: fullCall.model, items };
  return {
    choice,
    text,
    toolCalls,
    latencyMs,
    ...(firstTextMs !== undefined && { firstTextMs }),
    ...(halfCall !== undefined && { halfCall }),
    ...(items.length > 0 && { state }),
    ...(error && { error }),
  };
}
