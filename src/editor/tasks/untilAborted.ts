import { once } from 'node:events';

/** Waits no longer than the signal allows: rejects with its reason, whatever becomes of the promise. */
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
