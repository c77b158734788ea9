import type { ProviderError } from '../../../providers/providerError.ts';
import { minuteMs } from '../../../routing/time.ts';
import type { Retries } from '../../../execution/attempt/retries.ts';

/** Keeps to what a provider lets through: fewer calls at a time after a rate limit, slowly more again. */
export interface Pacer {
  /** Resolves when a trial may call. Rejects with the signal's reason. */
  begin(signal: AbortSignal): Promise<Permit>;
  /** How many may call at a time now. */
  limit(): number;
}

/** One trial's permission to call, one call after the other. */
export interface Permit {
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
/** The limit rises by one after this many successful calls in a row for each call that it allows. */
const callsToRaise = 2;

interface PacerSettings {
  /** The most trials that call at a time. */
  readonly most: number;
  /** Milliseconds on a clock that never jumps. */
  readonly now: () => number;
  readonly wait: Retries['wait'];
}

export function createPacer(settings: PacerSettings): Pacer {
  const lane = createLane(settings);
  return {
    limit: lane.limit,
    begin: async (signal) => createPermit(lane, await lane.enter(signal), settings),
  };
}

type Lane = ReturnType<typeof createLane>;

/** Lets in as many calls at a time as the provider bears. */
function createLane({ most, now, wait }: PacerSettings) {
  let limit = most;
  let calling = 0;
  let goneWell = 0;
  let notBefore = -Infinity;
  /** Counts the falls, so that calls that were made together lower the limit once. */
  let falls = 0;
  let freed = Promise.withResolvers<void>();
  return {
    limit: () => limit,
    /** Resolves with the falls so far. Rejects with the signal's reason. */
    async enter(signal: AbortSignal): Promise<number> {
      for (;;) {
        signal.throwIfAborted();
        const ms = notBefore - now();
        if (ms > 0) await wait(ms, signal);
        else if (calling < limit) break;
        else await endsBeforeAbort(freed.promise, signal);
      }
      calling += 1;
      return falls;
    },
    leave(): void {
      calling -= 1;
      freed.resolve();
      freed = Promise.withResolvers();
    },
    fall(sinceFalls: number, ms: number): void {
      notBefore = Math.max(notBefore, now() + ms);
      goneWell = 0;
      if (sinceFalls < falls) return;
      falls += 1;
      limit = Math.max(1, Math.floor(limit / 2));
    },
    wentWell(): void {
      goneWell += 1;
      if (limit === most || goneWell < limit * callsToRaise) return;
      limit += 1;
      goneWell = 0;
    },
  };
}

async function endsBeforeAbort(end: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<void>();
  const abort = (): void => aborted.resolve();
  signal.addEventListener('abort', abort, { once: true });
  await Promise.race([end, aborted.promise]);
  signal.removeEventListener('abort', abort);
}

/** @param falls what `lane.enter` resolved with */
function createPermit(lane: Lane, falls: number, { now, wait }: PacerSettings): Permit {
  let isIn = true;
  let hadTrouble = false;
  let since = falls;
  let waited = 0;
  return {
    retries: {
      began: () => undefined,
      next(error, repeats) {
        hadTrouble = true;
        const ms = pauseAfter(error, repeats);
        if (isCrowded(error)) lane.fall(since, ms ?? 0);
        return repeats < mostRepeats ? ms : undefined;
      },
      async wait(ms, stop) {
        const from = now();
        lane.leave();
        isIn = false;
        await wait(ms, stop);
        try {
          since = await lane.enter(stop);
          isIn = true;
        } catch {
          // Cancelled: the caller looks at the signal.
        }
        waited += now() - from;
      },
    },
    waitedMs: () => waited,
    end() {
      if (!isIn) return;
      if (!hadTrouble) lane.wentWell();
      lane.leave();
      isIn = false;
    },
  };
}

/** For a trial that makes no call. */
export const noPermit: Permit = {
  retries: { began: () => undefined, next: () => undefined, wait: async () => undefined },
  waitedMs: () => 0,
  end: () => undefined,
};

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
