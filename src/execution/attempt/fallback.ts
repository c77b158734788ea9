import type { Purpose } from '../../ledger/facts.ts';
import type { ModelCall } from '../../providers/provider.ts';
import type { Choice } from '../../routing/decision.ts';
import { type Accounts, moneyOf, noMoney, plus } from '../../routing/models/accounts.ts';
import type { Model } from '../../routing/models/model.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptEnd, AttemptReason, RunEvent } from '../events.ts';
import { attempt, type AttemptContext } from './attempt.ts';
import { type CoolDowns, isOutage } from './coolDowns.ts';

export interface FallbackContext extends AttemptContext {
  readonly coolDowns: CoolDowns;
}

/** The last attempt, and what it cost with those before it, as far as known. */
export interface FallbackResult {
  readonly end: AttemptEnd;
  readonly spent: Accounts;
}

/**
 * Asks a model; where it cannot be reached, the tier's next one that the decision allows. Only before
 * any text was shown: two beginnings of different models are no answer.
 */
export async function* attemptOrFallback(
  request: {
    readonly requestId: string;
    readonly choice: Choice;
    /** Told what was spent before. Undefined: it is not asked; the first always is. */
    readonly call: (
      choice: Choice,
      spent: Accounts,
    ) => Omit<ModelCall, 'model' | 'effort'> | undefined;
    readonly baseline?: Model;
    readonly how?: AttemptReason;
    readonly budgetGuard?: BudgetGuard;
    /** By default to answer. */
    readonly purpose?: Purpose;
  },
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, FallbackResult> {
  const { fallbacks = [], ...first } = request.choice;
  let end: AttemptEnd | undefined;
  let spent = noMoney;
  for (const choice of [first, ...fallbacks]) {
    const call = request.call(choice, spent);
    if (!call) continue;
    end = yield* attempt(
      {
        ...request,
        choice,
        call,
        purpose: request.purpose ?? 'answer',
        ...(end && { how: 'fallback' }),
      },
      context,
      signal,
    );
    spent = plus(spent, moneyOf(choice.model.simulated), end.cost.nanoUsd ?? 0);
    if (end.outcome !== 'cancelled') context.coolDowns.note(choice.model.reference, end.error);
    if (!end.error || end.text !== '' || signal.aborted || !isOutage(end.error)) break;
  }
  return { end: end!, spent };
}
