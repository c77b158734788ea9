import * as vscode from 'vscode';
import type { Accepted } from './acceptAnswer.ts';
import type { Answer } from './answer.ts';

interface Watched extends Accepted {
  isUndone: boolean;
}

/** Fires when the developer undoes an accepted answer, a sign that it was not good after all, and when they redo it. */
export class AcceptedAnswers implements vscode.Disposable {
  private readonly undone = new vscode.EventEmitter<Answer>();
  readonly onDidUndo = this.undone.event;
  private readonly redone = new vscode.EventEmitter<Answer>();
  readonly onDidRedo = this.redone.event;
  private watched: Watched[] = [];
  private readonly disposables: vscode.Disposable[];

  constructor() {
    this.disposables = [
      this.undone,
      this.redone,
      vscode.workspace.onDidChangeTextDocument((event) => this.look(event)),
      vscode.workspace.onDidDeleteFiles(({ files }) => this.lookForNewFiles(files)),
    ];
  }

  watch(accepted: Accepted): void {
    const isAnother = ({ answer }: Accepted) => answer !== accepted.answer;
    this.watched = [...this.watched.filter(isAnother), { ...accepted, isUndone: false }];
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose();
  }

  private look({ document, reason }: vscode.TextDocumentChangeEvent): void {
    if (reason === undefined) return;
    const isUndo = reason === vscode.TextDocumentChangeReason.Undo;
    const text = document.getText();
    // An older one may have been taken out in another way, as by git.
    const found = this.watched.findLast(
      (each) =>
        each.document.uri.toString() === document.uri.toString() &&
        each.isUndone !== isUndo &&
        (isUndo ? each.before : each.after) === text,
    );
    if (found) this.tell(found, isUndo);
  }

  /** Undoing a new file deletes it. */
  private lookForNewFiles(deleted: readonly vscode.Uri[]): void {
    const gone = new Set(deleted.map(String));
    const isUndone = ({ answer, document, after, isUndone: already }: Watched) =>
      !already &&
      answer.binding.version === undefined &&
      gone.has(document.uri.toString()) &&
      document.getText() === after;
    for (const each of this.watched.filter(isUndone)) this.tell(each, true);
  }

  private tell(each: Watched, isUndone: boolean): void {
    each.isUndone = isUndone;
    (isUndone ? this.undone : this.redone).fire(each.answer);
  }
}
