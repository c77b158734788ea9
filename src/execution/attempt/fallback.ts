import type { Purpose } from '../../ledger/facts.ts';
import type { ModelCall } from '../../providers/provider.ts';
import type { ProviderError } from '../../providers/providerError.ts';
import type { Choice } from '../../routing/decision.ts';
import { type Accounts, moneyOf, noMoney, plus } from '../../routing/models/accounts.ts';
import { type Model, splitReference } from '../../routing/models/model.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptEnd, AttemptReason, RunEvent } from '../events.ts';
import { attempt } from './attempt.ts';
import type { AttemptContext } from './attemptContext.ts';
import { type CoolDowns, isOutage } from './coolDowns.ts';
import type { Retries } from './retries.ts';

export interface FallbackContext extends AttemptContext {
  readonly coolDowns: CoolDowns;
  /** Omitted where nothing is asked twice. */
  readonly retries?: Retries;
  /** Called when another model is asked in place of one that failed. */
  readonly onStandIn?: (failed: { readonly choice: Choice; readonly error: ProviderError }) => void;
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

/** A model to ask, and how it came to be asked. */
interface Step {
  readonly choice: Choice;
  readonly how?: AttemptReason;
}

/**
 * Asks a model. When it fails for a moment, asks it again; when it cannot answer, asks the next model that
 * the decision allows, and one with a larger window when the task is too long for it. Once text was shown
 * or a tool call handed on, nothing stands in: two models' beginnings do not make an answer, and a tool
 * must not run twice.
 */
export async function* attemptOrFallback(
  request: FallbackRequest,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, FallbackResult> {
  const { fallbacks = [], larger = [], ...first } = request.choice;
  const standIns: StandIns = { fallbacks: [...fallbacks], larger: [...larger] };
  let end: AttemptEnd | undefined;
  let spent = noMoney;
  let step: Step | undefined = { choice: first, ...(request.how && { how: request.how }) };
  while (step) {
    const tried: FallbackResult | undefined = yield* attemptAgain(
      { ...request, ...step },
      spent,
      context,
      signal,
    );
    if (tried) ({ end, spent } = tried);
    step = mayStandIn(end, signal) ? nextStep(end, standIns) : undefined;
    if (tried && step) context.onStandIn?.({ choice: tried.end.choice, error: end!.error! });
  }
  return { end: end!, spent };
}

/** Asks one model, and again when it failed for a moment. Undefined when the choice is skipped. */
async function* attemptAgain(
  request: FallbackRequest,
  before: Accounts,
  context: FallbackContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, FallbackResult | undefined> {
  const { choice, purpose = 'answer' } = request;
  const { retries, coolDowns } = context;
  let spent = before;
  let end: AttemptEnd | undefined;
  retries?.began();
  for (let repeats = 0; ; repeats += 1) {
    const call = request.call(choice, spent);
    if (!call) return end && { end, spent };
    const how = repeats > 0 ? 'again' : request.how;
    end = yield* attempt({ ...request, call, purpose, ...(how && { how }) }, context, signal);
    spent = plus(spent, moneyOf(choice.model.simulated), end.cost.nanoUsd ?? 0);
    const pause = isEmpty(end) && !signal.aborted && end.error && retries?.next(end.error, repeats);
    if (typeof pause === 'number') await retries?.wait(pause, signal);
    if (typeof pause !== 'number' || signal.aborted) break;
  }
  if (end.outcome !== 'cancelled') coolDowns.note(choice.model.reference, end.error);
  return { end, spent };
}

/** Whether nothing of the answer reached anybody. */
function isEmpty({ text, toolCalls }: AttemptEnd): boolean {
  return text === '' && toolCalls.length === 0;
}

function mayStandIn(end: AttemptEnd | undefined, signal: AbortSignal): boolean {
  if (!end) return true;
  return isEmpty(end) && end.error !== undefined && !signal.aborted;
}

/** The models that were not asked yet; the next one is taken out. */
interface StandIns {
  readonly fallbacks: Choice[];
  readonly larger: Choice[];
}

function nextStep(end: AttemptEnd | undefined, { fallbacks, larger }: StandIns): Step | undefined {
  const error = end?.error;
  if (!end || !error || isOutage(error)) {
    const choice = takeFirst(fallbacks, (other) => !sharesFailure(other, end));
    if (choice) return { choice, how: 'fallback' };
    return undefined;
  }
  if (error.kind !== 'tooLong' && error.kind !== 'promptCut') return undefined;
  const choice = takeFirst(larger, (other) => isLarger(other.model, end.choice.model));
  return choice && { choice, how: 'larger' };
}

function takeFirst(choices: Choice[], fits: (choice: Choice) => boolean): Choice | undefined {
  const at = choices.findIndex(fits);
  return at < 0 ? undefined : choices.splice(0, at + 1).at(-1);
}

/** Whether a model would fail in the same way, because it is paid or reached in the same way. */
function sharesFailure({ model }: Choice, end: AttemptEnd | undefined): boolean {
  const failed = end?.error?.failed;
  if (!end || (failed !== 'account' && failed !== 'address')) return false;
  return providerOf(model) === providerOf(end.choice.model);
}

function providerOf({ reference }: Model): string {
  return splitReference(reference)!.provider;
}

function isLarger(other: Model, failed: Model): boolean {
  return (
    failed.contextTokens === undefined ||
    (other.contextTokens !== undefined && other.contextTokens > failed.contextTokens)
  );
}
