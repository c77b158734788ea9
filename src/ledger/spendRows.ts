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
  /** Attempts whose cost nobody knows, or that have not ended; they are not in the sum. */
  readonly unknownAttempts: number;
  /** It is practice money. */
  readonly simulated: boolean;
}

/** All that was spent. */
export interface TotalRow extends SpendRow {
  /** What practice models cost beside real ones: a sum of its own. */
  readonly practice?: SpendRow;
}

export interface RequestRow {
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Such as `src/cart.ts:10-24`. */
  readonly subject: string;
  readonly taskType: string;
  /** Of the attempt that stands for it. */
  readonly tier: string;
  readonly modelName: string;
  readonly reason: string;
  /** How that attempt ended, or what the developer did with the answer. */
  readonly outcome: string;
  /** Sum of its real attempts, or of all where all are practice; undefined when unknown. */
  readonly nanoUsd?: NanoUsd;
  readonly costSource: CostSource;
  /** What its practice attempts cost, where it has real ones as well. */
  readonly practice?: { readonly nanoUsd?: NanoUsd; readonly costSource: CostSource };
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** From its first call to the end of its last one. */
  readonly latencyMs?: number;
  /** All of its attempts are practice. */
  readonly simulated: boolean;
}

/**
 * Against sending every request of the session to the strongest model, once: the same tokens as its
 * the attempt that stands for it, at that model's list price.
 */
export interface Saving {
  readonly baselineName: string;
  readonly baselineNanoUsd: NanoUsd;
  /** Cost of the attempts that could be compared, failed tries included. */
  readonly spentNanoUsd: NanoUsd;
  /** Attempts left out because their cost or the baseline's price is unknown. */
  readonly withoutBaseline: number;
}

/** What speed cost: attempts of speculative runs that another attempt overtook. */
export interface SpeculationCost {
  readonly attempts: number;
  /** Sum of the known costs, nano-dollars. */
  readonly nanoUsd: NanoUsd;
  /** How much of the sum was estimated, nano-dollars. */
  readonly estimatedNanoUsd: NanoUsd;
  readonly unknownAttempts: number;
}
