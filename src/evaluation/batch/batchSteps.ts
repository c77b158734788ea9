import type { BatchCall, BatchResult, BatchStatus } from '../../providers/batches/batchProvider.ts';
import { ProviderError } from '../../providers/providerError.ts';
import { dayMs } from '../../routing/time.ts';
import { type BatchFact, type Chunk, customIdOf, type KeptResult } from './batchFacts.ts';
import type { BatchHost, BatchRequest, PaidRequest } from './batchHost.ts';
import { type BatchAction, type ChunkState, halvesOf } from './batchJob.ts';

/** What every step of a job needs. */
export interface Acting {
  readonly host: BatchHost;
  readonly calls: ReadonlyMap<string, BatchRequest>;
  readonly signal: AbortSignal;
}

/** Does one step of a job. Each group of facts is on the disk before the step goes on. */
export async function* act(
  action: Exclude<BatchAction, { kind: 'wait' | 'done' }>,
  acting: Acting,
): AsyncGenerator<readonly BatchFact[]> {
  const { host, signal } = acting;
  switch (action.kind) {
    case 'plan':
      return yield [{ kind: 'planned', chunks: action.chunks }];
    case 'reserve':
      return yield [await reserved(action.chunks, acting)];
    case 'release': {
      const paid = action.chunks.flatMap((chunk) => paidOf(chunk, acting));
      await host.money.release(paid.slice(0, action.reserved));
      return yield action.chunks.map(({ id }) => ({ kind: 'closed', chunk: id }) as const);
    }
    case 'submit':
      return yield* submitted(action.at, acting);
    case 'find':
      return yield [await found(action.at, acting)];
    case 'poll':
      return yield [await polled(action.at, acting)];
    case 'fetch':
      return yield* fetched(action.at, acting);
    case 'cancel': {
      const { chunk, batchId } = action.at;
      await unlessOver(() => host.provider.cancel(batchId!, signal));
      return yield [{ kind: 'cancelSent', chunk: chunk.id }];
    }
    case 'giveUp': {
      const { chunk, results } = action.at;
      const missing = paidOf(chunk, acting).filter(({ key }) => !results.has(key));
      return yield await Promise.all(
        missing.map((paid) => resultFact(action.at, paid, action.result, acting)),
      );
    }
    case 'close':
      for (const { settlement } of action.at.results.values()) await host.money.settle(settlement);
      return yield [{ kind: 'closed', chunk: action.at.chunk.id }];
  }
}

export function paidOf(
  { keys, round }: Chunk,
  { calls, host }: Pick<Acting, 'calls' | 'host'>,
): readonly PaidRequest[] {
  return keys.map((key) => {
    const request = calls.get(key);
    // Money was set aside for it, so it cannot be left out.
    if (!request)
      throw new RangeError(`The batch has begun with "${key}". Bring that request again.`);
    return { ...request, customId: customIdOf(key, round, host.job) };
  });
}

async function reserved(chunks: readonly Chunk[], acting: Acting): Promise<BatchFact> {
  const ids = chunks.map(({ id }) => id);
  const over = await acting.host.money.reserve(chunks.flatMap((chunk) => paidOf(chunk, acting)));
  if (over !== undefined) return { kind: 'overBudget', chunks: ids, over };
  return { kind: 'reserved', chunks: ids };
}

async function* submitted(at: ChunkState, acting: Acting): AsyncGenerator<readonly BatchFact[]> {
  const { host, signal } = acting;
  const { chunk } = at;
  yield [{ kind: 'submitting', chunk: chunk.id, atMs: host.now() }];
  try {
    const batchId = await host.provider.submit(submissionOf(chunk, acting), signal);
    yield [{ kind: 'submitted', chunk: chunk.id, batchId, atMs: host.now() }];
  } catch (error) {
    // After any other failure the batch may be there all the same, and is looked for.
    if (!(error instanceof ProviderError) || !wasRefused(error)) {
      if (error instanceof ProviderError && error.retryable) {
        return yield [{ kind: 'asked', chunk: chunk.id, atMs: host.now() }];
      }
      throw error;
    }
    const halves = error.kind === 'tooLong' ? halvesOf(chunk) : undefined;
    if (halves) return yield [{ kind: 'split', chunk: chunk.id, into: halves }];
    yield [{ kind: 'notSubmitted', chunk: chunk.id, atMs: host.now() }];
    if (error.kind === 'rateLimited') return;
    if (error.failed !== 'request') throw error;
    const result: KeptResult = { kind: 'failed', message: error.message, mayPass: false };
    yield await Promise.all(
      paidOf(chunk, acting).map((paid) => resultFact(at, paid, result, acting)),
    );
  }
}

