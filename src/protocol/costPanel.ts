import type { SessionSummary } from '../ledger/summary.ts';

export type { Insurance, RequestRow, Saving, SessionSummary, SpendRow } from '../ledger/summary.ts';

/** A budget with what is left of it. */
export interface BudgetRow {
  /** Such as `$5.00 per day`. */
  readonly label: string;
  readonly capNanoUsd: number;
  /** Settled, and reserved by calls that have not ended, nano-dollars. */
  readonly spentNanoUsd: number;
  /** Calls whose cost nobody knows; they are not in the sum. */
  readonly unknownAttempts: number;
  /** When it runs out at the pace so far, in words; left out while that is not foreseeable. */
  readonly forecast?: string;
}

/** Host to webview. */
export type CostPanelHostMessage =
  | {
      readonly kind: 'state';
      readonly sessionStartedAtMs: number;
      readonly summary: SessionSummary;
      /** As they are written in the settings; empty without any. */
      readonly budgets: readonly BudgetRow[];
    }
  /** The ledger could not be read; the words name the next step. */
  | { readonly kind: 'problem'; readonly message: string };

/** Webview to host. */
export type CostPanelViewMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'showRequest'; readonly requestId: string }
  | { readonly kind: 'newSession' };
