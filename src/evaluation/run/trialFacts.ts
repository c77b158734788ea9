import type { Cost } from '../../routing/models/money.ts';
import type { Trial } from '../trial.ts';

/** An answer to a fixture: what was paid for. It is kept before it is scored. */
export interface PaidAnswer {
  /** As the model wrote it. */
  readonly text: string;
  readonly atMs: number;
  /** Of all calls that led to it. */
  readonly cost: Cost;
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
    };

/** What the facts say of each key. */
export interface KnownTrials {
  /** Answers, the newest for each key. */
  readonly answers: ReadonlyMap<string, PaidAnswer>;
  /** Scored trials, the newest for each key. One that could not run is no result and is tried again. */
  readonly scored: ReadonlyMap<string, Trial>;
}

export function knownTrials(facts: readonly TrialFact[]): KnownTrials {
  const answers = new Map<string, PaidAnswer>();
  const scored = new Map<string, Trial>();
  for (const fact of facts) {
    if (fact.kind === 'answered') answers.set(fact.key, fact.answer);
    if (fact.kind === 'tried' && fact.trial.outcome.kind === 'scored') {
      scored.set(fact.key, fact.trial);
    }
  }
  return { answers, scored };
}

/** The trials of a run in the order in which they came, for the finder to go on from. */
export function trialsOfRun(facts: readonly TrialFact[], runId: string): Trial[] {
  return facts.flatMap((fact) =>
    fact.kind === 'tried' && fact.runId === runId ? [fact.trial] : [],
  );
}
