import { type Money, moneyOf } from '../routing/models/accounts.ts';
import type { ModelChoice } from '../routing/models/model.ts';
import type { NanoUsd } from '../routing/models/money.ts';
import type { GateName } from '../routing/verdict.ts';

/** What is evaluated: anything that a policy can name. */
export type CandidateSubject =
  | { readonly kind: 'tier'; readonly tier: string }
  | { readonly kind: 'model'; readonly choice: ModelChoice }
  | {
      readonly kind: 'cascade';
      /** From the cheapest. */
      readonly tiers: readonly string[];
      readonly gates: readonly GateName[];
    };

/** The cost of one task, nano-dollars. */
export type TaskCost =
  | { readonly source: 'measured'; readonly nanoUsd: NanoUsd; readonly cases: number }
  | { readonly source: 'expected'; readonly nanoUsd: NanoUsd }
  | { readonly source: 'unknown' };

export interface Candidate {
  /** Unique within an evaluation. */
  readonly id: string;
  /** As people see it, such as `fast` or `fast, then balanced`. */
  readonly name: string;
  readonly subject: CandidateSubject;
  readonly taskCost: TaskCost;
  /** The most that one trial can cost, with all its calls; undefined when a price is unknown. */
  readonly worstCaseNanoUsd?: NanoUsd;
  /** It asks practice models only: its money is practice money. */
  readonly simulated?: true;
  /** The share of trials that are expected to pass, for the estimate before the start only. */
  readonly expectedPassRate?: number;
}

export function moneyOfCandidate({ simulated }: Candidate): Money {
  return moneyOf(simulated === true);
}

/** From the cheapest task; those of unknown cost come last. Equal ones keep their order. */
export function cheapestFirst(candidates: readonly Candidate[]): Candidate[] {
  const cost = ({ taskCost }: Candidate) =>
    taskCost.source === 'unknown' ? Infinity : taskCost.nanoUsd;
  // Infinity minus Infinity is no order.
  return candidates.toSorted((a, b) => (cost(a) === cost(b) ? 0 : cost(a) - cost(b)));
}
