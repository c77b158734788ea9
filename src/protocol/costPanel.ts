import type { Report } from '../ledger/reports.ts';
import type { TotalRow } from '../ledger/spendRows.ts';
import type { CheapestBaseline } from '../routing/hindsight/cheapestBaseline.ts';
import type { Regret } from '../routing/hindsight/regret.ts';
import type { WarningSign } from '../routing/hindsight/warningSigns.ts';

/*
 * The door of the protocol room: the messages between the extension's host and its webview pages, as types
 * only. This file has those of the cost panel, prose.ts those of the page for prose answers.
 * readViewMessage.ts checks what a page sends, because the host does not trust it.
 */

export type {
  FoundShare,
  GateRow,
  LatencyRow,
  Misroutes,
  TimeRow,
  TurnSpendRow,
} from '../ledger/reports.ts';
export type {
  SpeculationCost,
  RequestRow,
  Saving,
  SpendRow,
  TotalRow,
} from '../ledger/spendRows.ts';
export type { CheapestBaseline } from '../routing/hindsight/cheapestBaseline.ts';
export type { Regret } from '../routing/hindsight/regret.ts';
export type { WarningSign } from '../routing/hindsight/warningSigns.ts';

/** A budget and how much of it is spent. */
export interface BudgetRow {
  /** Such as `$5.00 per day`. */
  readonly label: string;
  readonly capNanoUsd: number;
  /** Settled costs plus reservations of open calls, nano-dollars. */
  readonly spentNanoUsd: number;
  /** Calls of unknown cost; the sum counts each as what was set aside for it, if anything was. */
  readonly unknownAttempts: number;
  /** A budget in credits of a plan, in words: `90 credits`, `210 of 300 credits of GitHub Copilot`. */
  readonly credits?: { readonly left: string; readonly used: string };
  /** The row shows practice money: the same cap, on an account of its own. */
  readonly simulated: boolean;
  /** When it runs out at the current pace, in words; omitted when that cannot be estimated. */
  readonly forecast?: string;
}

export type FilterSpan = 'session' | 'today' | 'week' | 'month' | 'all';
/** The other fields of a filter. */
export type FilterField = 'workspace' | 'taskType' | 'tier' | 'model';

/** What the panel shows of the ledger. `week` and `month` are the last 7 and 30 days, today included. */
export type PanelFilter = { readonly span: FilterSpan } & {
  readonly [Field in FilterField]?: string;
};

/** The part of a report that the panel shows; the rest stays with the host. */
export type PanelReport = Omit<Report, 'standingUsage' | 'tried'>;

export interface PanelState {
  readonly kind: 'state';
  readonly sessionStartedAtMs: number;
  /** IANA name; empty for the reader's own time zone. */
  readonly timeZone: string;
  /** Independent of the filter. */
  readonly glance: { readonly session: TotalRow; readonly today: TotalRow };
  /** In the order of the settings; empty when there are none. */
  readonly budgets: readonly BudgetRow[];
  /** What is wrong in the settings about spending, a sentence each; paid calls are stopped meanwhile. */
  readonly faults: readonly string[];
  /** The filter of `report`. */
  readonly filter: PanelFilter;
  readonly report: PanelReport;
  readonly cheapest?: CheapestBaseline;
  readonly regrets: readonly Regret[];
  readonly warnings: readonly WarningSign[];
}

/** Host to webview. */
export type CostPanelHostMessage =
  | PanelState
  /** The ledger could not be read; the message names the next step. */
  | { readonly kind: 'problem'; readonly message: string };

/** Webview to host. */
export type CostPanelViewMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'filter'; readonly filter: PanelFilter }
  | { readonly kind: 'showRequest'; readonly requestId: string }
  /** The developer has reviewed the routing strategy and keeps it. */
  | { readonly kind: 'markReviewed' }
  | { readonly kind: 'openStrategy' }
  /** Show what is ready, or how to begin. */
  | { readonly kind: 'showReady' }
  | { readonly kind: 'getStarted' }
  /** Open the budgets in the user's settings. */
  | { readonly kind: 'openBudgets' };
