import type { Evaluation } from '../files/evaluation.ts';
import { driveFinder, type Driven } from '../finder/driveFinder.ts';
import type { FinderState } from '../finder/finder.ts';
import { createAsker } from './asking/askCandidate.ts';
import type { EvaluationHost } from './evaluationHost.ts';
import { scorersForAnswer } from './fixtureScorers.ts';
import { fixtureWork } from './fixtureWork.ts';
import { keptTrials } from './keptTrials.ts';
import type { PreparedRun } from './prepareRun.ts';
import type { TrialStore } from './trialStore.ts';

/** A run whose start is on the disk. */
export interface StartedRun {
  readonly evaluation: Evaluation;
  readonly prepared: PreparedRun;
  readonly store: TrialStore;
  readonly runId: string;
  readonly start: FinderState;
}

/** Makes the trials of a run until the finder is finished, the signal aborts or no money is left. */
export function driveRun(
  { evaluation, prepared, store, runId, start }: StartedRun,
  host: EvaluationHost,
  { signal, changed }: { readonly signal: AbortSignal; changed?(state: FinderState): void },
): Promise<Driven> {
  const { step, situation, candidates } = prepared;
  const { concurrency = 1, cap } = start.input;
  const byId = new Map(candidates.map((each) => [each.named.id, each]));
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
  const trials = keptTrials(
    {
      runId,
      store,
      keyOf: ({ candidate, fixture }) => byId.get(candidate.id)!.keys.get(fixture.id)!,
      reserve: async () => asker.hasMoney(),
      ask: asker.ask,
      async scorersFor(fixture) {
        const { task } = await fixtureWork(fixture, step);
        const scored = { evaluation, fixture, task, situation };
        return scorersForAnswer(scored, host, asker.budgetGuard);
      },
      now: () => host.attempts.now(),
    },
    signal,
  );
  return driveFinder(start, { ...trials, ...(changed && { changed }) }, signal);
}
