import type { BatchWire } from '../../test/support/batchLife.ts';

/** What a window is started with. Times are milliseconds since 1970. */
export interface WindowTask {
  readonly wire: BatchWire;
  readonly serverUrl: string;
  readonly folder: string;
  readonly requests: number;
  readonly nowMs: number;
}

/** A window waits for the answer to each of these but the last, so that it can be killed at that moment. */
export type FromWindow =
  | {
      readonly kind: 'facts';
      /** Kinds of the facts. */
      readonly facts: readonly string[];
      readonly isWritten: boolean;
    }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | {
      readonly kind: 'done';
      readonly answered: number;
      readonly failed: number;
      readonly others: number;
      /** Practice money by the ledger, nano-dollars. */
      readonly spentNanoUsd: number;
      readonly unknownAttempts: number;
    };

export interface ToWindow {
  readonly nowMs: number;
}
