import { Worker } from 'node:worker_threads';
import { estimateTokens } from '../../routing/candidates/requirements.ts';
import type { CountAnswer, CountRequest } from './tokenWorker.ts';

export interface TokenCount {
  readonly tokens: number;
  /** True when counted with the o200k vocabulary, false when estimated. Other vocabularies differ by about a third. */
  readonly exact: boolean;
}

export interface TokenCounter {
  /** Never rejects: where counting fails or takes too long, the count is an estimate. */
  count(text: string): Promise<TokenCount>;
  dispose(): void;
}

/** A count that a caller waits for. */
interface PendingCount {
  readonly promise: Promise<TokenCount>;
  resolve(count: TokenCount): void;
  estimate(): void;
}

/**
 * Counts tokens in a worker. The worker starts on first use and stops when idle, because its
 * vocabulary takes some 80 MB. `workerUrl` is tokenWorker.js beside the bundle. Times are
 * milliseconds, chosen by judgement.
 */
export function createTokenCounter({
  workerUrl,
  timeoutMs = 2_000,
  idleMs = 60_000,
}: {
  readonly workerUrl: URL;
  readonly timeoutMs?: number;
  readonly idleMs?: number;
}): TokenCounter {
  let worker: Worker | undefined;
  let isReady = false;
  let lastId = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  const pending = new Map<number, PendingCount>();

  /** Ends the worker. Every pending count becomes an estimate. */
  function stop(): void {
    clearTimeout(idleTimer);
    void worker?.terminate();
    worker = undefined;
    isReady = false;
    for (const count of pending.values()) count.estimate();
  }

  function receive(from: Worker, message: CountAnswer): void {
    if (worker !== from) return;
    if ('ready' in message) isReady = true;
    else pending.get(message.id)?.resolve(message);
  }

  function onLost(lost: Worker): void {
    if (worker === lost) stop();
  }

  function onTimeout(id: number): void {
    // A worker that still loads its vocabulary is not stuck, so it keeps running.
    if (isReady) stop();
    else pending.get(id)?.estimate();
  }

  function onSettled(id: number): void {
    pending.delete(id);
    if (pending.size === 0 && worker) idleTimer = setTimeout(stop, idleMs).unref();
  }

  return {
    count(text) {
      clearTimeout(idleTimer);
      worker ??= startWorker(workerUrl, receive, onLost);
      lastId += 1;
      const id = lastId;
      const timer = setTimeout(() => onTimeout(id), timeoutMs);
      const count = pendingCount(text, () => {
        clearTimeout(timer);
        onSettled(id);
      });
      pending.set(id, count);
      worker.postMessage({ id, text } satisfies CountRequest);
      return count.promise;
    },
    dispose: stop,
  };
}

function startWorker(
  url: URL,
  receive: (from: Worker, message: CountAnswer) => void,
  onLost: (worker: Worker) => void,
): Worker {
  const worker = new Worker(url);
  worker.unref();
  worker.on('message', (message: CountAnswer) => receive(worker, message));
  worker.on('error', () => onLost(worker));
  worker.on('exit', () => onLost(worker));
  return worker;
}

function pendingCount(text: string, onSettled: () => void): PendingCount {
  const { promise, resolve } = Promise.withResolvers<TokenCount>();
  const settle = ({ tokens, exact }: TokenCount) => {
    resolve({ tokens, exact });
    onSettled();
  };
  return {
    promise,
    resolve: settle,
    estimate: () => settle({ tokens: estimateTokens(text), exact: false }),
  };
}
