import type { Effort, ModelReference } from '../routing/models/model.ts';
import type { Cost, NanoUsd } from '../routing/models/money.ts';
import type { Span } from '../routing/budgets/budget.ts';
import type { Usage } from '../routing/models/usage.ts';
import type { TurnKind } from '../routing/turns/turn.ts';

/** A developer asked for something. Texts of prompts, answers and code are never recorded. */
export interface RequestFact {
  readonly requestId: string;
  readonly sessionId: string;
  readonly atMs: number;
  /** Name of the workspace, for people. */
  readonly workspace: string;
  /** What it was about, such as `src/cart.ts:10-24`. */
  readonly subject: string;
  readonly taskType: string;
  /** What the answer is for in an agent's loop, or a side call; omitted for other requests. */
  readonly turn?: TurnKind | 'side';
  /** VS Code's id of the language, where there is one. */
  readonly language?: string;
  /** The extension that asked; omitted when the developer did. */
  readonly origin?: string;
  /** Omitted unless the planner chose the plan. */
  readonly planned?: PlannedFact;
  /** The decision's explanation, one sentence. */
  readonly reason: string;
  /** The request this one escalates. */
  readonly escalatedFrom?: string;
}

/** What the planner expected of the plan it chose. */
export interface PlannedFact {
  /**
   * Expected loss of good answers compared with the strongest model, 0 to 1; stored in millionths. 0 where the
   * planner did not explore.
   */
  readonly loss: number;
  /** Expected cost of the strongest model, nano-dollars; omitted when the plan is that model. */
  readonly strongestNanoUsd?: NanoUsd;
}

/**
 * What a call is for: answering the task, judging another call's answer, finding the task type, or measuring
 * models. A request with a call to `evaluate` is no work of the developer: its money counts, and nothing is
 * learned from it.
 */
export type Purpose = 'answer' | 'judge' | 'classify' | 'evaluate';

/** A call is about to be made; written before the socket opens. */
export interface ReservationFact {
  readonly attemptId: string;
  readonly requestId: string;
  readonly atMs: number;
  readonly purpose: Purpose;
  readonly tier: string;
  readonly model: ModelReference;
  readonly modelName: string;
  readonly effort?: Effort;
  readonly simulated: boolean;
  /** The most it can cost; undefined when the price is unknown. */
  readonly worstCaseNanoUsd?: NanoUsd;
  /**
   * The developer allowed this call although its cost is unknown. Without it a call of unknown
   * price is refused under every limit. Not recorded.
   */
  readonly mayCostAnything?: true;
}

/** A budget to enforce: a reservation that could bring its sum above the cap is refused. */
export interface Limit {
  /** As people read it, such as `$5.00 per day`. */
  readonly budgetId: string;
  readonly capNanoUsd: NanoUsd;
  /** The user's setting that alone decides it; omitted for a budget, which the developer may raise when asked. */
  readonly setting?: string;
  /** It is no budget but a limit of a request, a run or a part of one. Nobody is asked to raise it. */
  readonly isHard?: true;
  /**
   * Why the limit cannot be read, in one sentence. No call of real money passes it, whatever was spent and
   * whatever the call was allowed.
   */
  readonly fault?: string;
  readonly span: Span;
  readonly sessionId?: string;
  readonly workspace?: string;
  readonly taskType?: string;
  /** The extension that asked. */
  readonly origin?: string;
  /** How the references of the models begin that it covers; omitted for all models. */
  readonly models?: string;
}

/** Why a reservation was refused. Nothing was written. */
export interface OverLimit {
  readonly limit: Limit;
  /** Settled and reserved so far, nano-dollars. */
  readonly spentNanoUsd: NanoUsd;
  /** What the call might have cost, nano-dollars; undefined when its price is unknown. */
  readonly worstCaseNanoUsd?: NanoUsd;
  /** Both amounts are practice money. */
  readonly simulated?: true;
  /** The calls that were made already, where their number is what the limit refuses. */
  readonly calls?: number;
}

/** How an attempt ended. Only `complete` is a success. */
export type AttemptOutcome =
  | 'complete'
  | 'truncated'
  | 'cutOff'
  | 'refused'
  | 'empty'
  | 'cancelled'
  | 'failed';

/**
 * The outcome of an attempt whose window died: settled at its worst case, and corrected when its real
 * end comes in after all.
 */
export const orphaned = 'orphaned';

/** What a call really cost. Written once per attempt; a second one with different figures is an error. */
export interface SettlementFact {
  readonly attemptId: string;
  readonly atMs: number;
  readonly outcome: AttemptOutcome;
  /** Kind of the error when it failed, such as `rateLimited`. */
  readonly errorKind?: string;
  readonly usage?: Usage;
  readonly cost: Cost;
  /** The same tokens at the strongest model's list price. */
  readonly baseline?: { readonly modelName: string; readonly nanoUsd: NanoUsd };
  /** Milliseconds from the call to its first text. */
  readonly firstTextMs?: number;
  /** Milliseconds from the call to its end. */
  readonly latencyMs: number;
}

/** A gate's verdict on an attempt's answer. Its evidence is not recorded, because it may quote code. */
export interface VerdictFact {
  readonly attemptId: string;
  readonly atMs: number;
  /** Name of the gate. */
  readonly gate: string;
  readonly verdict: 'pass' | 'fail' | 'couldNotRun';
}

/** Which attempt's answer the developer was given when the request ended. */
export interface ChosenFact {
  readonly requestId: string;
  readonly attemptId: string;
  readonly atMs: number;
}

/** How confident a model said it was in its own answer. */
export interface StatementFact {
  readonly attemptId: string;
  readonly atMs: number;
  /** Whole per cent, 0 to 100. */
  readonly percent: number;
}

/** A model's earlier statement of confidence, and whether the answer turned out right. */
export interface KnownStatement {
  /** Whole per cent, 0 to 100. */
  readonly percent: number;
  readonly right: boolean;
}

/** What the developer did with a request's answer. The newest one counts. */
export type RequestOutcome =
  | 'shown'
  | 'accepted'
  | 'rejected'
  | 'undone'
  | 'escalated'
  | 'dismissed';

export interface OutcomeFact {
  readonly requestId: string;
  readonly atMs: number;
  readonly outcome: RequestOutcome;
}

/**
 * What became of a turn's answer, as later requests of its loop show: what it asked for worked, or not. The
 * first one counts.
 */
export interface TurnOutcomeFact {
  readonly requestId: string;
  readonly atMs: number;
  readonly outcome: 'worked' | 'failed';
}

/** Forgets the evidence so far, for this task type and model, or for all of them when omitted. */
export interface EvidenceResetFact {
  readonly atMs: number;
  /** Forgets how turns of this kind went, or of every kind; the evidence about tasks stays. */
  readonly turn?: TurnKind | 'side' | 'any';
  readonly taskType?: string;
  readonly model?: ModelReference;
}
