import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { type CostPanelOptions, createCostPanel } from './costPanel.ts';
import { CostPanelTab } from './costPanelTab.ts';
import { openPanelActions, openPanelState } from './door.ts';
import { type FilterStore, filterStoreIn } from './filterStore.ts';
import { sendSpendByOtlp } from './otlpExport.ts';
import { remindOfPrices } from './priceReminder.ts';
import { StrategyReview } from './strategyReview.ts';

/** What the commands about spend work on. */
export interface SpendPanels {
  readonly costPanelTab: CostPanelTab;
  readonly panelFilter: FilterStore;
}

/** Registers the cost panel, in the sidebar and as a tab, the reminder of old prices and the export. */
export function registerSpend(services: Services): SpendPanels & vscode.Disposable {
  const { globalState, news, ledger, report, otlpHeaders, version } = services;
  const panelFilter = filterStoreIn(services.workspaceState);
  const review = new StrategyReview(globalState);
  const panel = panelOptions(services, { filter: panelFilter, review });
  const costPanelTab = new CostPanelTab(panel);
  const disposable = vscode.Disposable.from(
    review,
    costPanelTab,
    // A hidden page costs a few megabytes and is there again at once; made again it takes a while.
    vscode.window.registerWebviewViewProvider('tierwise.costPanel', createCostPanel(panel), {
      webviewOptions: { retainContextWhenHidden: true },
    }),
    remindOfPrices(news.onDidDecide, globalState),
    sendSpendByOtlp({
      ledger,
      report,
      onDidSpend: news.onDidSpend,
      headers: otlpHeaders,
      state: globalState,
      version,
    }),
  );
  return { costPanelTab, panelFilter, dispose: () => void disposable.dispose() };
}

function panelOptions(
  services: Services,
  { filter, review }: { readonly filter: FilterStore; readonly review: StrategyReview },
): CostPanelOptions {
  const { extensionUri, spend, report } = services;
  const parts = { ...services, review };
  return {
    extensionUri,
    filter,
    async load(chosen) {
      const { panelState } = await openPanelState();
      return panelState(chosen, parts);
    },
    onDidChange: (listener) =>
      vscode.Disposable.from(
        spend.onDidChange(() => listener()),
        review.onDidChange(() => listener()),
      ),
    onPress: (press) =>
      void openPanelActions()
        .then(({ takePress }) => takePress(press, parts))
        .catch(report.show),
  };
}
