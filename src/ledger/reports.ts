import type { Span } from '../routing/budgets/budget.ts';
import type { AttemptWithRole } from '../routing/hindsight/regret.ts';
import type { ModelReference } from '../routing/models/model.ts';
import type { Cost, CostSource, NanoUsd } from '../routing/models/money.ts';
import type { Usage } from '../routing/models/usage.ts';
import type { AttemptOutcome, orphaned, Purpose } from './facts.ts';
import type { SpeculationCost, RequestRow, Saving, SpendRow, TotalRow } from './spendRows.ts';

/** Which attempts a report is about. Every field that is given must match. */
export interface ReportQuery {
  /** Of the request's time. */
  readonly span: Span;
  /** IANA name; says where a day begins. */
  readonly timeZone: string;
  readonly sessionId?: string;
  readonly workspace?: string;
  readonly taskType?: string;
  readonly tier?: string;
  /** `provider/model`. */
  readonly model?: string;
}

/**
 * Everything the cost panel says about a query; each figure is a sum of rows of one state of the file.
 * All but `total.practice`, `requests` and `choices` is of the one kind of money that `total` is of.
 */
export interface Report {
  readonly total: TotalRow;
  readonly byTaskType: readonly SpendRow[];
  readonly byTier: readonly SpendRow[];
  readonly byModel: readonly ModelSpendRow[];
  readonly byWorkspace: readonly SpendRow[];
  /** Oldest first, without holes; of an hour each where the query is of two days or less, else of a day. */
  readonly overTime: readonly TimeRow[];
  readonly saving?: Saving;
  /**
   * Tokens of the attempts that stand for their requests, and how many of them told their usage.
   * `models`: references of all that were called within the span and session for this kind of money,
   * whatever the filters say.
   */
  readonly standingUsage: {
    readonly usage: Usage;
    readonly attempts: number;
    readonly models: readonly string[];
  };
  readonly insurance: SpeculationCost;
  /** Answers that a gate failed, or that ended without being whole: paid, and not used. */
  readonly failedTries: SpeculationCost;
  readonly wrongAccepts: number;
  /** Requests that were answered at all, and those of them that needed more than their first tier. */
  readonly escalation: { readonly requests: number; readonly escalated: number };
  readonly gates: readonly GateRow[];
  /** Calls that only chose the task type. */
  readonly classifier: SpeculationCost;
  readonly judges: SpeculationCost;
  readonly latency: LatencyRow;
  /** What the gates said, per task type and model: what regret is estimated from. */
  readonly tried: readonly TierAttempts[];
  /** Newest first, at most 200. */
  readonly requests: readonly RequestRow[];
  /** What a filter can be set to within the span and session, whatever the other filters say. */
  readonly choices: {
    readonly workspaces: readonly string[];
    readonly taskTypes: readonly string[];
    readonly tiers: readonly string[];
    /** References. */
    readonly models: readonly string[];
  };
}

/** Labelled with the model's name. */
export interface ModelSpendRow extends SpendRow {
  /** `provider/model`. */
  readonly model: string;
}

export interface TimeRow {
  /** Milliseconds since the epoch. */
  readonly fromMs: number;
  readonly nanoUsd: NanoUsd;
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

/** Of the newest 500 whole answers, milliseconds; undefined without any. */
export interface LatencyRow {
  readonly answers: number;
  readonly medianMs?: number;
  readonly p90Ms?: number;
}

/** A model's answers to tasks of one type, as it was asked for one tier. */
export interface TierAttempts extends AttemptWithRole {
  readonly tier: string;
}

/** One request with all that is known of it, for its story once the window that ran it is gone. */
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
  readonly outputTokens?: number;
  readonly latencyMs?: number;
  readonly simulated: boolean;
  readonly isTaken: boolean;
  readonly verdicts: readonly { readonly gate: string; readonly verdict: string }[];
}

/** A settled attempt as a team may see it. No field can hold a prompt, a path or code. */
export interface ExportedAttempt {
  /** Its place in the order of settlement; grows. */
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

/** An attempt with all that is kept of it, flat; null is what nobody knows or what does not apply. */
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
  /** How it ended; `open` while it has not. */
  readonly outcome: string;
  readonly errorKind: string | null;
  readonly costSource: CostSource;
  /** Every digit, such as `0.001234567`. */
  readonly usd: string | null;
  readonly nanoUsd: NanoUsd | null;
  /** The same of a practice model, of which nothing was paid: a column holds one kind of money. */
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
  /** Whether it stands for its request. */
  readonly taken: boolean;
  /** What the developer did with the request's answer, last. */
  readonly developerOutcome: string | null;
  readonly simulated: boolean;
}

export interface ExportPage {
  readonly rows: readonly ExportRow[];
  /** Where the next page begins; undefined after the last one. */
  readonly nextAfter?: number;
}

/** How far a reader has come: row numbers of settlements and of their corrections; 0 is the beginning. */
export interface SettledCursor {
  readonly settlement: number;
  readonly correction: number;
}

export interface SettledPage {
  /** None when all have been read. */
  readonly attempts: readonly ExportedAttempt[];
  readonly cursor: SettledCursor;
}
