import type { Span } from '../routing/budgets/budget.ts';
import type { AttemptWithRole } from '../routing/hindsight/regret.ts';
import type { ModelReference } from '../routing/models/model.ts';
import type { Cost, CostSource, NanoUsd } from '../routing/models/money.ts';
import type { Usage } from '../routing/models/usage.ts';
import type { AttemptOutcome, orphaned, Purpose } from './facts.ts';
import type { SpeculationCost, RequestRow, Saving, SpendRow, TotalRow } from './spendRows.ts';

/** Which attempts a report is about. Every field that is given must match. */
export interface ReportQuery {
  /** When the request was made. */
  readonly span: Span;
  /** IANA name; decides when a day begins. */
  readonly timeZone: string;
  readonly sessionId?: string;
  readonly workspace?: string;
  readonly taskType?: string;
  readonly tier?: string;
  /** `provider/model`. */
  readonly model?: string;
}

/**
 * Everything the cost panel shows for a query; each figure is a sum over one state of the file. All of
 * it is in the same kind of money as `total`, except `total.practice`, `requests` and `choices`.
 */
export interface Report {
  readonly total: TotalRow;
  readonly byTaskType: readonly SpendRow[];
  readonly byTier: readonly SpendRow[];
  readonly byModel: readonly ModelSpendRow[];
  readonly byWorkspace: readonly SpendRow[];
  /** Turns of agents' loops and their side calls, by kind. */
  readonly byTurn: readonly TurnSpendRow[];
  /** Oldest first, without gaps; hours where the query spans two days or less, else days. */
  readonly overTime: readonly TimeRow[];
  readonly saving?: Saving;
  /**
   * Tokens of the attempts that stand for their requests, and how many of them reported usage.
   * `models`: references of all models called in the span and session for this kind of money, except by
   * evaluations, whatever the filters are.
   */
  readonly standingUsage: {
    readonly usage: Usage;
    readonly attempts: number;
    readonly models: readonly string[];
  };
  readonly insurance: SpeculationCost;
  /** Answers that a gate failed or that did not end whole: paid for and not used. */
  readonly failedTries: SpeculationCost;
  readonly wrongAccepts: number;
  /** Requests that got an answer, and those of them that needed more than their first tier. */
  readonly escalation: { readonly requests: number; readonly escalated: number };
  readonly gates: readonly GateRow[];
  readonly misroutes: Misroutes;
  /** Calls that only found the task type. */
  readonly classifier: SpeculationCost;
  readonly judges: SpeculationCost;
  /** All calls of evaluations. They are part of the sums of spend, and of no other figure here. */
  readonly evaluation: EvaluationCost;
  readonly latency: LatencyRow;
  /** Gate verdicts per task type, tier and model: regret is estimated from these. */
  readonly tried: readonly TierAttempts[];
  /** Newest first, at most 200. */
  readonly requests: readonly RequestRow[];
  /** Possible filter values within the span and session, whatever the other filters are. */
  readonly choices: {
    readonly workspaces: readonly string[];
    readonly taskTypes: readonly string[];
    readonly tiers: readonly string[];
    /** Model references, `provider/model`. */
    readonly models: readonly string[];
  };
}

/** Labelled with the kind of turn. The outcomes of the other requests are not known. */
export interface TurnSpendRow extends SpendRow {
  readonly worked: number;
  readonly failed: number;
}

/** What measuring models cost. */
export interface EvaluationCost extends SpeculationCost {
  readonly requests: number;
}

/** Labelled with the model's name. */
export interface ModelSpendRow extends SpendRow {
  /** `provider/model`. */
  readonly model: string;
}

/**
 * How often requests were sent too low or too high, for the newest requests of a query that got an answer and
 * were not escalations themselves. Nobody can tell of a request without evidence, so the shares are what was
 * found, not all there is.
 */
export interface Misroutes extends MisrouteCount {
  /** By task type, the most requests first. */
  readonly byTaskType: readonly (MisrouteCount & { readonly taskType: string })[];
  /** Oldest first; a week begins on Monday in the query's time zone. Weeks without a request are missing. */
  readonly byWeek: readonly (MisrouteCount & { readonly fromMs: number })[];
  /** More requests match the query than were looked at. */
  readonly isCut: boolean;
}

export interface MisrouteCount {
  /** Answers that the developer escalated or, when not by the strongest model, rejected or undid. */
  readonly tooLow: FoundShare;
  /** Answers beside which a cheaper one passed every check; among requests where a cheaper one was checked. */
  readonly tooHigh: FoundShare;
  /** Requests with an answer that the developer neither accepted nor rejected, undid or escalated. */
  readonly unjudged: number;
}

