import type { SettlementFact } from '../../ledger/facts.ts';
import type { BatchLimits, BatchStatus } from '../../providers/batches/batchProvider.ts';
import type { BatchFact, Chunk, KeptResult, OverBudget } from './batchFacts.ts';

export interface JobInput {
  /** In the order in which they are submitted; keys are unique. */
  readonly requests: readonly { readonly key: string; readonly bytes: number }[];
  readonly limits: BatchLimits;
}

export interface ChunkState {
  readonly chunk: Chunk;
  readonly phase:
    | 'planned'
    | 'overBudget'
    | 'reserved'
    | 'submitting'
    | 'submitted'
    | 'ended'
    | 'closed';
  readonly batchId?: string;
  /** When the newest submission began, milliseconds since 1970. */
  readonly sinceMs: number;
  /** Questions since the last step forward, and when the newest was asked. */
  readonly asked: number;
  readonly askedAtMs: number;
  readonly status?: BatchStatus;
  readonly cancelSent: boolean;
  readonly results: ReadonlyMap<string, Extract<BatchFact, { kind: 'result' }>>;
}

export interface JobState {
  readonly chunks: ReadonlyMap<string, ChunkState>;
  readonly cancelAsked: boolean;
  /** Why a budget did not allow a part of it. */
  readonly overBudget?: OverBudget;
}

export const startingJob: JobState = { chunks: new Map(), cancelAsked: false };

/** What the host does next. */
export type BatchAction =
  | { readonly kind: 'plan'; readonly chunks: readonly Chunk[] }
  | { readonly kind: 'reserve'; readonly chunks: readonly Chunk[] }
  /** Gives back what was set aside for the first so many requests of these chunks. */
  | { readonly kind: 'release'; readonly chunks: readonly Chunk[]; readonly reserved: number }
  | {
      readonly kind: 'submit' | 'find' | 'poll' | 'fetch' | 'cancel' | 'close';
      readonly at: ChunkState;
    }
  /** Requests that end without the provider: nothing more of them will come. */
  | { readonly kind: 'giveUp'; readonly at: ChunkState; readonly result: KeptResult }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'done' };

/** Chosen by judgement, milliseconds: a small batch may end within seconds, most within an hour, and a day is the longest. */
const firstPauseMs = 5000;
const longestPauseMs = 10 * 60_000;
/** How long a new batch may be missing in a provider's list. Chosen by judgement. */
const listedMs = 60_000;
const pauseGrowth = 1.5;
/** How often a file of results that was cut off is asked for again. Chosen by judgement. */
const mostFetches = 6;
const lastRound = 2;

export function afterFact(state: JobState, fact: BatchFact): JobState {
  switch (fact.kind) {
    case 'planned':
      return withChunks(
        state,
        fact.chunks.map((chunk) => fresh(chunk, 'planned')),
      );
    case 'split': {
      const chunks = new Map(state.chunks);
      chunks.delete(fact.chunk);
      return withChunks(
        { ...state, chunks },
        fact.into.map((chunk) => fresh(chunk, 'reserved')),
      );
    }
    case 'reserved':
      return fact.chunks.reduce((all, id) => changed(all, id, { phase: 'reserved' }), state);
    case 'overBudget': {
      const over = fact.chunks.reduce(
        (all, id) => changed(all, id, { phase: 'overBudget' }),
        state,
      );
      return { ...over, overBudget: fact.over };
    }
    case 'submitting':
      return changed(state, fact.chunk, { phase: 'submitting', sinceMs: fact.atMs, ...unasked });
    case 'submitted':
      return changed(state, fact.chunk, {
        phase: 'submitted',
        batchId: fact.batchId,
        asked: 0,
        askedAtMs: fact.atMs,
      });
    case 'notSubmitted':
      return askedOnce(changed(state, fact.chunk, { phase: 'reserved' }), fact.chunk, fact.atMs);
    case 'asked':
      return askedOnce(state, fact.chunk, fact.atMs);
    case 'ended':
      return changed(state, fact.chunk, { phase: 'ended', status: fact.status, ...unasked });
    case 'result': {
      const results = new Map(state.chunks.get(fact.chunk)?.results).set(fact.key, fact);
      return changed(state, fact.chunk, { results });
    }
    case 'closed':
      return changed(state, fact.chunk, { phase: 'closed' });
    case 'cancelAsked':
      return { ...state, cancelAsked: true };
    case 'cancelSent':
      // Somebody waits for its end now.
      return changed(state, fact.chunk, { cancelSent: true, asked: 0 });
  }
}

