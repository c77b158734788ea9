import type { Cost, NanoUsd } from '../../routing/models/money.ts';
import type { Report } from '../report.ts';
import type { Trial } from '../trial.ts';
import type { Plain } from './plainData.ts';

/** An answer to a fixture: what was paid for. It is kept before it is scored. */
export interface PaidAnswer {
  /** As the model wrote it. */
  readonly text: string;
  readonly atMs: number;
  /** Of all calls that led to it. */
  readonly cost: Cost;
  /** What it costs when it is asked at once; only where it came by a batch, which has no latency. */
  readonly atOnce?: Cost;
  readonly firstTextMs?: number;
  readonly latencyMs?: number;
  /** Why it is no good whatever it says, such as a refusal; such an answer is not scored. */
  readonly fault?: string;
}

/** What is kept of evaluations, one line each; a fact is never changed. */
export type TrialFact =
  | {
      readonly kind: 'started';
      readonly runId: string;
      readonly atMs: number;
      readonly subjectHash: string;
      readonly thresholdsHash: string;
      readonly seed: number;
    }
  /** The calls of a trial are about to be made. Until the next fact of its key, they may cost the worst case. */
  | {
      readonly kind: 'asked';
      readonly runId: string;
      readonly key: string;
      /** Omitted where a price is unknown. */
      readonly worstCaseNanoUsd?: NanoUsd;
      readonly simulated?: true;
      /** A batch asks it: whoever goes on with it learns its end, so until then nothing counts. */
      readonly batch?: true;
    }
  /** The key tells everything that the answer and its score depend on (`trialKey`). */
  | {
      readonly kind: 'answered';
      readonly runId: string;
      readonly key: string;
      readonly fixtureId: string;
      readonly candidateId: string;
      readonly answer: PaidAnswer;
    }
  | {
      readonly kind: 'tried';
      readonly runId: string;
      readonly key: string;
      readonly trial: Trial;
    }
  /** A run that was cancelled and resumed ends more than once; the last one counts. */
  | {
      readonly kind: 'ended';
      readonly runId: string;
      readonly atMs: number;
      readonly report: Plain<Report>;
    };
