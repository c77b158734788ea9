import { createCoolDowns } from '../../src/execution/attempt/coolDowns.ts';
import type { FallbackContext } from '../../src/execution/attempt/fallback.ts';
import type { RunEvent } from '../../src/execution/events.ts';
import type { Gate } from '../../src/execution/gates/gate.ts';
import type { ReservationFact, SettlementFact } from '../../src/ledger/facts.ts';
import { type Ledger, LedgerError } from '../../src/ledger/ledger.ts';
import type { FinishReason, ModelCall, Part } from '../../src/providers/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../../src/providers/providerError.ts';
import type { Choice } from '../../src/routing/decision.ts';
import type { Effort, ModelReference } from '../../src/routing/models/model.ts';
import { modelWith } from './tasks.ts';
import { unaskedLedger } from './unaskedLedger.ts';

/** What a model streams for one call. */
export type Answer = (call: ModelCall, signal: AbortSignal) => AsyncIterable<Part>;

/** What each model answers, call by call, by its reference. A call beyond the script is a bug. */
export type Script = Readonly<Record<string, readonly Answer[]>>;

/** A hundred tokens in and ten out: 150,000 nano-dollars at the prices of `modelWith`. */
export const usage: Part = {
  kind: 'usage',
  usage: { inputTokens: 100, outputTokens: 10 },
  raw: {},
};
export const costOfOne = 150_000;

export const text = (words: string): Part => ({ kind: 'text', text: words });
export const finish = (reason: FinishReason): Part => ({ kind: 'finish', reason, raw: reason });
export const fenced = (code: string) => `\`\`\`\n${code}\n\`\`\``;

/** Streams the parts, then ends or fails. */
export function streams(parts: readonly Part[], error?: Error): Answer {
  return async function* answer() {
    yield* parts;
    if (error) throw error;
  };
}

export const says = (words: string): Answer => streams([text(words), usage, finish('stop')]);
/** A whole answer to an edit. */
export const writes = (code: string): Answer => says(fenced(code));

export function failure(kind: ProviderErrorKind, retryAfterMs?: number): ProviderError {
  const origin = 'http://127.0.0.1';
  return new ProviderError({ kind, provider: 'p', origin, message: `${kind}!`, retryAfterMs });
}
export const fails = (kind: ProviderErrorKind): Answer => streams([], failure(kind));

/** Answers once something else has happened; ends at once if aborted before. */
export function after(happened: Promise<unknown>, answer: Answer): Answer {
  return async function* waiting(call, signal) {
    const aborted = Promise.withResolvers<never>();
    const abort = () => aborted.reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    await Promise.race([happened, aborted.promise]);
    yield* answer(call, signal);
  };
}

/** Streams the words, then waits until it is aborted. */
export function hangs(words = 'half', began: () => void = () => undefined): Answer {
  return async function* hanging(call, signal) {
    yield text(words);
    began();
    yield* after(new Promise(() => {}), says(''))(call, signal);
  };
}

/** Fails every candidate that contains the word `wrong`. */
export const noWrongs: Gate = {
  name: 'command',
  async check({ fileText = '' }, signal) {
    signal.throwIfAborted();
    if (!fileText.includes('wrong')) return { gate: 'command', kind: 'pass' };
    return { gate: 'command', kind: 'fail', evidence: [{ line: 2, message: 'test broke' }] };
  },
};

/** Runs until it is aborted. */
export function looksForever(began: () => void = () => undefined): Gate {
  return {
    name: 'command',
    check(_, signal) {
      signal.throwIfAborted();
      const { promise, reject } = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => reject(signal.reason));
      began();
      return promise;
    },
  };
}

export function rung(tier: string, fallbacks: readonly ModelReference[] = []): Choice {
  const standIns = fallbacks.map((each) => ({ tier, model: modelWith(each) }));
  return {
    tier,
    model: modelWith(`p/${tier}`),
    ...(standIns.length > 0 && { fallbacks: standIns }),
  };
}