/** A share with its exact 95 % interval; the interval is 0 to 1 when there are no cases. */
export interface FoundShare {
  readonly hits: number;
  readonly cases: number;
  readonly low: number;
  readonly high: number;
}

export interface TimeRow {
  /** Milliseconds since the epoch. */
  readonly fromMs: number;
  readonly nanoUsd: NanoUsd;
  /** Part of the sum that evaluations cost: no baseline compares with it. */
  readonly evaluationNanoUsd: NanoUsd;
  readonly baselineNanoUsd: NanoUsd;
  readonly attempts: number;
  readonly unknownAttempts: number;
}

export interface GateRow {
  readonly gate: string;
  readonly pass: number;
  readonly fail: number;
  readonly couldNotRun: number;
}

/** Latency of the newest 500 complete answers, milliseconds; undefined when there are none. */
export interface LatencyRow {
  readonly answers: number;
  readonly medianMs?: number;
  readonly p90Ms?: number;
}

/** A model's answers to tasks of one type, called for one tier. */
export interface TierAttempts extends AttemptWithRole {
  readonly tier: string;
}

/** One request with all that is recorded of it, shown once the window that ran it is gone. */
export interface RequestStory {
  readonly request: RequestRow;
  readonly workspace: string;
  readonly escalatedFrom?: string;
  readonly attempts: readonly StoryAttempt[];
  /** What the developer did, oldest first. */
  readonly outcomes: readonly { readonly outcome: string; readonly atMs: number }[];
}

export interface StoryAttempt {
  readonly attemptId: string;
  readonly purpose: string;
  readonly tier: string;
  readonly modelName: string;
  readonly effort?: string;
  readonly outcome: string;
  readonly nanoUsd?: NanoUsd;
  readonly costSource: RequestRow['costSource'];
  readonly inputTokens?: number;
  /** Part of the input that was read from the provider's prompt cache. */
  readonly cacheReadTokens?: number;
  readonly outputTokens?: number;
  readonly latencyMs?: number;
  readonly simulated: boolean;
  readonly isTaken: boolean;
  readonly verdicts: readonly { readonly gate: string; readonly verdict: string }[];
}

/** A settled attempt as a team may see it. No field holds a prompt, a path or code. */
export interface ExportedAttempt {
  /** Grows in the order of settlement. */
  readonly seq: number;
  readonly attemptId: string;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly purpose: Purpose;
  readonly tier: string;
  readonly taskType: string;
  readonly model: ModelReference;
  readonly simulated: boolean;
  readonly outcome: AttemptOutcome | typeof orphaned;
  readonly errorKind?: string;
  readonly usage?: Usage;
  readonly cost: Cost;
  /** Milliseconds from the call to its first text. */
  readonly firstTextMs?: number;
}

/** An attempt with all that is recorded of it, flat; null when unknown or not applicable. */
export interface ExportRow {
  /** When its request was made, ISO 8601 in UTC. */
  readonly time: string;
  readonly requestId: string;
  readonly attemptId: string;
  readonly sessionId: string;
  readonly workspace: string;
  readonly subject: string;
  readonly taskType: string;
  readonly language: string | null;
  readonly tier: string;
  readonly model: string;
  readonly modelName: string;
  readonly effort: string | null;
  readonly purpose: string;
  /** How it ended; `open` until then. */
  readonly outcome: string;
  readonly errorKind: string | null;
  readonly costSource: CostSource;
  /** Every digit, such as `0.001234567`. */
  readonly usd: string | null;
  readonly nanoUsd: NanoUsd | null;
  /** The cost of a practice model, which is not paid: each column holds one kind of money. */
  readonly practiceUsd: string | null;
  readonly practiceNanoUsd: NanoUsd | null;
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly cacheWriteLongTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly baselineName: string | null;
  readonly baselineNanoUsd: NanoUsd | null;
  readonly practiceBaselineNanoUsd: NanoUsd | null;
  readonly firstTextMs: number | null;
  readonly latencyMs: number | null;
  /** Such as `command fail; syntax pass`. */
  readonly verdicts: string;
  /** Whether this attempt stands for its request. */
  readonly taken: boolean;
  /** The last thing the developer did with the request's answer. */
  readonly developerOutcome: string | null;
  readonly simulated: boolean;
}

export interface ExportPage {
  readonly rows: readonly ExportRow[];
  /** Where the next page begins; undefined after the last one. */
  readonly nextAfter?: number;
}

/** How far a reader has come, as row numbers of settlements and corrections; 0 is the beginning. */
export interface SettledCursor {
  readonly settlement: number;
  readonly correction: number;
}

export interface SettledPage {
  /** Empty when all have been read. */
  readonly attempts: readonly ExportedAttempt[];
  readonly cursor: SettledCursor;
}
