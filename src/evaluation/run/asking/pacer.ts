import type { ProviderError } from '../../../providers/providerError.ts';
import { minuteMs } from '../../../routing/time.ts';
import type { Retries } from '../../../execution/attempt/retries.ts';

/** Keeps to what a provider lets through: fewer calls at a time after a rate limit, slowly more again. */
export interface Pacer {
  /** Resolves when a trial may call. Rejects with the signal's reason. */
  begin(signal: AbortSignal): Promise<Turn>;
  /** How many may call at a time now. */
  limit(): number;
}

/** One trial's permission to call, one call after the other. */
export interface Turn {
  /** Asks again what failed for a moment, after the time that the provider names. */
  readonly retries: Retries;
  /** Milliseconds that the trial has waited since it began. */
  waitedMs(): number;
  end(): void;
}

// All chosen by judgement.
const mostRepeats = 6;
/** A longer wait is not waited out: the trial could not run. */
const longestWaitMs = 5 * minuteMs;
const firstBackoffMs = 1_000;
const longestBackoffMs = minuteMs;
/** So many calls in a row for each one at a time must go well before one more is let through. */
const callsToRaise = 2;

/**
 * @param most calls at a time
 * @param now milliseconds on a clock that never jumps
 */
export function createPacer({
  most,
  now,
  wait,
}: {
  readonly most: number;
  readonly now: () => number;
  readonly wait: Retries['wait'];
}): Pacer {
  let limit = most;
  let calling = 0;
  let goneWell = 0;
  let notBefore = -Infinity;
  /** Counts the falls, so that calls that were made together lower the limit once. */
  let falls = 0;
  let freed = Promise.withResolvers<void>();

  async function enter(signal: AbortSignal): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const ms = notBefore - now();
      if (ms > 0) await wait(ms, signal);
      else if (calling < limit) break;
      else await untilFreed(signal);
    }
    calling += 1;
    return falls;
  }
  async function untilFreed(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>();
    const abort = (): void => aborted.resolve();
    signal.addEventListener('abort', abort, { once: true });
    await Promise.race([freed.promise, aborted.promise]);
    signal.removeEventListener('abort', abort);
  }
  function leave(): void {
    calling -= 1;
    freed.resolve();
    freed = Promise.withResolvers();
  }
  function fall(sinceFalls: number, ms: number): void {
    notBefore = Math.max(notBefore, now() + ms);
    goneWell = 0;
    if (sinceFalls < falls) return;
    falls += 1;
    limit = Math.max(1, Math.floor(limit / 2));
  }
  function wentWell(): void {
    goneWell += 1;
    if (limit === most || goneWell < limit * callsToRaise) return;
    limit += 1;
    goneWell = 0;
  }

  return {
    limit: () => limit,
    async begin(signal) {
      let isIn = true;
      let hadTrouble = false;
      let since = await enter(signal);
      let waited = 0;
      return {
        retries: {
          began: () => undefined,
          next(error, repeats) {
            hadTrouble = true;
            const ms = pauseAfter(error, repeats);
            if (isCrowded(error)) fall(since, Math.min(ms ?? 0, longestWaitMs));
            return repeats < mostRepeats ? ms : undefined;
          },
          async wait(ms, stop) {
            const from = now();
            leave();
            isIn = false;
            await wait(ms, stop);
            try {
              since = await enter(stop);
              isIn = true;
            } catch {
              // It was cancelled, which its caller sees by the signal.
            }
            waited += now() - from;
          },
        },
        waitedMs: () => waited,
        end() {
          if (!isIn) return;
          if (!hadTrouble) wentWell();
          leave();
          isIn = false;
        },
      };
    },
  };
}

/** Milliseconds until the same may be asked again; undefined when it may not. */
function pauseAfter(error: ProviderError, repeats: number): number | undefined {
  // A slow answer was waited for already, and money does not come by waiting.
  if (!error.retryable || error.kind === 'timeout' || error.kind === 'billing') return undefined;
  const { retryAfterMs = Math.min(firstBackoffMs * 2 ** repeats, longestBackoffMs) } = error;
  return retryAfterMs <= longestWaitMs ? retryAfterMs : undefined;
}

function isCrowded({ kind }: ProviderError): boolean {
  return kind === 'rateLimited' || kind === 'overloaded';
}
