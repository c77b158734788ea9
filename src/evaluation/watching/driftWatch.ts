import { hashOf } from '../hash.ts';
import type { CandidateVerdict } from '../finder/result.ts';
import type { Report } from '../report.ts';
import type { Trial } from '../trial.ts';
import {
  type DriftState,
  fewestReferenceCases,
  referenceOf,
  startDrift,
  withResult,
} from './drift.ts';
import { inEnglish, type Say } from '../../routing/say.ts';

/*
 * Watches one candidate over its runs. The reports of an evaluation come in, oldest first; whether the
 * candidate has become worse goes out. The first results make the reference; every later one that was really
 * made, not taken from an earlier run, is looked at by the sequential test. All of it follows from the
 * reports, so that a restart neither forgets nor invents an alarm.
 */

/** A candidate has become worse. */
export interface Alarm {
  readonly evaluation: string;
  readonly candidateId: string;
  /** As people see it. */
  readonly name: string;
  /**
   * `drift`: the sequential test has found a fall. `failed`: a run has proven that it misses a threshold
   * which an earlier run had proven that it meets.
   */
  readonly kind: 'drift' | 'failed';
  /** What it did in its reference runs. */
  readonly before: Passed & { readonly atMs: number };
  /** What it did in the run that shows it. */
  readonly now: Passed;
  readonly runId: string;
  /** Tells alarms apart: the same one is told once. */
  readonly key: string;
}

export interface Passed {
  readonly passed: number;
  readonly cases: number;
}

/** What is known of a watched candidate. */
export type Watch =
  /** There are too few results for a reference. */
  | { readonly kind: 'learning'; readonly cases: number; readonly needed: number }
  | { readonly kind: 'steady'; readonly cases: number }
  | { readonly kind: 'fallen'; readonly alarm: Alarm };

interface Reference extends Passed {
  readonly runId: string;
  readonly atMs: number;
  /** Of the parts that results of a candidate depend on. */
  readonly basis: string;
  /** Identifies the thresholds that a run has proven it to meet; omitted while there are none. */
  readonly provenWith?: string;
  readonly values: readonly number[];
}

interface State {
  readonly reference?: Reference;
  readonly drift?: DriftState;
  readonly alarm?: Alarm;
  /** Identifies the thresholds of the run that raised the alarm. */
  readonly alarmedWith?: string;
  /** By the candidates of a run: the models that they stood for when it was last made. */
  readonly models?: Readonly<Record<string, string>>;
}

/** Looks at the reports of one evaluation, oldest first. */
export function watchCandidate(reports: readonly Report[], candidateId: string): Watch {
  let state: State = {};
  for (const report of reports) state = withReport(state, report, candidateId);
  const { alarm, drift, reference } = state;
  if (alarm) return { kind: 'fallen', alarm };
  return drift
    ? { kind: 'steady', cases: drift.cases }
    : { kind: 'learning', cases: reference?.cases ?? 0, needed: fewestReferenceCases };
}

function withReport(state: State, report: Report, candidateId: string): State {
  const candidate = report.candidates.find(({ id }) => id === candidateId);
  if (!candidate) return state;
  const made = inDrawnOrder(report, candidateId);
  const verdict = report.result.rows.find((row) => row.candidate.id === candidateId)?.verdict;
  const { models } = report.fingerprint;
  const asked = report.candidates.map(({ id }) => id).join('\n');
  const isNewBasis =
    state.reference?.basis !== basisOf(report, candidate) ||
    (state.models?.[asked] ?? models) !== models;
  // After an alarm, a run that proves the candidate again is where watching begins again.
  const isProvenAnew = state.alarm !== undefined && verdict === 'passes' && made.length > 0;
  // Other thresholds are the developer's decision about what is good enough now.
  const isDecidedAnew =
    state.alarmedWith !== undefined && state.alarmedWith !== report.thresholdsHash;
  const before: State = isNewBasis || isProvenAnew || isDecidedAnew ? {} : state;
  const after = withMade(before, { report, candidate, made, verdict });
  return {
    ...after,
    ...(after.alarm && !before.alarm && { alarmedWith: report.thresholdsHash }),
    models: { ...before.models, [asked]: models },
  };
}

function withMade(
  before: State,
  {
    report,
    candidate,
    made,
    verdict,
  }: Omit<Seen, 'reference'> & { readonly verdict: CandidateVerdict | undefined },
): State {
  const { reference } = before;
  if (before.alarm || made.length === 0) return before;
  if (verdict === 'fails' && reference?.provenWith === report.thresholdsHash) {
    return { ...before, alarm: failedAlarm(report, candidate, reference, made) };
  }
  if (before.drift && reference) return watched(before, { report, candidate, reference, made });
  if (verdict === 'fails') return before;
  return learnt(before, { report, candidate, made, isProven: verdict === 'passes' });
}

