import type * as vscode from 'vscode';
import type {
  CostPanelHostMessage,
  CostPanelViewMessage,
  PanelFilter,
} from '../../protocol/costPanel.ts';
import { readViewMessage } from '../../protocol/readViewMessage.ts';
import type { FilterStore } from './filterStore.ts';
import { webviewHtml, webviewOptions } from '../platform/webviewHtml.ts';

/** What is pressed in the panel and is not of the panel itself. */
export type PanelPress = Exclude<CostPanelViewMessage, { kind: 'ready' | 'filter' }>;

export interface CostPanelOptions {
  readonly extensionUri: vscode.Uri;
  /** Reads what the panel shows for a filter. A rejection is shown in its place. */
  readonly load: (filter: PanelFilter) => Promise<CostPanelHostMessage>;
  /** What `load` would give has changed. */
  readonly onDidChange: vscode.Event<void>;
  readonly onPress: (press: PanelPress) => void;
  readonly filter: FilterStore;
}

/** A place where the panel is shown: the view in the sidebar, or a tab. */
export type PanelPlace = Pick<vscode.WebviewView, 'webview' | 'visible' | 'onDidDispose'>;

/**
 * Shows the panel in a place, and another state whenever the filter or the ledger changes. Nothing is
 * read while it is hidden, and nothing is sent twice.
 */
export function showCostPanel(
  place: PanelPlace,
  onDidChangeVisibility: vscode.Event<unknown>,
  options: CostPanelOptions,
): void {
  const { webview } = place;
  let filter = options.filter.get();
  let lastText = '';
  let loading = false;
  let stale = true;
  let disposed = false;

  // Changes that come while one is being read are answered by one more reading.
  async function refresh(): Promise<void> {
    stale = true;
    if (loading) return;
    loading = true;
    while (!disposed && stale && place.visible) {
      stale = false;
      const asked = filter;
      const message = await options.load(asked).catch(toProblem);
      if (!disposed && asked === filter) post(message);
    }
    loading = false;
  }

  function post(message: CostPanelHostMessage): void {
    const text = JSON.stringify(message);
    if (text === lastText) return;
    lastText = text;
    void webview.postMessage(message);
  }

  function receive(value: unknown): void {
    const message = readViewMessage(value);
    if (!message) return;
    if (message.kind !== 'ready' && message.kind !== 'filter') return options.onPress(message);
    if (message.kind === 'filter') {
      filter = message.filter;
      options.filter.set(filter);
    } else {
      // A page that was made anew knows nothing; what is being read is told to it.
      lastText = '';
      if (loading) return;
    }
    void refresh();
  }

  const subscriptions = [
    webview.onDidReceiveMessage(receive),
    options.onDidChange(() => void refresh()),
    onDidChangeVisibility(() => void (stale && refresh())),
  ];
  place.onDidDispose(() => {
    disposed = true;
    for (const subscription of subscriptions) subscription.dispose();
  });

  webview.options = webviewOptions(options.extensionUri);
  webview.html = webviewHtml(webview, options.extensionUri, {
    name: 'costPanel',
    title: 'Tierwise: Cost',
    body: '<main></main>',
  });
  // By the time the page has started, what it asks for is known.
  void refresh();
}

/** The view `tierwise.costPanel`. */
export function createCostPanel(options: CostPanelOptions): vscode.WebviewViewProvider {
  return {
    resolveWebviewView: (view) => showCostPanel(view, view.onDidChangeVisibility, options),
  };
}

function toProblem(error: unknown): CostPanelHostMessage {
  return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
}
