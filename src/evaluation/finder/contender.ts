import type { Candidate } from '../candidate.ts';
import type { Fixture } from '../fixture.ts';
import type { TestVerdict } from '../statistics/rateTest.ts';
import type { Trial } from '../trial.ts';
import {
  type Criterion,
  type Progress,
  startingProgress,
  valueFor,
  withValue,
} from './criteria.ts';

/** A candidate and what has become of its trials. */
export interface Contender {
  readonly candidate: Candidate;
  /** Every trial of it, in the order in which they came. */
  readonly trials: readonly Trial[];
  /** By fixture: how many trials could not be run or scored. */
  readonly stuck: ReadonlyMap<string, number>;
  /** Fixtures that have their trial, or are given up after too many stuck ones. */
  readonly done: ReadonlyMap<string, Trial | 'givenUp'>;
  /** Trials count in the order of the fixtures: all before this place have counted. */
  readonly counted: number;
  /** One for each criterion. */
  readonly progress: readonly Progress[];
  readonly verdict: TestVerdict;
}

export function startingContender(candidate: Candidate, criteria: readonly Criterion[]): Contender {
  return {
    candidate,
    trials: [],
    stuck: new Map(),
    done: new Map(),
    counted: 0,
    progress: criteria.map(() => startingProgress),
    verdict: 'open',
  };
}

/** What a finder's contenders have in common. */
export interface Course {
  /** In the order of the trials. */
  readonly fixtures: readonly Fixture[];
  readonly criteria: readonly Criterion[];
  /** How many trials of one fixture may be stuck before it is given up. */
  readonly mostStuck: number;
}

/**
 * The contender after one more trial. Quick answers must not count before slow ones, or the test would see
 * a choice of the fixtures; so a trial waits until all before it are there.
 */
export function withContenderTrial(before: Contender, trial: Trial, course: Course): Contender {
  const { fixtureId, outcome } = trial;
  const trials = [...before.trials, trial];
  if (before.done.has(fixtureId)) return { ...before, trials };
  const done = new Map(before.done);
  if (outcome.kind === 'couldNotRun') {
    const times = (before.stuck.get(fixtureId) ?? 0) + 1;
    const stuck = new Map(before.stuck).set(fixtureId, times);
    if (times < course.mostStuck) return { ...before, trials, stuck };
    return counting({ ...before, trials, stuck, done: done.set(fixtureId, 'givenUp') }, course);
  }
  return counting({ ...before, trials, done: done.set(fixtureId, trial) }, course);
}

function counting(contender: Contender, { fixtures, criteria }: Course): Contender {
  let { counted, progress, verdict } = contender;
  for (; counted < fixtures.length; counted += 1) {
    const fixture = fixtures[counted]!;
    const trial = contender.done.get(fixture.id);
    if (trial === undefined) break;
    if (trial === 'givenUp') continue;
    progress = progress.map((each, place) => {
      const value = valueFor(criteria[place]!, trial, fixture);
      return value === undefined ? each : withValue(criteria[place]!, each, value);
    });
    verdict = verdictOf(progress, verdict);
  }
  return { ...contender, counted, progress, verdict };
}

/** Passing needs every criterion, failing one. Both are final. */
function verdictOf(progress: readonly Progress[], before: TestVerdict): TestVerdict {
  if (before === 'passes' || before === 'fails') return before;
  const has = (wanted: TestVerdict) => progress.some(({ verdict }) => verdict === wanted);
  if (has('fails')) return 'fails';
  if (has('hopeless')) return 'hopeless';
  return has('open') || progress.length === 0 ? 'open' : 'passes';
}

/** All fixtures have their trial or are given up. */
export function hasRunOut({ counted }: Contender, { fixtures }: Course): boolean {
  return counted === fixtures.length;
}

/** What was seen reaches every threshold, proven or not. */
export function looksGood({ progress }: Contender, criteria: readonly Criterion[]): boolean {
  return progress.every(({ cases, sum, verdict }, place) => {
    const { kind, least, threshold } = criteria[place]!;
    const wanted = kind === 'latency' || kind === 'cost' ? least : threshold;
    return verdict === 'passes' || (verdict !== 'fails' && cases > 0 && sum / cases >= wanted);
  });
}
