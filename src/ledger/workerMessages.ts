import type {
  OutcomeFact,
  RequestFact,
  ReservationFact,
  SettlementFact,
  VerdictFact,
} from './facts.ts';
import type { LedgerError } from './ledger.ts';
import type { SessionSummary } from './summary.ts';

export interface LedgerWorkerData {
  readonly file: string;
  /** How long a call waits for a lock that another process holds, milliseconds. */
  readonly lockPatienceMs: number;
}

export type LedgerCall =
  | { readonly name: 'recordRequest'; readonly fact: RequestFact }
  | { readonly name: 'reserve'; readonly fact: ReservationFact }
  | { readonly name: 'settle'; readonly fact: SettlementFact }
  | { readonly name: 'recordVerdict'; readonly fact: VerdictFact }
  | { readonly name: 'recordOutcome'; readonly fact: OutcomeFact }
  | { readonly name: 'summarize'; readonly sessionId: string }
  | { readonly name: 'close' };

export interface ToLedgerWorker {
  readonly id: number;
  readonly call: LedgerCall;
}

export type FromLedgerWorker =
  | { readonly kind: 'done'; readonly id: number; readonly value: SessionSummary | undefined }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly errorKind: LedgerError['kind'];
      readonly message: string;
    }
  /** A damaged file was moved aside and a new one begun. */
  | { readonly kind: 'movedAside'; readonly to: string };
