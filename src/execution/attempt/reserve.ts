import type { OverLimit, ReservationFact } from '../../ledger/facts.ts';
import { ProviderError } from '../../providers/providerError.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { BudgetGuard, UnpricedPermission } from '../budgetGuard.ts';
import type { AttemptEnd } from '../events.ts';
import { type AttemptContext, failureToRecord, type PreparedAttempt } from './attemptContext.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { worstCase } from './settleCost.ts';

/** Whether a call may be made. */
export interface Reserved {
  /** Why the call must not be made; undefined when it may. Nothing is set aside then. */
  readonly refusal: Refusal | undefined;
  /** The most that the developer says the call costs, where no price is known; nano-dollars. */
  readonly guessNanoUsd?: NanoUsd;
  /** Why the ledger could not keep the reservation, once for each time that it was tried. */
  readonly notRecorded: readonly string[];
}

/**
 * Sets the call's worst case aside before anything is sent. When a budget does not allow the call, or nobody
 * knows what it costs, the developer is asked.
 */
export async function reserve(
  prepared: PreparedAttempt,
  context: AttemptContext,
  signal: AbortSignal,
): Promise<Reserved> {
  const { budgetGuard } = prepared;
  let fact = reservationFact(prepared, context);
  let guess: Pick<Reserved, 'guessNanoUsd'> = {};
  const notRecorded: string[] = [];
  for (;;) {
    const { over, failure, isUnchecked } = await reserveOnce(fact, budgetGuard, context);
    if (failure !== undefined) notRecorded.push(failure);
    if (isUnchecked) {
      const message =
        'The ledger cannot be written, so no budget can be kept, and nothing was sent.';
      return { refusal: { message }, notRecorded };
    }
    if (!over) return { refusal: undefined, notRecorded, ...guess };
    const answer = await askAbout({ over, fact }, budgetGuard, context, signal);
    if (answer === false) return { refusal: refusalOf(over, fact), notRecorded };
    if (answer === true) continue;
    // A permission that did not help would be asked for without end.
    if (fact.mayCostAnything || fact.worstCaseNanoUsd !== undefined) {
      return { refusal: refusalOf(over, fact), notRecorded };
    }
    if (answer.kind === 'worstCase') guess = { guessNanoUsd: answer.nanoUsd };
    fact =
      answer.kind === 'worstCase'
        ? { ...fact, worstCaseNanoUsd: answer.nanoUsd }
        : { ...fact, mayCostAnything: true };
  }
}

/** The developer's answer. Without one, the call is not allowed. */
async function askAbout(
  { over, fact }: { readonly over: OverLimit; readonly fact: ReservationFact },
  budgetGuard: BudgetGuard | undefined,
  { report }: AttemptContext,
  signal: AbortSignal,
): Promise<boolean | UnpricedPermission> {
  // What cannot be read has to be corrected first.
  if (!budgetGuard || over.limit.fault !== undefined) return false;
  return budgetGuard.askToRaise(over, signal, fact).catch((thrown: unknown) => {
    if (!signal.aborted || thrown !== signal.reason) report(thrown);
    return false;
  });
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
  { message, setting }: Refusal,
  isCancelled: boolean,
): AttemptEnd {
  const error = new ProviderError({
    kind: 'overBudget',
    provider: 'Tierwise',
    origin: '',
    message,
    setting,
  });
  const cost = { source: 'computed', nanoUsd: 0 } as const;
  const outcome = isCancelled ? 'cancelled' : 'failed';
  return { attemptId, choice, outcome, text: '', toolCalls: [], cost, latencyMs: 0, error };
}
