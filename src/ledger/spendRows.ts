import type { CostSource, NanoUsd } from '../routing/models/money.ts';

/** A sum of attempts under one heading. */
export interface SpendRow {
  readonly label: string;
  readonly requests: number;
  readonly attempts: number;
  /** Sum of the known costs, nano-dollars. */
  readonly nanoUsd: NanoUsd;
  /** How much of the sum was estimated, nano-dollars. */
  readonly estimatedNanoUsd: NanoUsd;
  /** Attempts of unknown cost, or that have not ended; the sum does not count them. */
  readonly unknownAttempts: number;
  /** The sum is practice money. */
  readonly simulated: boolean;
}

/** The sum of everything a report covers. */
export interface TotalRow extends SpendRow {
  /** The cost of practice models, a separate sum; present only beside real money. */
  readonly practice?: SpendRow;
}

export interface RequestRow {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Such as `src/cart.ts:10-24`. */
  readonly subject: string;
  readonly taskType: string;
  /** Tier of the attempt that stands for the request. */
  readonly tier: string;
  readonly modelName: string;
  readonly reason: string;
  /** What the developer did with the answer, or how that attempt ended. */
  readonly outcome: string;
  /** Sum of its real attempts, or of all when all are practice; undefined when unknown. */
  readonly nanoUsd?: NanoUsd;
  readonly costSource: CostSource;
  /** The cost of its practice attempts; present only beside real ones. */
  readonly practice?: { readonly nanoUsd?: NanoUsd; readonly costSource: CostSource };
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** From its first call to the end of its last one. */
  readonly latencyMs?: number;
  /** All of its attempts are practice. */
  readonly simulated: boolean;
}

/**
 * Compared with sending each request once to the strongest model: the tokens of the attempt that stands
 * for the request, at that model's list price.
 */
export interface Saving {
  readonly baselineName: string;
  readonly baselineNanoUsd: NanoUsd;
  /** Cost of the attempts that could be compared, failed ones included. */
  readonly spentNanoUsd: NanoUsd;
  /** Attempts not compared, because their cost or the baseline's price is unknown. */
  readonly withoutBaseline: number;
}

/** The cost of a group of attempts, such as those that another attempt of a speculative run overtook. */
export interface SpeculationCost {
  readonly attempts: number;
  /** Sum of the known costs, nano-dollars. */
  readonly nanoUsd: NanoUsd;
  /** How much of the sum was estimated, nano-dollars. */
  readonly estimatedNanoUsd: NanoUsd;
  readonly unknownAttempts: number;
}
