import type { Workflow } from '../../execution/workflow/definition.ts';
import type { Policy } from '../../routing/policy/policy.ts';
import type { Evaluation } from '../files/evaluation.ts';
import type { FinderEstimate } from '../finder/estimate.ts';
import type { Report } from '../report.ts';
import type { BatchControls } from '../run/batches/batchAsker.ts';
import type { EvaluationHost } from '../run/evaluationHost.ts';
import type { Fingerprint } from '../fingerprint.ts';

/** How an evaluation is run: the functions of `run/evaluate.ts`, and `run/readReports.ts`. */
export interface EvaluationRunner {
  /** Makes no call. Rejects with an error for people when nothing can be asked. */
  planRun(
    evaluation: Evaluation,
    host: EvaluationHost,
    options: RunLimits,
  ): Promise<PlannedForWatch>;
  runEvaluation(
    planned: PlannedForWatch,
    host: EvaluationHost,
    run: {
      readonly signal: AbortSignal;
      readonly options: RunLimits;
      readonly batches?: BatchControls;
    },
  ): Promise<Report>;
  /** Newest last. */
  readReports(folder: string, evaluation?: string): Promise<readonly Report[]>;
  fingerprintOf(evaluation: Evaluation, host: EvaluationHost): Promise<Fingerprint>;
}

export interface RunLimits {
  /** The most that a run may cost, USD, real money and practice money each. */
  readonly maxUsd?: number;
  /** Every candidate on every fixture. */
  readonly wholeGrid?: boolean;
  /** Waits for the providers' batches where they offer some. */
  readonly batch?: 'schedule';
  /** Goes on with this run. */
  readonly resume?: string;
}

/** What watching reads of a planned run; the runner knows the rest of it. */
export interface PlannedForWatch {
  readonly estimate: FinderEstimate;
}

/** What watching needs to see. */
export interface WatchHost {
  readonly runner: EvaluationRunner;
  /** The evaluations of this workspace, without those whose files have problems. */
  evaluations(): Promise<readonly Evaluation[]>;
  /**
   * What a run needs. A host that may not ask shows no dialog: commands that nobody has allowed are not run,
   * and a budget is not raised.
   */
  host(manner: { readonly mayAsk: boolean }): Promise<EvaluationHost>;
  /** The policy in force. */
  policy(): Promise<Policy>;
  workflow(name: string): Promise<Workflow | undefined>;
}
