import type { SessionSummary } from '../ledger/summary.ts';

export type { Insurance, RequestRow, Saving, SessionSummary, SpendRow } from '../ledger/summary.ts';

/** Host to webview. */
export type CostPanelHostMessage =
  | {
      readonly kind: 'state';
      readonly sessionStartedAtMs: number;
      readonly summary: SessionSummary;
    }
  /** The ledger could not be read; the words name the next step. */
  | { readonly kind: 'problem'; readonly message: string };

/** Webview to host. */
export type CostPanelViewMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'showRequest'; readonly requestId: string }
  | { readonly kind: 'newSession' };
