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
  /** A trial that needs no call, because its answer is there; undefined when there is none. */
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
 * Runs a finder until it is finished, with as many trials at a time as its input allows. What is kept is
 * looked at before a trial begins, because it may decide that the trial is not needed: so a run whose
 * answers are all kept pays nothing. When the signal aborts, no further trial starts and those running are
 * waited for. An error of the host is thrown after the running trials have ended.
 */
export async function driveFinder(
  start: FinderState,
  host: FinderHost,
  signal: AbortSignal,
): Promise<Driven> {
  // What was running in an earlier process does not run here.
  let state: FinderState = { ...start, running: [] };
  let stopped: 'cancelled' | 'notReserved' | undefined;
  const running = new Set<Promise<void>>();
  const notKept = new Set<string>();
  const failures: unknown[] = [];

  const tell = (next: FinderState) => {
    state = next;
    host.changed?.(state);
  };
  const failed = (error: unknown): undefined => {
    if (!signal.aborted) failures.push(error);
  };
  const lookUp = async (request: TrialRequest) => {
    const kept = await host.cached(request).catch(failed);
    if (kept) tell(withTrial(state, kept));
    else notKept.add(nameOf(request));
  };
  const pay = async (request: TrialRequest) => {
    if (await host.reserve(request)) return host.run(request, signal);
    stopped ??= 'notReserved';
    return undefined;
  };
  const launch = (request: TrialRequest) => {
    // If its answer cannot be scored, the answer is kept, so the next try has to look it up.
    notKept.delete(nameOf(request));
    tell(withStarted(state, request));
    const slot = pay(request)
      .catch(failed)
      .then((made) => tell(made ? withTrial(state, made) : withDropped(state, request)))
      .finally(() => running.delete(slot));
    running.add(slot);
  };

  for (;;) {
    if (signal.aborted) stopped ??= 'cancelled';
    const next = nextTrials(state);
    if (next.kind === 'run' && stopped === undefined && failures.length === 0) {
      const unknown = next.requests.filter((each) => !notKept.has(nameOf(each)));
      if (unknown.length > 0) {
        await Promise.all(unknown.map(lookUp));
        continue;
      }
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

function nameOf({ candidate, fixture }: TrialRequest): string {
  return JSON.stringify([candidate.id, fixture.id]);
}
