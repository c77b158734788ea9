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

interface TokenCounterOptions {
  /** tokenWorker.js, which lies beside the bundle. */
  readonly workerUrl: URL;
  /** Milliseconds until a count becomes an estimate. The default is chosen by judgement. */
  readonly timeoutMs?: number;
  /** Milliseconds until an unused worker stops. The default is chosen by judgement. */
  readonly idleMs?: number;
}

/**
 * Counts tokens in a worker. The worker starts on first use and stops when idle, because its
 * vocabulary takes some 30 MB.
 */
export function createTokenCounter({
  workerUrl,
  timeoutMs = 2_000,
  idleMs = 60_000,
}: TokenCounterOptions): TokenCounter {
  let worker: TokenWorker | undefined;
  let lastId = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  const pending = new Map<number, PendingCount>();

  /** Ends the worker. Every pending count becomes an estimate. */
  function stop(): void {
    clearTimeout(idleTimer);
    worker?.stop();
    worker = undefined;
    for (const count of pending.values()) count.estimate();
  }

  function onTimeout(id: number): void {
    // A worker that still loads its vocabulary is not stuck, so it keeps running.
    if (worker?.isReady()) stop();
    else pending.get(id)?.estimate();
  }

  function onSettled(id: number): void {
    pending.delete(id);
    if (pending.size === 0 && worker) idleTimer = setTimeout(stop, idleMs).unref();
  }

  return {
    count(text) {
      clearTimeout(idleTimer);
      worker ??= startWorker(workerUrl, (id, count) => pending.get(id)?.resolve(count), stop);
      lastId += 1;
      const id = lastId;
      const timer = setTimeout(() => onTimeout(id), timeoutMs);
      const count = pendingCount(text, () => {
        clearTimeout(timer);
        onSettled(id);
      });
      pending.set(id, count);
      worker.send({ id, text });
      return count.promise;
    },
    dispose: stop,
  };
}

interface TokenWorker {
  /** Whether the vocabulary is loaded. */
  isReady(): boolean;
  send(request: CountRequest): void;
  /** Ends the worker; nothing is reported from it any more. */
  stop(): void;
}

function startWorker(
  url: URL,
  onCount: (id: number, count: TokenCount) => void,
  onLost: () => void,
): TokenWorker {
  const worker = new Worker(url);
  let isReady = false;
  let isStopped = false;
  const lost = () => {
    if (!isStopped) onLost();
  };
  worker.unref();
  worker.on('message', (message: CountAnswer) => {
    if (isStopped) return;
    if ('ready' in message) isReady = true;
    else onCount(message.id, message);
  });
  worker.on('error', lost);
  worker.on('exit', lost);
  return {
    isReady: () => isReady,
    send: (request) => worker.postMessage(request),
    stop() {
      isStopped = true;
      void worker.terminate();
    },
  };
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
