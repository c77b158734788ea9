import type { Evaluation } from '../files/evaluation.ts';
import { driveFinder, type Driven } from '../finder/driveFinder.ts';
import type { FinderState, TrialRequest } from '../finder/finder.ts';
import { type Asker, createAsker } from './asking/askCandidate.ts';
import { type BatchAsker, type BatchControls, createBatchAsker } from './batches/batchAsker.ts';
import { orderTrials } from './batches/orderTrials.ts';
import type { EvaluationHost } from './evaluationHost.ts';
import { scorersForAnswer } from './fixtureScorers.ts';
import { fixtureWork } from './fixtureWork.ts';
import { keptTrials } from './keptTrials.ts';
import type { PreparedCandidate, PreparedRun } from './prepareRun.ts';
import type { RunOptions } from './runOptions.ts';
import type { TrialStore } from './trialStore.ts';

/** A run whose start is on the disk. */
export interface StartedRun {
  readonly evaluation: Evaluation;
  readonly prepared: PreparedRun;
  readonly store: TrialStore;
  readonly runId: string;
  readonly start: FinderState;
  readonly options: RunOptions;
}

export interface DriveControls {
  readonly signal: AbortSignal;
  readonly batches: BatchControls;
  changed?(state: FinderState): void;
}

/** Makes the trials of a run until the finder is finished, the signal aborts or no money is left. */
export async function driveRun(
  run: StartedRun,
  host: EvaluationHost,
  { signal, batches: controls, changed }: DriveControls,
): Promise<Driven> {
  const { evaluation, prepared, store, runId, start } = run;
  const { step, situation, candidates } = prepared;
  const { concurrency = 1, cap, together } = start.input;
  const byId = new Map(candidates.map((each) => [each.named.id, each]));
  const keyOf = ({ candidate, fixture }: TrialRequest) =>
    byId.get(candidate.id)!.keys.get(fixture.id)!;
  const asker = createAsker(
    {
      evaluation: evaluation.name,
      contestants: byId,
      step,
      concurrency,
      capNanoUsd: cap?.nanoUsd,
      spent: start.spent,
    },
    host,
  );
  const batches = batchAskerOf(run, { host, asker, byId, keyOf }, { signal, controls });
  const isOfBatch = ({ candidate }: TrialRequest) => together?.has(candidate.id) === true;
  const trials = keptTrials(
    {
      runId,
      store,
      keyOf,
      isOfBatch,
      isAnswered: batches.hasBrought,
      needsLatency: evaluation.thresholds.maxLatencyMs !== undefined,
      reserve: async () => asker.hasMoney(),
      async ask(request, stop) {
        const brought = await batches.brought(request);
        const isCancelled = controls.cancel.aborted && brought?.kind === 'unanswered';
        if (isCancelled && stop.aborted) throw stop.reason;
        return asker.ask(request, stop, brought);
      },
      async scorersFor(fixture) {
        const { task } = await fixtureWork(fixture, step);
        const scored = { evaluation, fixture, task, situation };
        return scorersForAnswer(scored, host, asker.budgetGuard);
      },
      now: () => host.attempts.now(),
    },
    signal,
  );
  const finder = {
    ...trials,
    begin: (requests: readonly TrialRequest[]) => batches.begin(requests.filter(isOfBatch)),
    ...(changed && { changed }),
  };
  await batches.takeUp().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  const driven = await driveFinder(start, finder, signal);
  await batches.tidy();
  return driven;
}

/** As much of a trial's key as the provider's names of requests have room for. */
function batchKey(key: string): string {
  return key.slice(0, 32);
}

/** The batches of a run, under its budgets and limits. */
function batchAskerOf(
  { evaluation, prepared, store, runId, options }: StartedRun,
  {
    host,
    asker,
    byId,
    keyOf,
  }: {
    readonly host: EvaluationHost;
    readonly asker: Asker;
    readonly byId: ReadonlyMap<string, PreparedCandidate>;
    keyOf(request: TrialRequest): string;
  },
  { signal, controls }: { readonly signal: AbortSignal; readonly controls: BatchControls },
): BatchAsker {
  const { step, situation, candidates } = prepared;
  const wholeKeys = new Map(
    candidates.flatMap(({ keys }) => [...keys.values()].map((key) => [batchKey(key), key])),
  );
  const ofBatch = (request: TrialRequest) => batchKey(keyOf(request));
  const parts = { evaluation: evaluation.name, runId, options, step, keyOf: ofBatch };
  return createBatchAsker(
    {
      evaluation: evaluation.name,
      keyOf: ofBatch,
      isKept(key) {
        const whole = wholeKeys.get(key);
        return whole !== undefined && store.has(whole);
      },
      // A run of some fixtures knows nothing of the others.
      isWanted: (key) => options.only !== undefined || wholeKeys.has(key),
      async guard(requestId) {
        const { task } = await fixtureWork(evaluation.fixtures[0]!, step);
        return asker.budgetGuard(task, situation, requestId);
      },
      order(trials) {
        const contestant = byId.get(trials[0]!.candidate.id)!;
        return orderTrials(trials, { ...parts, contestant }, host);
      },
      controls,
      signal,
    },
    host,
  );
}
