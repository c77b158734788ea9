import type { Trial } from '../trial.ts';
import {
  type FinderEnd,
  type FinderState,
  nextTrials,
  type TrialRequest,
  withDropped,
  withStarted,
  withTrial,
} from './finder.ts';

/** What the host of a finder does. */
export interface FinderHost {
  /** Told of trials right before they begin together. */
  begin?(requests: readonly TrialRequest[]): void;
  /** A trial that is kept from an earlier run; undefined when there is none. */
  cached(request: TrialRequest): Promise<Trial | undefined>;
  /**
   * Sets aside the most that a trial can cost, before its first call. False: there is no money for it, and
   * the run stops.
   */
  reserve(request: TrialRequest): Promise<boolean>;
  /**
   * Makes the calls, scores the answer, settles the money and records the trial. It rejects only when the
   * signal aborts and nothing was paid; a call that failed is a trial that could not run.
   */
  run(request: TrialRequest, signal: AbortSignal): Promise<Trial>;
  /** Told after every change, for progress. */
  changed?(state: FinderState): void;
}

/** How a driven run ended. */
export interface Driven {
  readonly state: FinderState;
  readonly end: FinderEnd | 'cancelled' | 'notReserved';
}

/**
 * Runs a finder until it is finished, with as many trials at a time as its input allows. When the signal
 * aborts, no further trial starts and those running are waited for. An error of the host is thrown after
 * the running trials have ended.
 */
export async function driveFinder(
  start: FinderState,
  host: FinderHost,
  signal: AbortSignal,
): Promise<Driven> {
  // What another process started is not running here.
  let state: FinderState = { ...start, running: [] };
  let stopped: 'cancelled' | 'notReserved' | undefined;
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];

  const tell = (next: FinderState) => {
    state = next;
    host.changed?.(state);
  };
  const launch = (request: TrialRequest) => {
    tell(withStarted(state, request));
    const trial = trialOf(request, host, signal).then(
      (made) => {
        if (made === undefined) stopped ??= 'notReserved';
        tell(made === undefined ? withDropped(state, request) : withTrial(state, made));
      },
      (error: unknown) => {
        tell(withDropped(state, request));
        if (!signal.aborted) failures.push(error);
      },
    );
    const slot = trial.finally(() => running.delete(slot));
    running.add(slot);
  };

  for (;;) {
    if (signal.aborted) stopped ??= 'cancelled';
    const next = nextTrials(state);
    const isOver = stopped !== undefined || failures.length > 0 || next.kind === 'finished';
    if (next.kind === 'run' && !isOver) {
      host.begin?.(next.requests);
      next.requests.forEach(launch);
    }
    if (running.size === 0) {
      if (failures.length > 0) throw failures[0];
      if (stopped !== undefined) return { state, end: stopped };
      if (next.kind === 'finished') return { state, end: next.end };
    }
    await Promise.race(running);
  }
}

/** Undefined when no money could be set aside for it. */
async function trialOf(
  request: TrialRequest,
  host: FinderHost,
  signal: AbortSignal,
): Promise<Trial | undefined> {
  const kept = await host.cached(request);
  if (kept) return { ...kept, cached: true };
  if (!(await host.reserve(request))) return undefined;
  return host.run(request, signal);
}
