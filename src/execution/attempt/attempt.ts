import type {
  AttemptOutcome,
  Purpose,
  ReservationFact,
  SettlementFact,
} from '../../ledger/facts.ts';
import { type Ledger, LedgerError } from '../../ledger/ledger.ts';
import type { FinishReason, ModelCall, Part, Provider } from '../../providers/provider.ts';
import { ProviderError } from '../../providers/providerError.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import type { Choice } from '../../routing/decision.ts';
import { type Model, splitReference } from '../../routing/models/model.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { Usage } from '../../routing/models/usage.ts';
import type { BudgetGuard } from '../budgetGuard.ts';
import type { AttemptEnd, AttemptReason, RunEvent } from '../events.ts';
import { dayOf } from '../../routing/time.ts';
import { baselineOf, settleCost, worstCase } from './settleCost.ts';

/** What an attempt needs from the world. */
export interface AttemptContext {
  readonly ledger: Ledger;
  provider(id: string): Promise<Provider | undefined>;
  /** Counts tokens where the provider does not; never rejects. */
  countTokens(text: string): Promise<number>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds on a clock that never jumps. */
  monotonic(): number;
  newId(): string;
  /** Told of a bug that a run goes on after. */
  report(bug: unknown): void;
}

/** One call to one model: reserve, call, check that it is complete, settle. */
export async function* attempt(
  request: {
    readonly requestId: string;
    readonly choice: Choice;
    readonly call: Omit<ModelCall, 'model' | 'effort'>;
    readonly purpose: Purpose;
    /** Left out: it is the first. */
    readonly how?: AttemptReason;
    readonly baseline?: Model;
    /** Left out: it is under no budget. */
    readonly budgetGuard?: BudgetGuard;
  },
  context: AttemptContext,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, AttemptEnd> {
  const { choice, call, baseline } = request;
  const attemptId = context.newId();
  const { id, provider: providerId } = splitReference(choice.model.reference)!;
  const today = dayOf(context.now());
  const fullCall: ModelCall = {
    ...call,
    model: id,
    ...(choice.effort && { effort: choice.effort }),
  };

  const worstCaseNanoUsd = worstCase(fullCall, choice.model, today);
  const refusal = yield* reserved(
    {
      attemptId,
      requestId: request.requestId,
      atMs: context.now(),
      purpose: request.purpose,
      tier: choice.tier,
      model: choice.model.reference,
      modelName: choice.model.name,
      simulated: choice.model.simulated,
      ...(choice.effort && { effort: choice.effort }),
      ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }),
    },
    { context, budgetGuard: request.budgetGuard },
    signal,
  );
  yield { kind: 'attemptStarted', attemptId, choice, how: request.how ?? 'first' };
  if (refusal !== undefined) {
    const end = notAsked(attemptId, choice, refusal, signal.aborted);
    yield { kind: 'attemptEnded', end };
    return end;
  }

  const startedAt = context.monotonic();
  const seen: Seen = {
    text: '',
    hidden: '',
    toolCalls: [],
    usage: undefined,
    reportedNanoUsd: undefined,
    finish: undefined,
  };
  let firstTextMs: number | undefined;
  let error: ProviderError | undefined;
  let bug: unknown;
  try {
    for await (const part of partsOf(
      await context.provider(providerId),
      providerId,
      fullCall,
      signal,
    )) {
      remember(seen, part);
      if (part.kind === 'reasoning') yield { kind: 'thinking', attemptId };
      if (part.kind === 'toolCall') yield { kind: 'toolCall', attemptId, call: part.call };
      if (part.kind !== 'text') continue;
      firstTextMs ??= context.monotonic() - startedAt;
      yield { kind: 'text', attemptId, text: part.text };
    }
  } catch (thrown) {
    if (thrown instanceof ProviderError) error = thrown;
    // A provider that is told to stop ends with the signal's own reason.
    else if (!signal.aborted || thrown !== signal.reason) bug = thrown;
  }

  const outcome = bug ? 'failed' : outcomeOf(seen, error, signal.aborted);
  const latencyMs = context.monotonic() - startedAt;
  const { usage, cost } = await settleCost({
    call: fullCall,
    model: choice.model,
    today,
    text: seen.text + seen.hidden,
    finished: seen.finish !== undefined,
    usage: seen.usage,
    reportedNanoUsd: seen.reportedNanoUsd,
    error,
    countTokens: context.countTokens,
  });
  // Practice money is never measured against real prices, nor real money against practice prices.
  const isComparable = baseline?.simulated === choice.model.simulated;
  const compared = usage && isComparable ? baselineOf(usage, baseline, today) : undefined;
  const end: AttemptEnd = {
    attemptId,
    choice,
    outcome,
    text: seen.text,
    toolCalls: seen.toolCalls,
    cost,
    latencyMs,
    ...(usage && { usage }),
    ...(firstTextMs !== undefined && { firstTextMs }),
    ...(error && { error }),
  };
  const settlement: SettlementFact = {
    attemptId,
    atMs: context.now(),
    outcome,
    cost,
    latencyMs: Math.round(latencyMs),
    ...(firstTextMs !== undefined && { firstTextMs: Math.round(firstTextMs) }),
    ...(usage && { usage }),
    ...(compared && { baseline: compared }),
    ...(error && { errorKind: error.kind }),
  };
  yield* recorded(() => context.ledger.settle(settlement));
  request.budgetGuard?.spendLimit?.settle(settlement);
  // Even a bug is settled first: what was spent must not be forgotten.
  if (bug) throw bug;
  yield { kind: 'attemptEnded', end };
  return end;
}

