import type {
  OutcomeFact,
  RequestFact,
  ReservationFact,
  SettlementFact,
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
  recordOutcome(fact: OutcomeFact): Promise<void>;
  summarize(sessionId: string): Promise<SessionSummary>;
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
