import type { Spent } from '../routing/budgets/budget.ts';
import type { PastRequest } from '../routing/evidence/evidence.ts';
import type { TurnRecord } from '../routing/evidence/turnRecord.ts';
import type { Latency } from '../routing/models/latency.ts';
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
  TurnOutcomeFact,
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
import type { TotalRow } from './spendRows.ts';

/** Money and evidence. Every promise rejects with LedgerError when the ledger cannot do what was asked. */
export interface Ledger {
  recordRequest(fact: RequestFact): Promise<void>;
  /**
   * Reserves a call's worst case and checks all limits in the same write. Resolves with the first limit
   * that the call could exceed; nothing is recorded then. A call of unknown price exceeds every limit,
   * unless the developer allowed it; a limit that cannot be read is exceeded by every call of real money.
   * Practice money and real money have separate accounts: only calls of the same kind count.
   */
  reserve(fact: ReservationFact, limits?: readonly Limit[]): Promise<OverLimit | undefined>;
  /** Settling twice with the same figures changes nothing. */
  settle(fact: SettlementFact): Promise<void>;
  recordVerdict(fact: VerdictFact): Promise<void>;
  recordChosen(fact: ChosenFact): Promise<void>;
  recordStatement(fact: StatementFact): Promise<void>;
  recordOutcome(fact: OutcomeFact): Promise<void>;
  /** A second outcome of the same request changes nothing, and neither does one of a request that was deleted. */
  recordTurnOutcome(fact: TurnOutcomeFact): Promise<void>;
  recordEvidenceReset(fact: EvidenceResetFact): Promise<void>;
  /** The balance of each limit, in their order: settled costs plus reservations at worst case. */
  standings(limits: readonly Limit[]): Promise<readonly BudgetBalance[]>;
  /** Everything the cost panel shows for a span of time, a session or a filter. */
  report(query: ReportQuery): Promise<Report>;
  /** The total of a report alone: for a day of thousands of calls it takes a fraction of the report's time. */
  total(query: ReportQuery): Promise<TotalRow>;
  /** Undefined when there is no such request. */
  requestStory(requestId: string): Promise<RequestStory | undefined>;
  /**
   * A model's confidence in its newest 200 answers that turned out right or wrong. Right: accepted, and
   * neither undone nor escalated later. Wrong: undone, rejected, escalated, or failed by another gate.
   */
  statements(model: ModelReference): Promise<readonly KnownStatement[]>;
  /** How long each model's newest 20 complete answers took; models without one are omitted. */
  latencies(): Promise<ReadonlyMap<string, Latency>>;
  /**
   * Whether other windows have recorded facts since the last call. True the first time, and after any
   * window deleted history. Leases and roll-ups do not count.
   */
  changedElsewhere(): Promise<boolean>;
  /** The newest 2000 requests with their outcomes, newest first: what routing learns from. */
  experiences(): Promise<readonly PastRequest[]>;
  /** How the newest 2000 turns of agents' loops went: one record for each kind of turn and rung. */
  turnRecords(): Promise<readonly TurnRecord[]>;
  /** The attempts of a query, page by page: `after` is 0 first, then the previous page's `nextAfter`. */
  exportRows(query: ReportQuery, after: number, limit: number): Promise<ExportPage>;
  /** The next settled attempts; one whose settlement was corrected later comes again. */
  settledSince(cursor: SettledCursor, limit: number): Promise<SettledPage>;
  /**
   * Deletes requests from before a time, or all, except those with an open call. A budget whose period
   * is still running gets back what they cost, so the caller asks first and shows how much.
   */
  deleteHistory(options?: { readonly beforeMs?: number }): Promise<Deleted>;
  close(): Promise<void>;
}

/** What has been spent under a limit, real money. */
export interface BudgetBalance extends Spent {
  /** Practice money: compared with the same cap, on an account of its own. */
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
 * Whether an error says that the file cannot be used for now, and a person or another program can change
 * that. Any other error of a ledger is a bug.
 */
export function isTrouble(error: unknown): error is LedgerError {
  return error instanceof LedgerError && error.kind !== 'conflict' && error.kind !== 'broken';
}

export interface Deleted {
  readonly requests: number;
  /** Known cost of what was deleted, nano-dollars. Budgets whose period is still running no longer count it. */
  readonly nanoUsd: NanoUsd;
}
