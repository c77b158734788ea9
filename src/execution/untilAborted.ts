import { once } from 'node:events';

/** Waits for a promise, but rejects with the signal's reason as soon as the signal aborts. */
export async function untilAborted<T>(signal: AbortSignal, waiting: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const over = new AbortController();
  const aborted = once(signal, 'abort', { signal: over.signal }).then((): never => {
    throw signal.reason;
  });
  try {
    return await Promise.race([waiting, aborted]);
  } finally {
    over.abort();
  }
}