/**
 * The candidate's own results in an order that is drawn for each run. The fixtures come in the same order in
 * every run, so that hard ones which happen to stand together would look like a fall each time.
 */
function inDrawnOrder({ trials, runId }: Report, candidateId: string): readonly Trial[] {
  return trials
    .filter((trial) => trial.candidateId === candidateId && isResult(trial))
    .map((trial) => ({ trial, place: hashOf([runId, trial.fixtureId]) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ trial }) => trial);
}

/** A result of the candidate itself: made in this run, and scored. */
function isResult({ cached, outcome }: Trial): boolean {
  return !cached && outcome.kind === 'scored';
}

function learnt(
  { reference }: State,
  {
    report,
    candidate,
    made,
    isProven,
  }: Pick<Seen, 'report' | 'candidate' | 'made'> & { readonly isProven: boolean },
): State {
  const values = [...(reference?.values ?? []), ...made.map(valueOf)];
  const provenWith = isProven ? report.thresholdsHash : reference?.provenWith;
  const next: Reference = {
    runId: reference?.runId ?? report.runId,
    atMs: report.endedAtMs,
    basis: basisOf(report, candidate),
    ...(provenWith !== undefined && { provenWith }),
    values,
    ...passedOf(values),
  };
  const drift = startDrift(referenceOf(values));
  return { reference: next, ...(drift !== 'tooFewReferenceCases' && { drift }) };
}

interface Seen {
  readonly report: Report;
  readonly candidate: Report['candidates'][number];
  readonly reference: Reference;
  readonly made: readonly Trial[];
}

function watched(before: State, { report, candidate, reference, made }: Seen): State {
  let drift = before.drift!;
  for (const trial of made) {
    drift = withResult(drift, valueOf(trial));
    if (drift.verdict === 'fallen') break;
  }
  if (drift.verdict !== 'fallen') return { ...before, drift };
  const now = passedOf(made.map(valueOf));
  return { ...before, drift, alarm: alarmOf('drift', { report, candidate, reference, now }) };
}

function failedAlarm(
  report: Report,
  candidate: Seen['candidate'],
  reference: Reference,
  made: readonly Trial[],
): Alarm {
  return alarmOf('failed', { report, candidate, reference, now: passedOf(made.map(valueOf)) });
}

function alarmOf(
  kind: Alarm['kind'],
  {
    report,
    candidate,
    reference,
    now,
  }: Pick<Seen, 'report' | 'candidate' | 'reference'> & { readonly now: Passed },
): Alarm {
  const { evaluation, runId } = report;
  const { passed, cases, atMs } = reference;
  return {
    evaluation,
    candidateId: candidate.id,
    name: candidate.name,
    kind,
    before: { passed, cases, atMs },
    now,
    runId,
    // Not the run that shows it: a later look at the same fall is the same alarm.
    key: hashOf({
      evaluation,
      candidateId: candidate.id,
      reference: reference.runId,
      basis: reference.basis,
    }),
  };
}

function valueOf({ outcome }: Trial): number {
  return outcome.kind === 'scored' && outcome.passed ? 1 : 0;
}

function passedOf(values: readonly number[]): Passed {
  return { passed: values.reduce((sum, value) => sum + value, 0), cases: values.length };
}

/** Results are compared only while the fixtures, their scorers, the prompts and the candidate are the same. */
function basisOf({ fingerprint }: Report, { subject }: Seen['candidate']): string {
  const { fixtures, scorers, prompts } = fingerprint;
  return hashOf({ fixtures, scorers, prompts, subject });
}

/** `fast now passes 31 of 50 of triage; it passed 48 of 50 on 3 Nov.` `locale`: a BCP 47 tag. */
export function describeAlarm(
  { name, evaluation, before, now, kind }: Alarm,
  locale: string,
  timeZone: string,
  say: Say = inEnglish,
): string {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone }).format(
    before.atMs,
  );
  const figures = say(
    '{0} now passes {1} of {2} of {3}; it passed {4} of {5} on {6}.',
    name,
    now.passed,
    now.cases,
    evaluation,
    before.passed,
    before.cases,
    day,
  );
  return kind === 'failed'
    ? [figures, say('It is proven to miss a threshold that it met.')].join(' ')
    : figures;
}
