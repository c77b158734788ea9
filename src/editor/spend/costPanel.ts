import type * as vscode from 'vscode';
import type {
  CostPanelHostMessage,
  CostPanelViewMessage,
  PanelFilter,
} from '../../protocol/costPanel.ts';
import { readViewMessage } from '../../protocol/readViewMessage.ts';
import type { FilterStore } from './filterStore.ts';
import { say } from '../platform/say.ts';
import { webviewHtml, webviewOptions } from '../platform/webviewHtml.ts';

/** A press in the panel that the panel does not handle itself. */
export type PanelPress = Exclude<CostPanelViewMessage, { kind: 'ready' | 'filter' }>;

export interface CostPanelOptions {
  readonly extensionUri: vscode.Uri;
  /** Reads what the panel shows for a filter. If it rejects, the panel shows the error instead. */
  readonly load: (filter: PanelFilter) => Promise<CostPanelHostMessage>;
  /** Fires when `load` would return something else. */
  readonly onDidChange: vscode.Event<void>;
  readonly onPress: (press: PanelPress) => void;
  readonly filter: FilterStore;
}

/** A place where the panel is shown: the view in the sidebar, or a tab. */
export type PanelPlace = Pick<vscode.WebviewView, 'webview' | 'visible' | 'onDidDispose'>;

/** Shows the panel in a place and keeps it up to date while it is visible. */
export function showCostPanel(
  place: PanelPlace,
  onDidChangeVisibility: vscode.Event<unknown>,
  options: CostPanelOptions,
): void {
  const { webview } = place;
  const feed = new PanelFeed(place, options);
  const subscriptions = [
    webview.onDidReceiveMessage((message) => feed.receive(message)),
    options.onDidChange(() => void feed.refresh()),
    onDidChangeVisibility(() => feed.catchUp()),
  ];
  place.onDidDispose(() => {
    feed.dispose();
    for (const subscription of subscriptions) subscription.dispose();
  });
  webview.options = webviewOptions(options.extensionUri);
  webview.html = webviewHtml(webview, options.extensionUri, {
    name: 'costPanel',
    title: say('Tierwise: Cost'),
    body: '<main></main>',
    speaks: true,
  });
  // Reads ahead, so that the state is ready when the page asks for it.
  void feed.refresh();
}

/**
 * Sends states to one page: a new one whenever the filter or the ledger changes. Reads nothing while
 * the page is hidden, and never sends the same state twice in a row.
 */
class PanelFeed {
  private readonly place: PanelPlace;
  private readonly options: CostPanelOptions;
  private filter: PanelFilter;
  private lastText = '';
  private loading = false;
  private stale = true;
  private disposed = false;

  constructor(place: PanelPlace, options: CostPanelOptions) {
    this.place = place;
    this.options = options;
    this.filter = options.filter.get();
  }

  /** Reads and sends the state. Changes that come during a reading are answered by one more. */
  async refresh(): Promise<void> {
    this.stale = true;
    if (this.loading) return;
    this.loading = true;
    while (!this.disposed && this.stale && this.place.visible) {
      this.stale = false;
      const { filter } = this;
      const message = await this.options.load(filter).catch(toProblem);
      if (!this.disposed && filter === this.filter) this.post(message);
    }
    this.loading = false;
  }

  /** Call when the page was shown or hidden. */
  catchUp(): void {
    if (this.stale) void this.refresh();
  }

  receive(value: unknown): void {
    const message = readViewMessage(value);
    if (!message) return;
    if (message.kind !== 'ready' && message.kind !== 'filter') return this.options.onPress(message);
    if (message.kind === 'filter') {
      this.filter = message.filter;
      this.options.filter.set(this.filter);
    } else {
      // A page that has just loaded shows nothing yet; a reading that is under way will be sent to it.
      this.lastText = '';
      if (this.loading) return;
    }
    void this.refresh();
  }

  dispose(): void {
    this.disposed = true;
  }

  private post(message: CostPanelHostMessage): void {
    const text = JSON.stringify(message);
    if (text === this.lastText) return;
    this.lastText = text;
    void this.place.webview.postMessage(message);
  }
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
