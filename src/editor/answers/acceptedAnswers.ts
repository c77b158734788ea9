import * as vscode from 'vscode';
import type { Accepted } from './acceptAnswer.ts';
import type { Answer } from './answer.ts';

/** Fires when the developer undoes an accepted answer: a sign that it was not good after all. */
export class AcceptedAnswers implements vscode.Disposable {
  private readonly undone = new vscode.EventEmitter<Answer>();
  readonly onDidUndo = this.undone.event;
  private watched: Accepted[] = [];
  private readonly disposables: vscode.Disposable[];

  constructor() {
    this.disposables = [
      this.undone,
      vscode.workspace.onDidChangeTextDocument(({ document, reason }) => {
        if (reason !== vscode.TextDocumentChangeReason.Undo) return;
        const undone = this.watched.find(
          (each) => each.document === document && each.before === document.getText(),
        );
        if (!undone) return;
        this.watched = this.watched.filter((each) => each !== undone);
        this.undone.fire(undone.answer);
      }),
    ];
  }

  watch(accepted: Accepted): void {
    this.watched.push(accepted);
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }
}
