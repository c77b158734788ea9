import type * as vscode from 'vscode';
import type { CostPanelHostMessage, CostPanelViewMessage } from '../protocol/costPanel.ts';
import { readViewMessage } from '../protocol/readViewMessage.ts';
import { webviewHtml, webviewOptions } from './webviewHtml.ts';

export interface CostPanelOptions {
  readonly extensionUri: vscode.Uri;
  /** Reads what the panel shows. A rejection is shown in its place. */
  readonly load: () => Promise<CostPanelHostMessage>;
  /** What `load` would give has changed. */
  readonly onDidChange: vscode.Event<void>;
  /** Something was pressed in the panel. */
  readonly onMessage: (message: Exclude<CostPanelViewMessage, { kind: 'ready' }>) => void;
}

/** The view `tierwise.costPanel`: shows the last state at once when revealed, then the newest. */
export function createCostPanel(options: CostPanelOptions): vscode.WebviewViewProvider {
  let last: CostPanelHostMessage | undefined;

  function resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    let loading = false;
    let stale = true;
    let disposed = false;

    // Changes that come while one is being read are answered by one more reading.
    async function refresh(): Promise<void> {
      stale = true;
      if (loading) return;
      loading = true;
      while (!disposed && stale && view.visible) {
        stale = false;
        last = await options.load().catch(toProblem);
        if (!disposed) void webview.postMessage(last);
      }
      loading = false;
    }

    function receive(value: unknown): void {
      const message = readViewMessage(value);
      if (!message) return;
      if (message.kind !== 'ready') return options.onMessage(message);
      if (last) void webview.postMessage(last);
      void refresh();
    }

    const subscriptions = [
      webview.onDidReceiveMessage(receive),
      options.onDidChange(() => void refresh()),
      view.onDidChangeVisibility(() => void (stale && refresh())),
    ];
    view.onDidDispose(() => {
      disposed = true;
      for (const subscription of subscriptions) subscription.dispose();
    });

    webview.options = webviewOptions(options.extensionUri);
    webview.html = webviewHtml(webview, options.extensionUri, {
      name: 'costPanel',
      title: 'Tierwise: Cost',
      body: '<main></main>',
    });
  }

  return { resolveWebviewView };
}

function toProblem(error: unknown): CostPanelHostMessage {
  return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
}
