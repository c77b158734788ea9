import type { SettlementFact } from '../../ledger/facts.ts';
import type { AttemptEnd, RunEvent } from '../events.ts';
import { type AttemptContext, type PreparedAttempt, recorded } from './attemptContext.ts';
import type { Received } from './callModel.ts';
import { baselineOf, settleCost } from './settleCost.ts';

/** Replaces the reservation by what the call cost, in the ledger and in the run's own limit. */
export async function* settle(
  { attemptId, choice, fullCall, today, baseline, budgetGuard }: PreparedAttempt,
  received: Received,
  { ledger, now, countTokens }: AttemptContext,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { outcome, text, toolCalls, state, latencyMs, firstTextMs, error } = received;
  const { usage, cost } = await settleCost({
    call: fullCall,
    model: choice.model,
    today,
    text: text + received.hidden,
    finished: received.finish !== undefined,
    usage: received.usage,
    reportedNanoUsd: received.reportedNanoUsd,
    error,
    countTokens,
  });
  // Practice money is never measured against real prices, nor real money against practice prices.
  const isComparable = baseline?.simulated === choice.model.simulated;
  const compared = usage && isComparable ? baselineOf(usage, baseline, today) : undefined;
  const ended = { attemptId, outcome, cost, ...(usage && { usage }) };
  const settlement: SettlementFact = {
    ...ended,
    atMs: now(),
    latencyMs: Math.round(latencyMs),
    ...(firstTextMs !== undefined && { firstTextMs: Math.round(firstTextMs) }),
    ...(compared && { baseline: compared }),
    ...(error && { errorKind: error.kind }),
  };
  yield* recorded(() => ledger.settle(settlement));
  budgetGuard?.spendLimit?.settle(settlement);
  const exactTimes = { latencyMs, ...(firstTextMs !== undefined && { firstTextMs }) };
  return {
    ...ended,
    ...exactTimes,
    choice,
    text,
    toolCalls,
    ...(state && { state }),
    ...(error && { error }),
  };
}