interface Seen {
  text: string;
  /** Output that is paid for and not shown: reasoning and tool calls. */
  hidden: string;
  readonly toolCalls: ToolCall[];
  usage: Usage | undefined;
  reportedNanoUsd: NanoUsd | undefined;
  finish: FinishReason | undefined;
}

function partsOf(
  provider: Provider | undefined,
  providerId: string,
  call: ModelCall,
  signal: AbortSignal,
): AsyncIterable<Part> {
  if (provider) return provider.stream(call, signal);
  throw new ProviderError({
    kind: 'modelNotFound',
    provider: providerId,
    origin: '',
    message: `There is no provider "${providerId}".`,
  });
}

function remember(seen: Seen, part: Part): void {
  if (part.kind === 'text') seen.text += part.text;
  if (part.kind === 'reasoning') seen.hidden += part.text;
  if (part.kind === 'toolCall') {
    seen.hidden += part.call.name + part.call.argumentsJson;
    seen.toolCalls.push(part.call);
  }
  if (part.kind === 'finish') seen.finish = part.reason;
  if (part.kind === 'usage') {
    seen.usage = part.usage;
    seen.reportedNanoUsd = part.reportedNanoUsd ?? seen.reportedNanoUsd;
  }
}

// A stream without a finish reason was cut off, however much of it arrived.
function outcomeOf(seen: Seen, error: ProviderError | undefined, aborted: boolean): AttemptOutcome {
  if (seen.finish === undefined) {
    if (aborted) return 'cancelled';
    if (error) return seen.text === '' ? 'failed' : 'cutOff';
    return 'cutOff';
  }
  if (seen.finish === 'length') return 'truncated';
  if (seen.finish === 'refusal') return 'refused';
  if (seen.finish === 'stop' && seen.text.trim() === '') return 'empty';
  return seen.finish === 'other' ? 'cutOff' : 'complete';
}

/**
 * Sets the worst case aside before the socket opens. Where a budget does not allow it the developer is
 * asked; what is returned is why it must not be called. Without a ledger nobody can hold a call to a
 * budget; one that is under none is made all the same.
 */
async function* reserved(
  fact: ReservationFact,
  { context, budgetGuard }: { context: AttemptContext; budgetGuard: BudgetGuard | undefined },
  signal: AbortSignal,
): AsyncGenerator<RunEvent, string | undefined> {
  for (;;) {
    let over = budgetGuard?.spendLimit?.reserve(fact);
    if (!over) {
      const limits = budgetGuard?.limits(fact) ?? [];
      let answered = false;
      yield* recorded(async () => {
        over = await context.ledger.reserve(fact, limits);
        answered = true;
      });
      const isUnkept = !answered && limits.length > 0;
      if (over || isUnkept) budgetGuard?.spendLimit?.release(fact.attemptId);
      if (isUnkept) {
        return 'The ledger cannot be written, so no budget can be kept, and nothing was sent.';
      }
    }
    if (!over) return undefined;
    const isRaised = await budgetGuard?.askToRaise(over, signal).catch((thrown: unknown) => {
      // What nobody could be asked about is not allowed.
      if (!signal.aborted || thrown !== signal.reason) context.report(thrown);
      return false;
    });
    const where = over.simulated ? ' in practice money' : '';
    if (!isRaised) return `The budget of ${over.limit.budgetId}${where} does not allow this call.`;
  }
}

/** An attempt that a budget did not allow: nothing was sent, and nothing is in the ledger. */
function notAsked(
  attemptId: string,
  choice: Choice,
  message: string,
  cancelled: boolean,
): AttemptEnd {
  const error = new ProviderError({
    kind: 'overBudget',
    provider: 'Tierwise',
    origin: '',
    message,
  });
  const cost = { source: 'computed', nanoUsd: 0 } as const;
  const outcome = cancelled ? 'cancelled' : 'failed';
  return { attemptId, choice, outcome, text: '', toolCalls: [], cost, latencyMs: 0, error };
}

/** Keeps a fact, or says that it was not kept: a broken ledger must not cost the developer an answer. */
export async function* recorded(keep: () => Promise<void>): AsyncGenerator<RunEvent> {
  try {
    await keep();
  } catch (thrown) {
    if (!(thrown instanceof LedgerError)) throw thrown;
    yield { kind: 'notRecorded', message: thrown.message };
  }
}
