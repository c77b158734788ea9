import { Worker } from 'node:worker_threads';
import { estimateTokens } from '../../routing/candidates/requirements.ts';
import type { CountAnswer, CountRequest } from './tokenWorker.ts';

export interface TokenCount {
  readonly tokens: number;
  /** Counted with the o200k vocabulary, not estimated. Other vocabularies differ by a third. */
  readonly exact: boolean;
}

export interface TokenCounter {
  /** Never rejects: where counting fails or takes too long, the count is an estimate. */
  count(text: string): Promise<TokenCount>;
  dispose(): void;
}

interface Waiting {
  answer(count: TokenCount): void;
  estimate(): void;
}

/**
 * Counts tokens in a worker, which is started on first use and let go when idle, since its
 * vocabulary takes some 80 MB. `workerUrl` is tokenWorker.js beside the bundle; times are
 * milliseconds.
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
  let ready = false;
  let lastId = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const started = new Worker(workerUrl);
    started.unref();
    const lost = () => {
      if (worker === started) stop();
    };
    started.on('message', (message: CountAnswer) => {
      if (worker !== started) return;
      if ('ready' in message) ready = true;
      else waiting.get(message.id)?.answer(message);
    });
    started.on('error', lost);
    started.on('exit', lost);
    return started;
  }

  /** Ends the worker. Whoever still waits for it gets an estimate. */
  function stop(): void {
    clearTimeout(idleTimer);
    void worker?.terminate();
    worker = undefined;
    ready = false;
    for (const one of waiting.values()) one.estimate();
  }

  function tooSlow(id: number): void {
    // A worker that still loads its vocabulary is not stuck; only this caller stops waiting.
    if (ready) stop();
    else waiting.get(id)?.estimate();
  }

  return {
    count(text) {
      clearTimeout(idleTimer);
      worker ??= start();
      lastId += 1;
      const id = lastId;
      const { promise, resolve } = Promise.withResolvers<TokenCount>();
      const timer = setTimeout(() => tooSlow(id), timeoutMs);
      const answer = ({ tokens, exact }: TokenCount) => {
        clearTimeout(timer);
        waiting.delete(id);
        resolve({ tokens, exact });
        if (waiting.size === 0 && worker) idleTimer = setTimeout(stop, idleMs).unref();
      };
      waiting.set(id, {
        answer,
        estimate: () => answer({ tokens: estimateTokens(text), exact: false }),
      });
      worker.postMessage({ id, text } satisfies CountRequest);
      return promise;
    },
    dispose: stop,
  };
}
