import * as vscode from 'vscode';
import type { ReviewFinding } from '../../execution/answer/parseAnswer.ts';
import { commentControllerId, type ContextKey } from '../platform/contributed.ts';

const severityWords: Readonly<Record<ReviewFinding['severity'], string>> = {
  error: vscode.l10n.t('Error'),
  warning: vscode.l10n.t('Warning'),
  info: vscode.l10n.t('Note'),
};

const threadLabels: Readonly<Record<ReviewFinding['severity'], string>> = {
  error: vscode.l10n.t('Tierwise review: error'),
  warning: vscode.l10n.t('Tierwise review: warning'),
  info: vscode.l10n.t('Tierwise review: note'),
};

/** A file as it was reviewed. */
export interface Reviewed {
  readonly document: vscode.TextDocument;
  readonly fileText: string;
  /** The model that found it, its cost and why it was chosen. */
  readonly status: string;
}

/** Shows the findings of a review as comment threads at their lines. */
export class ReviewComments implements vscode.Disposable {
  private readonly controller = vscode.comments.createCommentController(
    commentControllerId,
    vscode.l10n.t('Tierwise Review'),
  );
  private readonly threads = new Set<vscode.CommentThread>();

  /** Adds findings. If the file has changed since, they go to where their lines are now. */
  show({ document, fileText, status }: Reviewed, findings: readonly ReviewFinding[]): void {
    const reviewedLines = fileText.split(/\r?\n/);
    for (const finding of findings) {
      const line = lineNow(document, reviewedLines, finding.line - 1);
      const thread = this.controller.createCommentThread(
        document.uri,
        new vscode.Range(line, 0, line, document.lineAt(line).text.length),
        [toComment(status, finding)],
      );
      thread.label = threadLabels[finding.severity];
      thread.canReply = false;
      thread.contextValue = 'tierwise';
      thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
      this.threads.add(thread);
    }
    this.updateContextKey();
  }

  dismiss(thread: vscode.CommentThread): void {
    // Other extensions and key bindings call the command with anything.
    if (!this.threads.delete(thread)) return;
    thread.dispose();
    this.updateContextKey();
  }

  clear(): void {
    for (const thread of this.threads) thread.dispose();
    this.threads.clear();
    this.updateContextKey();
  }

  dispose(): void {
    this.controller.dispose();
  }

  private updateContextKey(): void {
    const key: ContextKey = 'tierwise.hasFindings';
    void vscode.commands.executeCommand('setContext', key, this.threads.size > 0);
  }
}

// The text is a plain string, never Markdown: a model's text must not fetch images or run commands.
function toComment(status: string, finding: ReviewFinding): vscode.Comment {
  return {
    author: { name: severityWords[finding.severity] },
    body: finding.message,
    mode: vscode.CommentMode.Preview,
    label: status,
  };
}

function lineNow(
  document: vscode.TextDocument,
  reviewedLines: readonly string[],
  line: number,
): number {
  const last = document.lineCount - 1;
  const text = reviewedLines[line];
  if (text === undefined || text.trim() === '') return Math.min(line, last);
  for (let distance = 0; distance <= last; distance += 1) {
    for (const candidate of [line - distance, line + distance]) {
      if (candidate >= 0 && candidate <= last && document.lineAt(candidate).text === text) {
        return candidate;
      }
    }
  }
  return Math.min(line, last);
}
