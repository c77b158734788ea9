import type { SettlementFact } from '../../ledger/facts.ts';
import type { BatchProvider } from '../../providers/batches/batchProvider.ts';
import type { ModelCall } from '../../providers/provider.ts';
import type { KeptResult, OverBudget } from './batchFacts.ts';
import type { BatchFile } from './batchFile.ts';

/** One request of a job. */
export interface BatchRequest {
  /** Names it in every process; 1 to 45 letters, digits, dashes and underscores. */
  readonly key: string;
  readonly call: ModelCall;
}

/** A request that is paid for on its own. */
export interface PaidRequest extends BatchRequest {
  readonly customId: string;
}

/** What a batch costs. */
export interface BatchMoney {
  /**
   * Sets the worst case of each aside. Resolves to why a budget does not allow the next one. Doing it again
   * changes nothing.
   */
  reserve(requests: readonly PaidRequest[]): Promise<OverBudget | undefined>;
  /**
   * Sets aside again what an earlier process had set aside, for limits that only a process remembers. Nothing
   * is refused: the provider has the requests already, or may have them.
   */
  takeUp(requests: readonly PaidRequest[]): Promise<void>;
  /** Gives back what was set aside for requests that are not made. Doing it again changes nothing. */
  release(requests: readonly PaidRequest[]): Promise<void>;
  settlementOf(
    request: PaidRequest,
    result: KeptResult,
    latencyMs: number,
  ): Promise<SettlementFact>;
  /** Doing it again with the same figures changes nothing. */
  settle(settlement: SettlementFact): Promise<void>;
}

export interface BatchHost {
  /** Unique to the job: 1 to 16 letters, digits and underscores. The same after a restart. */
  readonly job: string;
  readonly provider: BatchProvider;
  readonly file: BatchFile;
  readonly money: BatchMoney;
  /** Milliseconds since 1970. */
  now(): number;
  /** Rejects with the signal's reason. */
  wait(untilMs: number, signal: AbortSignal): Promise<void>;
  /** The person no longer wants the job: it is cancelled at the provider. Looked at before every step. */
  isCancelled?(): boolean;
}
