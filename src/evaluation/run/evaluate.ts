import { JournalInUse } from '../../execution/workflow/journal/journal.ts';
import type { Evaluation } from '../files/evaluation.ts';
import { estimateFinder, type FinderEstimate } from '../finder/estimate.ts';
import { type FinderInput, type FinderState, resumeFinder } from '../finder/finder.ts';
import { inputProblems } from '../finder/inputProblems.ts';
import type { Fixture } from '../fixture.ts';
import { type Report, reportOf, subjectHashOf } from '../report.ts';
import { thresholdsHash } from '../thresholds.ts';
import { type BatchControls, uncancelled } from './batches/batchAsker.ts';
import { type BatchOffer, batchable, batchOffer } from './batches/batchPlan.ts';
import { computeFingerprint } from './computeFingerprint.ts';
import { driveRun } from './driveRun.ts';
import type { EvaluationHost } from './evaluationHost.ts';
import { EvaluationProblem } from './evaluationProblem.ts';
import { finderInputOf, runToResume } from './finderInput.ts';
import type { Fingerprint } from '../fingerprint.ts';
import { toPlain } from './plainData.ts';
import { type PreparedRun, prepareRun, stepOf } from './prepareRun.ts';
import { readFacts } from './readFacts.ts';
import { factsPath } from './readReports.ts';
import type { RunOptions } from './runOptions.ts';
import { openTrialStore, type TrialStore } from './trialStore.ts';

/*
 * This folder runs evaluations. An evaluation and a host come in; calls go out by the one path of all
 * requests (`askTrial.ts`), every fact is kept on the disk before the next one depends on it
 * (`trialFacts.ts`, `keptTrials.ts`), and a report comes out. `prepareRun.ts` finds what can be asked and
 * under which keys answers are kept, `candidateCosts.ts` what it may cost, `pacer.ts` keeps to rate limits.
 */

/** A run before its first call. */
export interface PlannedRun {
  readonly evaluation: Evaluation;
  readonly input: FinderInput;
  readonly estimate: FinderEstimate;
  readonly fingerprint: Fingerprint;
  /** What the run takes when it waits for batches; undefined where none can bring an answer. */
  readonly batch?: BatchOffer;
  /** Candidates that cannot be asked now, and why. */
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
}

/**
 * Finds the candidates that can be asked, what each may cost at worst and what the run is likely to take.
 * Makes no call. Rejects with EvaluationProblem when nothing can be asked.
 */
export async function planRun(
  evaluation: Evaluation,
  host: EvaluationHost,
  options: RunOptions,
): Promise<PlannedRun> {
  const fixtures = fixturesFor(evaluation, options.only);
  const prepared = await prepareRun(evaluation, fixtures, host);
  const { leftOut } = prepared;
  if (prepared.candidates.length === 0) throw nothingToAsk(leftOut);
  const facts = await readFacts(factsPath(host.folder, evaluation.name), {
    keys: keysOf(prepared),
    ...(options.resume !== undefined && { runId: options.resume }),
  });
  const known = { evaluation, fixtures, prepared, facts };
  const batched = await batchable(prepared, evaluation.thresholds, host);
  const byBatch = finderInputOf(known, options, batched);
  const input = options.batch ? byBatch : finderInputOf(known, options);
  const batch = batchOffer(byBatch, prepared.candidates);
  const problems = inputProblems(input);
  if (problems.length > 0) throw new EvaluationProblem(problems.join(' '));
  return {
    evaluation,
    input,
    estimate: (options.batch && batch?.estimate) ?? estimateFinder(input),
    fingerprint: computeFingerprint(evaluation, prepared, host),
    ...(batch && { batch }),
    leftOut,
  };
}

/** Identifies, part by part, what the result of an evaluation depends on now. Makes no call. */
export async function fingerprintOf(
  evaluation: Evaluation,
  host: EvaluationHost,
): Promise<Fingerprint> {
  const [situation, step] = await Promise.all([
    host.situation('plaintext'),
    stepOf(evaluation, host),
  ]);
  return computeFingerprint(evaluation, { situation, step }, host);
}

function fixturesFor({ fixtures }: Evaluation, only?: readonly string[]): readonly Fixture[] {
  if (!only) return fixtures;
  const unknown = only.filter((id) => fixtures.every((each) => each.id !== id));
  if (unknown.length > 0) {
    throw new EvaluationProblem(
      `The evaluation has no fixture ${unknown.map((id) => `“${id}”`).join(', ')}. Name fixtures of its file.`,
    );
  }
  return fixtures.filter(({ id }) => only.includes(id));
}

