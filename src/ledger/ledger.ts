import type { ModelReference } from '../routing/model.ts';
import type {
  ChosenFact,
  KnownStatement,
  OutcomeFact,
  RequestFact,
  ReservationFact,
  SettlementFact,
  StatementFact,
  VerdictFact,
} from './facts.ts';
import type { SessionSummary } from './summary.ts';

/** Money and evidence. Every promise rejects with LedgerError when the fact could not be kept. */
export interface Ledger {
  recordRequest(fact: RequestFact): Promise<void>;
  reserve(fact: ReservationFact): Promise<void>;
  /** Settling twice with the same figures changes nothing. */
  settle(fact: SettlementFact): Promise<void>;
  recordVerdict(fact: VerdictFact): Promise<void>;
  recordChosen(fact: ChosenFact): Promise<void>;
  recordStatement(fact: StatementFact): Promise<void>;
  recordOutcome(fact: OutcomeFact): Promise<void>;
  summarize(sessionId: string): Promise<SessionSummary>;
  /**
   * What a model said of its newest 200 answers whose worth is known. Right: accepted, and neither
   * undone nor escalated later. Wrong: accepted and undone, rejected, escalated, or failed by another gate.
   */
  statements(model: ModelReference): Promise<readonly KnownStatement[]>;
  /** Median milliseconds of each model's newest 20 complete answers, for those that have any. */
  latencies(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
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
