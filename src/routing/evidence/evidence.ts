import type { NanoUsd } from '../models/money.ts';
import type { TaskType } from '../task.ts';

/** What is asked: a model reference, with `@effort` where one was set, and `+retry` for another try. */
export type RungKey = string;

/** One answer of a request. */
export interface AnswerSeen {
  readonly rung: RungKey;
  /** What its gates said together; left out where no gate ran. */
  readonly passed?: boolean;
  readonly nanoUsd?: NanoUsd;
  readonly ms?: number;
}

/** What became of one request: one row for each, newest first, as the ledger knows it. */
export interface Experience {
  readonly taskType: TaskType;
  readonly language?: string;
  readonly repository?: string;
  /** In the order they were asked. */
  readonly answers: readonly AnswerSeen[];
  /** Which answer was taken, an index; left out where none was. */
  readonly taken?: number;
  /** Taken, and later undone or escalated by hand. */
  readonly wrong: boolean;
}

/** A request of the past, with what the planner expected where it chose. */
export interface PastRequest extends Experience {
  readonly planned?: {
    /** Expected good answers given up against the strongest, 0 to 1. */
    readonly loss: number;
    /** What the strongest was expected to cost; left out where it was the plan itself. */
    readonly strongestNanoUsd?: NanoUsd;
  };
}

/** Alike experiences counted together. A weight is a number of requests, less for old ones. */
export interface Tally extends Pick<Experience, 'taken' | 'wrong'> {
  readonly answers: readonly Pick<AnswerSeen, 'rung' | 'passed'>[];
  readonly weight: number;
}

/** A mean with the weight of what it was made of. */
export interface Mean {
  readonly mean: number;
  readonly weight: number;
}

/** What is known of one rung. All counts are weights. */
export interface RungFigures {
  /** Answers that gates judged. */
  readonly tries: number;
  readonly passes: number;
  /** Answers that passed and were taken. */
  readonly accepts: number;
  /** Those of them that are known to have been wrong. */
  readonly wrongAccepts: number;
  /** Of an answer that was asked for first; nano-dollars. Left out where no cost is known. */
  readonly firstCost?: Mean;
  /** Of an answer after another rung's had failed: such tasks are harder. */
  readonly climbCost?: Mean;
  readonly ms?: Mean;
}

/** What the planner's choices have cost so far, as its decisions said themselves. */
export interface Explored {
  /** Requests that the planner chose for. */
  readonly requests: number;
  /** Sum of the losses that were expected of its plans. */
  readonly loss: number;
  /** Money spent beyond the strongest rung's; below 0 where it saved. Nano-dollars. */
  readonly nanoUsd: number;
}

/** All that is known about one kind of task. */
export interface Evidence {
  readonly tallies: readonly Tally[];
  readonly figures: ReadonlyMap<RungKey, RungFigures>;
  readonly explorationCost: Explored;
}

/** Which experiences count. */
export interface About {
  readonly taskType: TaskType;
  readonly language?: string;
  readonly repository?: string;
}