/** The server answered that it does not take the batch, so there is none. */
function wasRefused({ status, kind }: ProviderError): boolean {
  const isLate = status === 408 || status === 409;
  return kind === 'noKey' || (status !== undefined && status >= 400 && status < 500 && !isLate);
}

function submissionOf(chunk: Chunk, acting: Acting): { tag: string; calls: readonly BatchCall[] } {
  const calls = paidOf(chunk, acting);
  return { tag: calls[0]!.customId, calls };
}

async function found(at: ChunkState, acting: Acting): Promise<BatchFact> {
  const { host, signal } = acting;
  const id = at.chunk.id;
  const lost = { ...submissionOf(at.chunk, acting), sinceMs: at.sinceMs };
  const answer = await orLater(() => host.provider.find(lost, signal));
  const atMs = host.now();
  if (answer?.kind === 'found')
    return { kind: 'submitted', chunk: id, batchId: answer.batchId, atMs };
  if (answer?.kind === 'notThere') return { kind: 'notSubmitted', chunk: id, atMs };
  return { kind: 'asked', chunk: id, atMs };
}

async function polled(at: ChunkState, { host, signal }: Acting): Promise<BatchFact> {
  const chunk = at.chunk.id;
  const status = await orLater(() => host.provider.status(at.batchId!, signal)).catch(
    (error: unknown): BatchStatus => {
      if (!isForgotten(error, at, host.now())) throw error;
      return { phase: 'ended', raw: 'forgotten', results: 0 };
    },
  );
  const atMs = host.now();
  const isOver = status !== undefined && status.phase !== 'working';
  return isOver ? { kind: 'ended', chunk, atMs, status } : { kind: 'asked', chunk, atMs };
}

/** Cancels; a provider refuses that for a batch that is over already. */
async function unlessOver(cancel: () => Promise<void>): Promise<void> {
  try {
    await cancel();
  } catch (error) {
    const isOver =
      error instanceof ProviderError && error.failed !== 'account' && wasRefused(error);
    if (!isOver) throw error;
  }
}

/** Undefined for a failure that waiting may mend. */
async function orLater<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderError && error.retryable) return undefined;
    throw error;
  }
}

/** Milliseconds. OpenAI and Anthropic forget a batch, or its results, after about a month. */
const rememberedMs = 30 * dayMs;

/** Whether nobody can find out any more what came of a batch. */
function isForgotten(error: unknown, { sinceMs }: ChunkState, nowMs: number): boolean {
  const isMissing = error instanceof ProviderError && error.status === 404;
  return isMissing && nowMs - sinceMs > rememberedMs;
}

/** How many results are written at once. Chosen by judgement. */
const resultsAtOnce = 200;

async function* fetched(at: ChunkState, acting: Acting): AsyncGenerator<readonly BatchFact[]> {
  const { host, signal } = acting;
  const open = new Map(
    paidOf(at.chunk, acting)
      .filter(({ key }) => !at.results.has(key))
      .map((paid) => [paid.customId, paid]),
  );
  let facts: BatchFact[] = [];
  try {
    for await (const result of host.provider.results(at.batchId!, signal)) {
      const paid = open.get(result.customId);
      if (!paid) continue;
      open.delete(result.customId);
      facts.push(await resultFact(at, paid, keptOf(result), acting));
      if (facts.length < resultsAtOnce) continue;
      yield facts;
      facts = [];
    }
  } catch (error) {
    const mayCome = error instanceof ProviderError && error.retryable;
    if (!mayCome && !isForgotten(error, at, host.now())) throw error;
  }
  yield [...facts, { kind: 'asked', chunk: at.chunk.id, atMs: host.now() }];
}

function keptOf(result: BatchResult): KeptResult {
  if (result.kind === 'answered') return { kind: 'answered', parts: result.parts };
  if (result.kind !== 'failed') return { kind: result.kind };
  const { error } = result;
  // An answer that cannot be read may have been charged for.
  if (error.kind === 'malformed') return { kind: 'lost' };
  return { kind: 'failed', message: error.message, mayPass: error.retryable };
}

async function resultFact(
  at: ChunkState,
  paid: PaidRequest,
  result: KeptResult,
  { host }: Acting,
): Promise<BatchFact> {
  const latencyMs = Math.max(0, host.now() - (at.sinceMs || host.now()));
  const settlement = await host.money.settlementOf(paid, result, latencyMs);
  return { kind: 'result', chunk: at.chunk.id, key: paid.key, result, settlement };
}
