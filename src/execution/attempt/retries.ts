import { setTimeout as pause } from 'node:timers/promises';
import type { ProviderError, ProviderErrorKind } from '../../providers/providerError.ts';
import { minuteMs } from '../../routing/time.ts';

/** Decides whether a model that failed is asked the same once more, and when. Shared by all requests. */
export interface Retries {
  /** Counts a first try, which pays for a fifth of a later one. */
  began(): void;
  /**
   * Milliseconds until the model may be asked again; undefined when it is not asked again. `repeats` is how
   * often it was already. Counts the repetition that it allows.
   */
  next(error: ProviderError, repeats: number): number | undefined;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

// All chosen by judgement.
const mostRepeats = 2;
const windowMs = 5 * minuteMs;
/** Of the requests in the window, this share may be repeated. */
const repeatedShare = 0.2;
/** A single request may be repeated, although a fifth of it is less than one. */
const fewestRepeats = 2;
/** A longer wait is not waited out: another model is asked at once. */
const longestWaitMs = minuteMs;
const firstBackoffMs = 500;
const jitterMs = 500;

/** Kinds for which the same model would be asked in vain, whatever the server says. */
const neverRepeated: ReadonlySet<ProviderErrorKind> = new Set([
  'billing',
  // The wait was long already, and a server that loads a model begins again with each connection.
  'timeout',
]);

/** `now` gives milliseconds on a clock that never jumps, `random` a number from 0 up to 1. */
export function createRetries({
  now,
  random,
  wait,
}: {
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: Retries['wait'];
}): Retries {
  const firsts = createWindow(now);
  const repeated = createWindow(now);
  return {
    began: firsts.add,
    next(error, repeats) {
      if (!error.retryable || neverRepeated.has(error.kind) || repeats >= mostRepeats) {
        return undefined;
      }
      const { retryAfterMs } = error;
      if (retryAfterMs !== undefined && retryAfterMs > longestWaitMs) return undefined;
      const most = Math.max(fewestRepeats, Math.floor(firsts.count() * repeatedShare));
      if (repeated.count() >= most) return undefined;
      repeated.add();
      // Windows that failed together must not ask together again.
      return retryAfterMs === undefined
        ? Math.ceil(firstBackoffMs * 2 ** repeats * (0.5 + random() / 2))
        : retryAfterMs + Math.floor(random() * jitterMs);
    },
    wait,
  };
}

/** Counts what happened in the last five minutes. */
function createWindow(now: () => number) {
  let times: number[] = [];
  const prune = () => {
    times = times.filter((at) => now() - at < windowMs);
  };
  return {
    add() {
      prune();
      times.push(now());
    },
    count() {
      prune();
      return times.length;
    },
  };
}

/** Waits in real time. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  // Only the signal makes it reject.
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