const unasked = { asked: 0, askedAtMs: -Infinity } as const;

function fresh(chunk: Chunk, phase: 'planned' | 'reserved'): ChunkState {
  return { chunk, phase, sinceMs: 0, cancelSent: false, results: new Map(), ...unasked };
}

function withChunks(state: JobState, more: readonly ChunkState[]): JobState {
  const chunks = new Map(state.chunks);
  for (const each of more) chunks.set(each.chunk.id, each);
  return { ...state, chunks };
}

function changed(state: JobState, id: string, change: Partial<ChunkState>): JobState {
  const before = state.chunks.get(id);
  return before ? withChunks(state, [{ ...before, ...change }]) : state;
}

function askedOnce(state: JobState, id: string, askedAtMs: number): JobState {
  return changed(state, id, { asked: (state.chunks.get(id)?.asked ?? 0) + 1, askedAtMs });
}

/** The next step of a job at a time, milliseconds since 1970. */
export function nextAction(input: JobInput, state: JobState, nowMs: number): BatchAction {
  const chunks = [...state.chunks.values()];
  if (chunks.length === 0)
    return planOf(
      input,
      1,
      input.requests.map(({ key }) => key),
    );
  const planned = chunks.filter(({ phase }) => phase === 'planned');
  if (planned.length > 0 && !state.cancelAsked) {
    return { kind: 'reserve', chunks: planned.map(({ chunk }) => chunk) };
  }
  const over = chunks.filter(({ phase }) => phase === 'overBudget');
  if (over.length > 0) {
    const { reserved } = state.overBudget!;
    return { kind: 'release', chunks: over.map(({ chunk }) => chunk), reserved };
  }
  const steps = chunks.flatMap((at) => stepOf(at, state.cancelAsked) ?? []);
  const due = steps.find(({ dueMs }) => dueMs <= nowMs);
  if (due) return due.action;
  if (steps.length > 0) {
    return { kind: 'wait', untilMs: Math.min(...steps.map(({ dueMs }) => dueMs)) };
  }
  const again = state.cancelAsked ? [] : retryable(chunks);
  return again.length > 0 ? planOf(input, lastRound, again) : { kind: 'done' };
}

interface Step {
  readonly action: BatchAction;
  readonly dueMs: number;
}

function stepOf(at: ChunkState, cancelAsked: boolean): Step | undefined {
  const now = (action: BatchAction): Step => ({ action, dueMs: -Infinity });
  const later = (kind: 'submit' | 'find' | 'poll' | 'fetch'): Step => {
    return { action: { kind, at }, dueMs: at.askedAtMs + pauseOf(at.asked) };
  };
  const isFull = at.results.size === at.chunk.keys.length;
  switch (at.phase) {
    case 'closed':
    case 'overBudget':
      return undefined;
    case 'planned':
    case 'reserved':
      if (isFull) return now({ kind: 'close', at });
      return cancelAsked
        ? now({ kind: 'giveUp', at, result: { kind: 'cancelled' } })
        : later('submit');
    case 'submitting':
      // What the provider has just taken may not be in its list yet.
      return {
        action: { kind: 'find', at },
        dueMs: Math.max(at.sinceMs + listedMs, later('find').dueMs),
      };
    case 'submitted':
      return cancelAsked && !at.cancelSent ? now({ kind: 'cancel', at }) : later('poll');
    case 'ended': {
      if (isFull) return now({ kind: 'close', at });
      const status = at.status!;
      if (status.phase === 'refused') {
        const message = status.why ?? 'The provider refused the batch.';
        return now({ kind: 'giveUp', at, result: { kind: 'failed', message, mayPass: false } });
      }
      const isCutOff = at.results.size < status.results && at.asked < mostFetches;
      if (at.asked === 0 || isCutOff) return later('fetch');
      return now({ kind: 'giveUp', at, result: resultOfMissing(at, cancelAsked) });
    }
  }
}

