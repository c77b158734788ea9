import * as vscode from 'vscode';
import type { Services } from '../../services.ts';

/** Notices when somebody last worked in this window. */
export class Activity implements vscode.Disposable {
  private readonly services: Pick<Services, 'answers' | 'news'>;
  private readonly disposable: vscode.Disposable;
  private lastMs: number;

  constructor(services: Pick<Services, 'answers' | 'news'>) {
    this.services = services;
    this.lastMs = Date.now();
    const note = () => {
      this.lastMs = Date.now();
    };
    this.disposable = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(note),
      vscode.workspace.onDidChangeTextDocument(note),
      vscode.window.onDidChangeWindowState(note),
      services.news.onDidDecide(note),
      services.news.onDidSpend(note),
    );
  }

  /** Nobody has worked here, and nothing ran, for so many milliseconds. */
  isIdleFor(ms: number): boolean {
    return this.services.answers.running.length === 0 && Date.now() - this.lastMs >= ms;
  }

  dispose(): void {
    this.disposable.dispose();
  }
}
