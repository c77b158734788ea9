import type { Purpose } from '../../ledger/facts.ts';
import type { ModelCall } from '../../providers/provider.ts';
import type { Choice } from '../../routing/decision.ts';
import { type Accounts, moneyOf, noMoney, plus } from '../../routing/models/accounts.ts';
import { usualContextTokens } from '../../routing/models/capacity.ts';
import type { Model } from '../../routing/models/model.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptEnd, AttemptReason, RunEvent } from '../events.ts';
import { attempt } from './attempt.ts';
import type { AttemptContext } from './attemptContext.ts';
import { type CoolDowns, isOutage } from './coolDowns.ts';

export interface FallbackContext extends AttemptContext {
  readonly coolDowns: CoolDowns;
}

/** A request for one answer, from a model or its fallbacks. */
export interface FallbackRequest {
  readonly requestId: string;
  readonly choice: Choice;
  /**
   * Makes the call for a choice, given what was spent before. Undefined skips the choice; the first
   * choice must have a call.
   */
  readonly call: (
    choice: Choice,
    spent: Accounts,
  ) => Omit<ModelCall, 'model' | 'effort'> | undefined;
  readonly baseline?: Model;
  readonly how?: AttemptReason;
  readonly budgetGuard?: BudgetGuard;
  /** `answer` when omitted. */
  readonly purpose?: Purpose;
}

/** The last attempt, and what all attempts cost together, as far as known. */
export interface FallbackResult {
  readonly end: AttemptEnd;
  readonly spent: Accounts;
}

/**
 * Asks a model. When it cannot be reached, asks the next model of the tier that the decision allows.
 * When what was sent is too long for it, asks the models that take more instead. Once text was shown there is no fallback, because two models' beginnings do not make an answer.
 */
export async function* attemptOrFallback(
  request: FallbackRequest,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, FallbackResult> {
  const { fallbacks = [], larger, ...first } = request.choice;
  let end: AttemptEnd | undefined;
  let spent = noMoney;
  let queue: readonly Choice[] = [first, ...fallbacks];
  for (let choice = queue[0]; choice; choice = queue[0]) {
    queue = queue.slice(1);
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
    if (!end.error || end.text !== '' || signal.aborted) break;
    if (isTooLong(end)) queue = largerThan(choice, larger ? [...queue, larger] : queue);
    else if (!isOutage(end.error)) break;
  }
  return { end: end!, spent };
}

/** Whether a prompt did not fit. Tool calls that were handed on cannot be taken back. */
function isTooLong({ error, toolCalls }: AttemptEnd): boolean {
  if (toolCalls.length > 0) return false;
  return error?.kind === 'tooLong' || error?.kind === 'promptCut';
}

/** The choices that may take more than one that could not take a prompt. */
function largerThan({ model }: Choice, others: readonly Choice[]): readonly Choice[] {
  const least = model.contextTokens ?? usualContextTokens;
  return others.filter((other) => (other.model.contextTokens ?? usualContextTokens) > least);
}
