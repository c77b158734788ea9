import type { Report } from '../ledger/reports.ts';
import type { TotalRow } from '../ledger/spendRows.ts';
import type { CheapestBaseline } from '../routing/hindsight/cheapestBaseline.ts';
import type { Regret } from '../routing/hindsight/regret.ts';
import type { WarningSign } from '../routing/hindsight/warningSigns.ts';

export type { GateRow, LatencyRow, TimeRow } from '../ledger/reports.ts';
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

/** A budget with what is left of it. */
export interface BudgetRow {
  /** Such as `$5.00 per day`. */
  readonly label: string;
  readonly capNanoUsd: number;
  /** Settled, and reserved by calls that have not ended, nano-dollars. */
  readonly spentNanoUsd: number;
  /** Calls whose cost nobody knows; they are not in the sum. */
  readonly unknownAttempts: number;
  /** It is of practice money: the same amount, on an account of its own. */
  readonly simulated: boolean;
  /** When it runs out at the pace so far, in words; left out while that is not foreseeable. */
  readonly forecast?: string;
}

export type FilterSpan = 'session' | 'today' | 'week' | 'month' | 'all';
/** What else a filter can be set to. */
export type FilterField = 'workspace' | 'taskType' | 'tier' | 'model';

/** What of the ledger is looked at. `week` and `month` are the last 7 and 30 days, today included. */
export type PanelFilter = { readonly span: FilterSpan } & {
  readonly [Field in FilterField]?: string;
};

/** A report as the panel shows it; what it does not show stays with the host. */
export type PanelReport = Omit<Report, 'standingUsage' | 'tried'>;

export interface PanelState {
  readonly kind: 'state';
  readonly sessionStartedAtMs: number;
  /** IANA name; empty: the reader's own. */
  readonly timeZone: string;
  /** Whatever the filter says. */
  readonly glance: { readonly session: TotalRow; readonly today: TotalRow };
  /** As they are written in the settings; empty without any. */
  readonly budgets: readonly BudgetRow[];
  /** What the report is of. */
  readonly filter: PanelFilter;
  readonly report: PanelReport;
  readonly cheapest?: CheapestBaseline;
  readonly regrets: readonly Regret[];
  readonly warnings: readonly WarningSign[];
}

/** Host to webview. */
export type CostPanelHostMessage =
  | PanelState
  /** The ledger could not be read; the words name the next step. */
  | { readonly kind: 'problem'; readonly message: string };

/** Webview to host. */
export type CostPanelViewMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'filter'; readonly filter: PanelFilter }
  | { readonly kind: 'showRequest'; readonly requestId: string }
  /** The developer has looked at the routing strategy and keeps it. */
  | { readonly kind: 'markReviewed' }
  | { readonly kind: 'openStrategy' };
