import * as vscode from 'vscode';
import { costPanelTabType } from '../platform/contributed.ts';
import { showCostPanel, type CostPanelOptions } from './costPanel.ts';
import { webviewOptions } from '../platform/webviewHtml.ts';
import { say } from '../platform/say.ts';

/** The cost panel as an editor tab: at most one, restored after a reload. */
export class CostPanelTab implements vscode.Disposable {
  private readonly options: CostPanelOptions;
  private readonly serializer: vscode.Disposable;
  private tab: vscode.WebviewPanel | undefined;

  constructor(options: CostPanelOptions) {
    this.options = options;
    this.serializer = vscode.window.registerWebviewPanelSerializer(costPanelTabType, {
      deserializeWebviewPanel: async (tab) => this.fill(tab),
    });
  }

  open(): void {
    if (this.tab) return this.tab.reveal();
    const { extensionUri } = this.options;
    this.fill(
      vscode.window.createWebviewPanel(
        costPanelTabType,
        say('Tierwise: Cost'),
        vscode.ViewColumn.Active,
        webviewOptions(extensionUri),
      ),
    );
  }

  dispose(): void {
    this.serializer.dispose();
    this.tab?.dispose();
  }

  private fill(tab: vscode.WebviewPanel): void {
    this.tab = tab;
    tab.onDidDispose(() => (this.tab = undefined));
    showCostPanel(tab, tab.onDidChangeViewState, this.options);
  }
}
