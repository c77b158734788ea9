import type { OverLimit, ReservationFact } from '../../ledger/facts.ts';
import { ProviderError } from '../../providers/providerError.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptEnd, RunEvent } from '../events.ts';
import { type AttemptContext, type PreparedAttempt, recorded } from './attemptContext.ts';
import { worstCase } from './settleCost.ts';

/**
 * Sets the call's worst case aside before anything is sent. When a budget does not allow the call, the
 * developer is asked to raise it. Returns why the call must not be made; undefined when it may.
 */
export async function* reserve(
  prepared: PreparedAttempt,
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, string | undefined> {
  const { budgetGuard } = prepared;
  const fact = reservationFact(prepared, context);
  for (;;) {
    const obstacle = yield* reserveOnce(fact, budgetGuard, context);
    if (obstacle === undefined) return undefined;
    if (obstacle === 'notWritten') {
      return 'The ledger cannot be written, so no budget can be kept, and nothing was sent.';
    }
    const isRaised = await budgetGuard?.askToRaise(obstacle, signal).catch((thrown: unknown) => {
      // Without the developer's answer, the call is not allowed.
      if (!signal.aborted || thrown !== signal.reason) context.report(thrown);
      return false;
    });
    const where = obstacle.simulated ? ' in practice money' : '';
    if (!isRaised) {
      return `The budget of ${obstacle.limit.budgetId}${where} does not allow this call.`;
    }
  }
}

/**
 * Reserves with the run's own limit and with the ledger. Without a ledger no budget can be checked:
 * a call under a budget is `notWritten` then, and a call under none is allowed.
 */
async function* reserveOnce(
  fact: ReservationFact,
  budgetGuard: BudgetGuard | undefined,
  { ledger }: AttemptContext,
): AsyncGenerator<RunEvent, OverLimit | 'notWritten' | undefined> {
  let over = budgetGuard?.spendLimit?.reserve(fact);
  if (over) return over;
  const limits = budgetGuard?.limits(fact) ?? [];
  let isWritten = false;
  yield* recorded(async () => {
    over = await ledger.reserve(fact, limits);
    isWritten = true;
  });
  const isUnchecked = !isWritten && limits.length > 0;
  if (over || isUnchecked) budgetGuard?.spendLimit?.release(fact.attemptId);
  return isUnchecked ? 'notWritten' : over;
}

function reservationFact(prepared: PreparedAttempt, { now }: AttemptContext): ReservationFact {
  const { attemptId, requestId, purpose, choice, fullCall, today } = prepared;
  const { model, tier, effort } = choice;
  const worstCaseNanoUsd = worstCase(fullCall, model, today);
  return {
    attemptId,
    requestId,
    atMs: now(),
    purpose,
    tier,
    model: model.reference,
    modelName: model.name,
    simulated: model.simulated,
    ...(effort && { effort }),
    ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }),
  };
}

/** The end of an attempt that a budget did not allow: nothing was sent or written to the ledger. */
export function refusedEnd(
  { attemptId, choice }: PreparedAttempt,
  message: string,
  isCancelled: boolean,
): AttemptEnd {
  const error = new ProviderError({
    kind: 'overBudget',
    provider: 'Tierwise',
    origin: '',
    message,
  });
  const cost = { source: 'computed', nanoUsd: 0 } as const;
  const outcome = isCancelled ? 'cancelled' : 'failed';
  return { attemptId, choice, outcome, text: '', toolCalls: [], cost, latencyMs: 0, error };
}
