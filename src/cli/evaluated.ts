import type { Evaluation } from '../evaluation/files/evaluation.ts';
import type { FinderEstimate } from '../evaluation/finder/estimate.ts';
import type { CandidateVerdict } from '../evaluation/finder/result.ts';
import type { JudgeCheck } from '../evaluation/run/judgedAnswers.ts';
import type { Report } from '../evaluation/report.ts';
import type { Accounts } from '../routing/models/accounts.ts';

/** The exit codes of `evaluate`; `--help` and the guide list them. */
export const evaluationCodes = {
  proven: 0,
  missed: 1,
  faulty: 2,
  undecided: 3,
  interrupted: 4,
} as const;

/** How an evaluation came out. */
export type EvaluationEnd = Exclude<keyof typeof evaluationCodes, 'faulty'>;

/** What the policy uses for the task type or the step now, and how that did. */
export interface PolicyChoice {
  /** Such as `fast (Small)`. */
  readonly words: string;
  /** For how many fixtures. */
  readonly fixtures: number;
  /** Undefined when it is no candidate of the evaluation. */
  readonly candidateId?: string;
  readonly verdict: CandidateVerdict | 'noCandidate';
}

export interface PolicyCheck {
  readonly choices: readonly PolicyChoice[];
  /** Fixtures for which the policy leaves the choice to the planner or to an earlier step. */
  readonly leftOpen: number;
}

/** A candidate that could not be asked, and why. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/** An evaluation and what came of it; plain data for printing. */
export interface Evaluated {
  /** As it was named, or relative to the current folder. */
  readonly file: string;
  readonly evaluation: Evaluation;
  readonly end: EvaluationEnd;
  /** Why, in sentences. */
  readonly why: string;
  readonly leftOut: readonly LeftOut[];
  /** Undefined when nothing was run. */
  readonly report?: Report;
  readonly policy?: PolicyCheck;
  /** How far its judge agrees with people; undefined without a judge. */
  readonly judge?: { readonly words: string; readonly check?: JudgeCheck };
}

/** What an evaluation may take, before it starts. */
export interface Estimated {
  readonly file: string;
  readonly evaluation: Evaluation;
  readonly leftOut: readonly LeftOut[];
  /** Undefined when it cannot be run; `why` says the reason. */
  readonly estimate?: FinderEstimate;
  readonly why?: string;
  /** All candidates ask practice models only. */
  readonly simulated: boolean;
}

/** What all calls of a run came to. */
export interface RunTotals {
  readonly calls: number;
  /** Known costs; nano-dollars. */
  readonly spent: Accounts;
  /** How much of that was estimated. */
  readonly estimated: Accounts;
  /** Calls of unknown cost. */
  readonly unknownCalls: number;
}

/** The exit code of several evaluations: an interruption comes first, then a miss, then what is open. */
export function codeOf(ends: readonly EvaluationEnd[]): number {
  const order = ['interrupted', 'missed', 'undecided'] as const;
  return evaluationCodes[order.find((end) => ends.includes(end)) ?? 'proven'];
}
