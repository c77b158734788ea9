import * as vscode from 'vscode';
import type { Answer } from './answer.ts';

/** Notices when an accepted answer is undone, which tells that it was not good after all. */
export class AcceptedAnswers implements vscode.Disposable {
  private readonly undone = new vscode.EventEmitter<Answer>();
  readonly onDidUndo = this.undone.event;
  private readonly watched = new Map<string, { answer: Answer; before: string }>();
  private readonly disposables: vscode.Disposable[];

  constructor() {
    this.disposables = [
      this.undone,
      vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
        const watched = this.watched.get(document.uri.toString());
        if (!watched || reason !== vscode.TextDocumentChangeReason.Undo) return;
        if (document.getText() !== watched.before) return;
        this.watched.delete(document.uri.toString());
        this.undone.fire(watched.answer);
      }),
    ];
  }

  /** `before` is the document's text without the answer. */
  watch(answer: Answer, document: vscode.TextDocument, before: string): void {
    this.watched.set(document.uri.toString(), { answer, before });
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