/** What no result says of a request: cancelled and expired ones may be in no file. */
function resultOfMissing({ status, results }: ChunkState, cancelAsked: boolean): KeptResult {
  if (results.size < status!.results) return { kind: 'lost' };
  if (status!.raw === 'cancelled' || cancelAsked) return { kind: 'cancelled' };
  return { kind: status!.raw === 'expired' ? 'expired' : 'lost' };
}

function pauseOf(asked: number): number {
  return Math.min(longestPauseMs, firstPauseMs * pauseGrowth ** asked);
}

/** Requests of the first round that may do better in a second one. */
function retryable(chunks: readonly ChunkState[]): readonly string[] {
  if (chunks.some(({ chunk }) => chunk.round === lastRound)) return [];
  return chunks.flatMap(({ results }) =>
    [...results.values()].flatMap(({ key, result }) => {
      const mayPass = result.kind === 'expired' || (result.kind === 'failed' && result.mayPass);
      return mayPass ? [key] : [];
    }),
  );
}

/** Chunks within the limits, in the order of the keys. */
function planOf(
  { requests, limits }: JobInput,
  round: number,
  keys: readonly string[],
): BatchAction {
  const bytes = new Map(requests.map((request) => [request.key, request.bytes]));
  const groups: string[][] = [];
  let size = 0;
  for (const key of keys) {
    const more = bytes.get(key) ?? 0;
    const last = groups.at(-1);
    if (last && last.length < limits.requests && size + more <= limits.bytes) {
      last.push(key);
      size += more;
    } else {
      groups.push([key]);
      size = more;
    }
  }
  if (groups.length === 0) return { kind: 'done' };
  const chunks = groups.map((group, place) => ({
    id: `${round}.${place + 1}`,
    round,
    keys: group,
  }));
  return { kind: 'plan', chunks };
}

/** Both halves of a chunk that a provider takes for too large; undefined for a single request. */
export function halvesOf({ id, round, keys }: Chunk): readonly Chunk[] | undefined {
  if (keys.length < 2) return undefined;
  const middle = Math.ceil(keys.length / 2);
  return [keys.slice(0, middle), keys.slice(middle)].map((part, place) => {
    return { id: `${id}.${place + 1}`, round, keys: part };
  });
}

/** The newest result of each request, by key. */
export function resultsOf(state: JobState): ReadonlyMap<string, KeptResult> {
  return new Map(inRounds(state).map(({ key, result }) => [key, result]));
}

/** What each request was charged, by key: one settlement for each round. */
export function settlementsOf(state: JobState): ReadonlyMap<string, readonly SettlementFact[]> {
  const byKey = Map.groupBy(inRounds(state), ({ key }) => key);
  return new Map(
    [...byKey].map(([key, facts]) => [key, facts.map(({ settlement }) => settlement)]),
  );
}

function inRounds({ chunks }: JobState): readonly Extract<BatchFact, { kind: 'result' }>[] {
  const inOrder = [...chunks.values()].toSorted((a, b) => a.chunk.round - b.chunk.round);
  return inOrder.flatMap(({ results }) => [...results.values()]);
}

/** The chunks whose money is set aside and not settled. */
export function openChunks(state: JobState): readonly Chunk[] {
  const isOpen = ({ phase }: ChunkState) =>
    phase !== 'planned' && phase !== 'overBudget' && phase !== 'closed';
  return [...state.chunks.values()].filter(isOpen).map(({ chunk }) => chunk);
}

/** Whether its provider has a part of the job whose results are not settled, or may have one. */
export function mayBeWithProvider({ chunks }: JobState): boolean {
  const phases: readonly ChunkState['phase'][] = ['submitting', 'submitted', 'ended'];
  return [...chunks.values()].some(({ phase }) => phases.includes(phase));
}
