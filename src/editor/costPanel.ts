import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { CostPanelHostMessage, CostPanelViewMessage } from '../protocol/costPanel.ts';
import { readViewMessage } from '../protocol/readViewMessage.ts';

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
    const folder = vscode.Uri.joinPath(options.extensionUri, 'dist', 'media');
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

    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.html = pageOf({
      cspSource: webview.cspSource,
      nonce: randomUUID(),
      scriptUri: `${webview.asWebviewUri(vscode.Uri.joinPath(folder, 'costPanel.js'))}`,
      styleUri: `${webview.asWebviewUri(vscode.Uri.joinPath(folder, 'costPanel.css'))}`,
    });
  }

  return { resolveWebviewView };
}

function toProblem(error: unknown): CostPanelHostMessage {
  return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
}

interface PageParts {
  readonly cspSource: string;
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

function pageOf({ cspSource, nonce, scriptUri, styleUri }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${cspSource}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${styleUri}">
  <title>Tierwise: Cost</title>
</head>
<body>
  <main></main>
  <script nonce="${nonce}" src="${scriptUri}"></script>
</body>
</html>`;
}
