import type { Cost } from '../routing/models/money.ts';

/** What one scorer says of one answer, in words for the developer. */
export type Scored =
  | {
      readonly kind: 'scored';
      /** From 0 to 1. */
      readonly score: number;
      readonly passed: boolean;
      /** Why, in one sentence. */
      readonly evidence: string;
      /** The class that the answer names; only from a scorer of labels that could read one. */
      readonly label?: string;
    }
  /** It has no opinion: that is neither a pass nor a fail. */
  | { readonly kind: 'couldNotRun'; readonly why: string };

export interface ScorerResult {
  readonly scorer: string;
  readonly scored: Scored;
}

export type TrialOutcome =
  | {
      readonly kind: 'scored';
      /** From 0 to 1: the mean of the scorers. */
      readonly score: number;
      /** Every scorer passed it. */
      readonly passed: boolean;
      /** The class that the answer names; undefined when none could be read. */
      readonly label?: string;
      readonly results: readonly ScorerResult[];
    }
  /**
   * There is no answer to score, or it could not be scored, through no fault of the candidate. It counts
   * neither as a pass nor as a fail. A refusal and a broken answer are faults of the candidate.
   */
  | { readonly kind: 'couldNotRun'; readonly why: string };

/** One candidate's try at one fixture: a fact that is never changed. */
export interface Trial {
  readonly fixtureId: string;
  readonly candidateId: string;
  readonly atMs: number;
  readonly outcome: TrialOutcome;
  /** What the answer cost when it was made. */
  readonly cost: Cost;
  /** What the same answer costs when it is asked at once; only where it came by a batch, for less. */
  readonly atOnce?: Cost;
  /** It comes from an earlier run, and nothing was paid now. */
  readonly cached: boolean;
  /** Milliseconds to the first text, when the answer was made. */
  readonly firstTextMs?: number;
  /** Milliseconds to the end, when the answer was made. */
  readonly latencyMs?: number;
}

/** What a task costs in daily work, which waits for no batch. */
export function taskCostOf({ atOnce, cost }: Pick<Trial, 'atOnce' | 'cost'>): Cost {
  return atOnce ?? cost;
}

/** A trial's outcome from what its scorers say. One that could not run leaves no opinion. */
export function outcomeOf(results: readonly ScorerResult[]): TrialOutcome {
  const scored = results.flatMap(({ scored }) => (scored.kind === 'scored' ? [scored] : []));
  const stuck = results.find(({ scored }) => scored.kind === 'couldNotRun');
  if (stuck?.scored.kind === 'couldNotRun') {
    return { kind: 'couldNotRun', why: `${stuck.scorer}: ${stuck.scored.why}` };
  }
  if (scored.length === 0) {
    return { kind: 'couldNotRun', why: 'No scorer checks the answer. Name at least one.' };
  }
  const label = scored.find((each) => each.label !== undefined)?.label;
  return {
    kind: 'scored',
    score: scored.reduce((sum, { score }) => sum + score, 0) / scored.length,
    passed: scored.every(({ passed }) => passed),
    ...(label !== undefined && { label }),
    results,
  };
}
