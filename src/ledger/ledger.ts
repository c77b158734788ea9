import type { Spent } from '../routing/budgets/budget.ts';
import type { PastRequest } from '../routing/evidence/evidence.ts';
import type { ModelReference } from '../routing/models/model.ts';
import type { NanoUsd } from '../routing/models/money.ts';
import type {
  ChosenFact,
  EvidenceResetFact,
  KnownStatement,
  Limit,
  OutcomeFact,
  OverLimit,
  RequestFact,
  ReservationFact,
  SettlementFact,
  StatementFact,
  VerdictFact,
} from './facts.ts';
import type {
  ExportPage,
  Report,
  ReportQuery,
  RequestStory,
  SettledCursor,
  SettledPage,
} from './reports.ts';

/** Money and evidence. Every promise rejects with LedgerError when the fact could not be kept. */
export interface Ledger {
  recordRequest(fact: RequestFact): Promise<void>;
  /**
   * Sets the worst case aside, in one write with the check that no limit is passed by it. Resolves with
   * the first limit that it would pass; then nothing is kept. A call of unknown price passes no limit.
   * Only calls of the same kind of money count: practice money and real money have an account each.
   */
  reserve(fact: ReservationFact, limits?: readonly Limit[]): Promise<OverLimit | undefined>;
  /** Settling twice with the same figures changes nothing. */
  settle(fact: SettlementFact): Promise<void>;
  recordVerdict(fact: VerdictFact): Promise<void>;
  recordChosen(fact: ChosenFact): Promise<void>;
  recordStatement(fact: StatementFact): Promise<void>;
  recordOutcome(fact: OutcomeFact): Promise<void>;
  recordEvidenceReset(fact: EvidenceResetFact): Promise<void>;
  /** What has been spent under each limit, in their order: settled, or reserved at worst case. */
  standings(limits: readonly Limit[]): Promise<readonly BudgetBalance[]>;
  /** All that the cost panel says of a span of time, a session, or what a filter leaves of them. */
  report(query: ReportQuery): Promise<Report>;
  /** Undefined when there is no such request. */
  requestStory(requestId: string): Promise<RequestStory | undefined>;
  /**
   * What a model said of its newest 200 answers whose worth is known. Right: accepted, and neither
   * undone nor escalated later. Wrong: accepted and undone, rejected, escalated, or failed by another gate.
   */
  statements(model: ModelReference): Promise<readonly KnownStatement[]>;
  /** Median milliseconds of each model's newest 20 complete answers, for those that have any. */
  latencies(): Promise<ReadonlyMap<string, number>>;
  /**
   * Whether there are facts of somebody else that were not there when this was asked last; true at first,
   * and after history was deleted, by whomever. What windows write to keep house is no news.
   */
  changedElsewhere(): Promise<boolean>;
  /** What became of the newest 2000 requests, newest first: what routing learns from. */
  experiences(): Promise<readonly PastRequest[]>;
  /** The attempts of a query, page by page: `after` is 0 first, then what the page before says. */
  exportRows(query: ReportQuery, after: number, limit: number): Promise<ExportPage>;
  /** The next settled attempts; one whose settlement was corrected since comes once more. */
  settledSince(cursor: SettledCursor, limit: number): Promise<SettledPage>;
  /**
   * Deletes requests from before a time, or all, but for those with a call under way. A budget whose
   * period still runs gets back what they cost: ask first, and say how much.
   */
  deleteHistory(options?: { readonly beforeMs?: number }): Promise<Deleted>;
  close(): Promise<void>;
}

/** What has been spent under a limit. */
export interface BudgetBalance extends Spent {
  /** Of practice models: it is held against the same cap on its own account. */
  readonly practice: Spent;
}

/** The ledger cannot be used; the message names the next step. */
export class LedgerError extends Error {
  readonly kind:
    | 'locked'
    | 'full'
    | 'readOnly'
    | 'corrupt'
    | 'fromTheFuture'
    | 'conflict'
    | 'broken';

  constructor(kind: LedgerError['kind'], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'LedgerError';
    this.kind = kind;
  }
}

/**
 * Whether an error says that the file cannot be used for now: a person or another program can do
 * something about it. Whatever else a ledger throws is a bug.
 */
export function isTrouble(error: unknown): error is LedgerError {
  return error instanceof LedgerError && error.kind !== 'conflict' && error.kind !== 'broken';
}

export interface Deleted {
  readonly requests: number;
  /** Known cost of what was deleted. Budgets whose period still runs no longer count it. */
  readonly nanoUsd: NanoUsd;
}