function nothingToAsk(leftOut: PlannedRun['leftOut']): EvaluationProblem {
  const reasons = leftOut.map(({ name, why }) => `${name}: ${why}`).join(' ');
  return new EvaluationProblem(
    `No candidate can be asked. ${reasons} Set a key for one of their models, or name another candidate.`,
  );
}

function keysOf({ candidates }: PreparedRun): ReadonlySet<string> {
  return new Set(candidates.flatMap(({ keys }) => [...keys.values()]));
}

/** What a run is told beside its plan. */
export interface RunControls {
  readonly signal: AbortSignal;
  /** Told after every change, for progress. */
  changed?(state: FinderState): void;
  readonly options: RunOptions;
  /** Omitted where nobody can cancel a batch. */
  readonly batches?: BatchControls;
}

/**
 * Runs a planned evaluation, keeps every fact and the report, and resolves with the report; also when it was
 * cancelled or stopped at a cap. Rejects with EvaluationProblem when it cannot start or its facts cannot be
 * kept; what was paid for until then is not paid for again.
 */
export async function runEvaluation(
  planned: PlannedRun,
  host: EvaluationHost,
  { signal, changed, options, batches = uncancelled() }: RunControls,
): Promise<Report> {
  const { evaluation, input } = planned;
  const prepared = await prepareRun(evaluation, input.fixtures, host);
  refuseIfOther(planned, prepared, computeFingerprint(evaluation, prepared, host));
  const { resume } = options;
  const store = await openStore(factsPath(host.folder, evaluation.name), {
    keys: keysOf(prepared),
    ...(resume !== undefined && { runId: resume }),
  });
  try {
    const { soFar, runs } = store.before;
    const resumed =
      resume === undefined ? undefined : runToResume(resume, evaluation, store.before);
    const startedAtMs = resumed?.startedAtMs ?? host.attempts.now();
    const runId = resumed?.runId ?? host.attempts.newId();
    if (!resumed) await keepStart(store, { runId, atMs: startedAtMs, input });
    const start = { ...resumeFinder(input, soFar.trials), calls: soFar.calls, spent: soFar.spent };
    const run = { evaluation, prepared, store, runId, start, options };
    const driven = await driveRun(run, host, { signal, batches, ...(changed && { changed }) });
    const report = reportOf(driven.state, {
      runId,
      evaluation: evaluation.name,
      fingerprint: planned.fingerprint,
      startedAtMs,
      endedAtMs: host.attempts.now(),
      end: driven.end,
      earlier: runs.filter((each) => each.runId !== runId),
    });
    store.write({ kind: 'ended', runId, atMs: report.endedAtMs, report: toPlain(report) });
    await store.saved();
    return report;
  } finally {
    await store.close();
  }
}

/** A person has agreed to the plan, so a run of other models or at other prices needs a new one. */
function refuseIfOther(
  { fingerprint, input }: PlannedRun,
  prepared: PreparedRun,
  now: Fingerprint,
) {
  const parts = ['prompts', 'models', 'prices'] as const;
  const isOther = parts.some((part) => fingerprint[part] !== now[part]);
  const missing = input.candidates.find(({ id }) =>
    prepared.candidates.every(({ named }) => named.id !== id),
  );
  if (!isOther && !missing) return;
  throw new EvaluationProblem(
    missing
      ? `${missing.name} cannot be asked any more. Plan the run again.`
      : 'The prompts, the models or their prices have changed since the run was planned. Plan it again.',
  );
}

async function openStore(...given: Parameters<typeof openTrialStore>): Promise<TrialStore> {
  try {
    return await openTrialStore(...given);
  } catch (error) {
    if (!(error instanceof JournalInUse)) throw error;
    throw new EvaluationProblem(
      'This evaluation runs in another window or terminal. Wait for it, or stop it there.',
    );
  }
}

async function keepStart(
  store: TrialStore,
  {
    runId,
    atMs,
    input,
  }: { readonly runId: string; readonly atMs: number; readonly input: FinderInput },
): Promise<void> {
  const { fixtures, thresholds, seed } = input;
  store.write({
    kind: 'started',
    runId,
    atMs,
    subjectHash: subjectHashOf(fixtures),
    thresholdsHash: thresholdsHash(thresholds),
    seed,
  });
  await store.saved();
}