/** A test world with scripted models. `log` records what happened, in order. */
export function scriptedWorld(
  script: Script,
  options: { readonly monotonic?: () => number; readonly ledgerBroken?: boolean } = {},
) {
  const log: string[] = [];
  const calls: { model: string; call: ModelCall }[] = [];
  const bugs: unknown[] = [];
  const reservations: ReservationFact[] = [];
  const settlements: SettlementFact[] = [];
  const keep = async (entry: string, done: () => unknown = () => undefined) => {
    log.push(entry);
    if (options.ledgerBroken) throw new LedgerError('locked', 'The ledger is locked.');
    done();
  };
  const modelOf = (attemptId: string) =>
    reservations.find((fact) => fact.attemptId === attemptId)?.model ?? '';
  const ledger: Ledger = {
    recordRequest: () => keep('request'),
    async reserve(fact, limits = []) {
      const { worstCaseNanoUsd } = fact;
      const sum = reservations.map((each) => each.worstCaseNanoUsd ?? 0);
      const spentNanoUsd = sum.reduce((all, each) => all + each, 0);
      const limit = limits.find(({ capNanoUsd }) =>
        worstCaseNanoUsd === undefined
          ? !fact.mayCostAnything
          : spentNanoUsd + worstCaseNanoUsd > capNanoUsd,
      );
      if (limit) {
        log.push(`refuse ${fact.model}`);
        return { limit, spentNanoUsd, ...(worstCaseNanoUsd !== undefined && { worstCaseNanoUsd }) };
      }
      await keep(`reserve ${fact.model}`, () => reservations.push(fact));
      return undefined;
    },
    settle: (fact) =>
      keep(`settle ${modelOf(fact.attemptId)} ${fact.outcome}`, () => settlements.push(fact)),
    recordVerdict: ({ gate, verdict }) => keep(`${gate} ${verdict}`),
    recordChosen: ({ attemptId }) => keep(`chosen ${modelOf(attemptId)}`),
    recordStatement: async () => undefined,
    recordOutcome: async () => undefined,
    recordTurnOutcome: ({ outcome }) => keep(`turn ${outcome}`),
    ...unaskedLedger,
    standings: async () => [],
    statements: async () => [],
    latencies: async () => new Map(),
    close: async () => undefined,
  };
  async function* stream(model: string, call: ModelCall, signal: AbortSignal) {
    const nth = calls.filter((each) => each.model === model).length;
    calls.push({ model, call });
    log.push(`call ${model}`);
    const answer = script[model]?.[nth];
    if (!answer) throw new TypeError(`The script knows no call ${nth + 1} of ${model}.`);
    const abort = () => log.push(`abort ${model}`);
    signal.addEventListener('abort', abort);
    try {
      yield* answer(call, signal);
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
  let clock = 0;
  let ids = 0;
  const context: FallbackContext = {
    ledger,
    provider: async (id) => ({
      id,
      stream: (call, signal) => stream(`${id}/${call.model}`, call, signal),
    }),
    countTokens: async (words) => words.length,
    now: () => Date.UTC(2026, 10, 21),
    monotonic: options.monotonic ?? (() => (clock += 5)),
    newId: () => `attempt ${++ids}`,
    coolDowns: createCoolDowns(() => 0),
    report: (bug) => bugs.push(bug),
  };
  return {
    context,
    log,
    calls,
    bugs,
    reservations,
    settlements,
    controller: new AbortController(),
  };
}
export type World = ReturnType<typeof scriptedWorld>;

/** Which models were asked, in order: `p/fast`, `p/fast@high`. */
export function asked({ calls }: Pick<World, 'calls'>): string[] {
  const suffix = (effort?: Effort) => (effort ? `@${effort}` : '');
  return calls.map(({ model, call }) => model + suffix(call.effort));
}

/** Drains a run; `see` is called with each event as it arrives. */
export async function drain<End>(
  running: AsyncGenerator<RunEvent, End>,
  see: (event: RunEvent) => void = () => undefined,
): Promise<{ events: RunEvent[]; end: End }> {
  const events: RunEvent[] = [];
  let next = await running.next();
  while (!next.done) {
    events.push(next.value);
    see(next.value);
    next = await running.next();
  }
  return { events, end: next.value };
}

/** The events of one kind. */
export function eventsOf<Kind extends RunEvent['kind']>(events: readonly RunEvent[], kind: Kind) {
  return events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind);
}
