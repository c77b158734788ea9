import type { Candidate } from './candidate.ts';
import { explainResult } from './finder/explain.ts';
import { finderResult, type FinderResult } from './finder/result.ts';
import type { FinderState } from './finder/finder.ts';
import type { Fixture } from './fixture.ts';
import type { Fingerprint } from './fingerprint.ts';
import { hashOf } from './hash.ts';
import { type EarlierRun, movedAfter, type Thresholds, thresholdsHash } from './thresholds.ts';
import type { Trial } from './trial.ts';
import { toSay } from '../routing/say.ts';

/** What is kept and shown of one evaluation. It is plain data. */
export interface Report extends EarlierRun {
  /** The name of the evaluation, which is its file without the ending. */
  readonly evaluation: string;
  readonly fingerprint: Fingerprint;
  readonly runId: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly seed: number;
  readonly thresholds: Thresholds;
  /** The thresholds differ from those of an earlier run whose results could be seen. */
  readonly movedAfterRuns: readonly string[];
  readonly candidates: readonly Candidate[];
  readonly trials: readonly Trial[];
  readonly result: FinderResult;
  /** The result in sentences. */
  readonly explanation: string;
}

/** Ends the explanation of a report whose thresholds differ from those of an earlier run. */
export const movedSentence = toSay('The thresholds were moved after the run.');

/** What a report needs beside the finder's state. */
export interface ReportFacts extends Pick<Report, 'runId' | 'evaluation' | 'fingerprint'> {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly end: FinderResult['end'];
  /** Also those that were cut off before their report. */
  readonly earlier: readonly (EarlierRun & Pick<Report, 'runId'>)[];
}

/** Identifies the task type or step that is evaluated, whatever the fixtures. */
export function subjectHashOf(fixtures: readonly Fixture[]): string {
  return hashOf([...new Set(fixtures.map(({ subject }) => hashOf(subject)))].toSorted());
}

export function reportOf(state: FinderState, facts: ReportFacts): Report {
  const { runId, evaluation, fingerprint, startedAtMs, endedAtMs, end, earlier } = facts;
  const { input, contenders } = state;
  const trials = contenders.flatMap((each) => each.trials);
  const hashes = {
    subjectHash: subjectHashOf(input.fixtures),
    thresholdsHash: thresholdsHash(input.thresholds),
  };
  const result = finderResult(state, end);
  const firstResultAtMs = trials.reduce((first, { atMs }) => Math.min(first, atMs), Infinity);
  const moved = movedAfter(earlier, { ...hashes, sinceMs: startedAtMs });
  return {
    runId,
    evaluation,
    fingerprint,
    startedAtMs,
    endedAtMs,
    seed: input.seed,
    thresholds: input.thresholds,
    ...hashes,
    ...(Number.isFinite(firstResultAtMs) && { firstResultAtMs }),
    movedAfterRuns: moved.map((run) => run.runId),
    candidates: contenders.map(({ candidate }) => candidate),
    trials,
    result,
    explanation:
      moved.length === 0 ? explainResult(result) : `${explainResult(result)} ${movedSentence}`,
  };
}
