import type { OverLimit, ReservationFact } from '../../ledger/facts.ts';
import { ProviderError } from '../../providers/providerError.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptEnd } from '../events.ts';
import { type AttemptContext, failureToRecord, type PreparedAttempt } from './attemptContext.ts';
import { worstCase } from './settleCost.ts';

/** Whether a call may be made. */
export interface Reserved {
  /** Why the call must not be made; undefined when it may. Nothing is set aside then. */
  readonly refusal: string | undefined;
  /** Why the ledger could not keep the reservation, once for each time that it was tried. */
  readonly notRecorded: readonly string[];
}

/**
 * Sets the call's worst case aside before anything is sent. When a budget does not allow the call, the
 * developer is asked to raise it.
 */
export async function reserve(
  prepared: PreparedAttempt,
  context: AttemptContext,
  signal: AbortSignal,
): Promise<Reserved> {
  const { budgetGuard } = prepared;
  const fact = reservationFact(prepared, context);
  const notRecorded: string[] = [];
  for (;;) {
    const { over, failure, isUnchecked } = await reserveOnce(fact, budgetGuard, context);
    if (failure !== undefined) notRecorded.push(failure);
    if (isUnchecked) {
      const refusal =
        'The ledger cannot be written, so no budget can be kept, and nothing was sent.';
      return { refusal, notRecorded };
    }
    if (!over) return { refusal: undefined, notRecorded };
    const isRaised = await budgetGuard?.askToRaise(over, signal).catch((thrown: unknown) => {
      // Without the developer's answer, the call is not allowed.
      if (!signal.aborted || thrown !== signal.reason) context.report(thrown);
      return false;
    });
    const where = over.simulated ? ' in practice money' : '';
    if (!isRaised) {
      const refusal = `The budget of ${over.limit.budgetId}${where} does not allow this call.`;
      return { refusal, notRecorded };
    }
  }
}

/**
 * Reserves with the run's own limit and with the ledger. Without a ledger no budget can be checked:
 * a call under a budget is refused as unchecked then, and a call under none is allowed.
 */
async function reserveOnce(
  fact: ReservationFact,
  budgetGuard: BudgetGuard | undefined,
  { ledger }: AttemptContext,
): Promise<{ over?: OverLimit | undefined; failure?: string | undefined; isUnchecked: boolean }> {
  const overOwn = budgetGuard?.spendLimit?.reserve(fact);
  if (overOwn) return { over: overOwn, isUnchecked: false };
  const limits = budgetGuard?.limits(fact) ?? [];
  let over: OverLimit | undefined;
  let isAllowed = false;
  try {
    const failure = await failureToRecord(async () => {
      over = await ledger.reserve(fact, limits);
    });
    const isUnchecked = failure !== undefined && limits.length > 0;
    isAllowed = !over && !isUnchecked;
    return { over, failure, isUnchecked };
  } finally {
    // Also when the ledger has a bug, nothing stays set aside for a call that is not made.
    if (!isAllowed) budgetGuard?.spendLimit?.release(fact.attemptId);
  }
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
