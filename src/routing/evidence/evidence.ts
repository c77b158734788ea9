import type { NanoUsd } from '../models/money.ts';
import type { TaskType } from '../task.ts';

/*
 * This folder turns past requests into evidence. Experiences from the ledger come in; weighted counts
 * per rung and the cost of exploring go out (`gatherEvidence.ts`), for the planner to learn from. A rung that has
 * changed is noticed by `changes.ts`.
 * `calibrate.ts` does the same for the confidence that models state.
 */

/**
 * Names a rung: a model reference, then `@effort` when one is set, then `+retry` for a second try. `changes.ts` names
 * what it was before it changed.
 */
export type RungKey = string;

/** One answer of a request. */
export interface AnswerSeen {
  readonly rung: RungKey;
  /** The gates' combined verdict; omitted when no gate ran. */
  readonly passed?: boolean;
  readonly nanoUsd?: NanoUsd;
  /** Whether the cost is practice money. */
  readonly simulated?: boolean;
  readonly ms?: number;
}

/** The outcome of one request, as the ledger knows it. */
export interface Experience {
  readonly taskType: TaskType;
  readonly language?: string;
  readonly repository?: string;
  /** In the order they were asked. */
  readonly answers: readonly AnswerSeen[];
  /** Index of the answer that was taken; omitted when none was. */
  readonly taken?: number;
  /** The answer was taken, and later undone or escalated by the user. */
  readonly wrong: boolean;
  /** ISO date, UTC. */
  readonly day?: string;
}

/** A rung whose answers became better or worse, as when its provider changes the model. */
export interface RungChange {
  readonly rung: RungKey;
  readonly better: boolean;
  /** So many of the newest experiences came after the change. */
  readonly newer: number;
  /** The day of the first of them; omitted when it is not known. */
  readonly since?: string;
}

/** A past request, with what the planner expected if it chose the plan. */
export interface PastRequest extends Experience {
  readonly planned?: {
    /** Expected loss of good answers compared with the strongest rung, 0 to 1; 0 where it did not explore. */
    readonly loss: number;
    /** Expected cost of the strongest rung; omitted when the plan was the strongest rung itself. */
    readonly strongestNanoUsd?: NanoUsd;
  };
}

/** Equal experiences counted together. The weight is their number; old ones count for less. */
export interface Tally extends Pick<Experience, 'taken' | 'wrong'> {
  readonly answers: readonly Pick<AnswerSeen, 'rung' | 'passed'>[];
  readonly weight: number;
}

/** A mean and the total weight of its values. */
export interface Mean {
  readonly mean: number;
  readonly weight: number;
}

/** The figures of one rung. All counts are weights. */
export interface RungFigures {
  /** Answers that gates judged. */
  readonly tries: number;
  readonly passes: number;
  /** Answers that passed and were taken. */
  readonly accepts: number;
  /** Accepted answers that were later found to be wrong. */
  readonly wrongAccepts: number;
  /** Cost of an answer when the rung was asked first, nano-dollars. Omitted when no cost is known. */
  readonly firstCost?: Mean;
  /** Cost of an answer after another rung failed, nano-dollars: such tasks are harder. */
  readonly climbCost?: Mean;
  readonly ms?: Mean;
}

/** What the planner's choices have cost so far, by the expectations of its own decisions. */
export interface Explored {
  /** Requests that the planner chose for. */
  readonly requests: number;
  /** Sum of the expected losses of the plans that it explored. */
  readonly loss: number;
  /** Money spent beyond the strongest rung's expected cost, nano-dollars; below 0 when it saved. */
  readonly nanoUsd: number;
}

/** Everything known about one task type. */
export interface Evidence {
  readonly tallies: readonly Tally[];
  readonly figures: ReadonlyMap<RungKey, RungFigures>;
  readonly explorationCost: Explored;
  /**
   * Rungs that have changed; omitted when none has. What was seen of them before is under keys of its own
   * (`changes.ts`).
   */
  readonly changes?: readonly RungChange[];
}

/** Which experiences count. */
export interface About {
  readonly taskType: TaskType;
  readonly language?: string;
  readonly repository?: string;
}
