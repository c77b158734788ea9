import * as vscode from 'vscode';
import { answeredCode, candidateFile } from '../execution/candidate.ts';
import { isWhole, textOf, type Answer } from './answer.ts';
import { HumanError } from './humanError.ts';

/** An answer that is in its document, and the document's text without it. */
export interface Accepted {
  readonly answer: Answer;
  readonly document: vscode.TextDocument;
  readonly before: string;
}

/**
 * Puts an edit answer into the file it was made for: one edit, one undo step, not saved. Where the
 * file changed meanwhile, the lines are looked for; when they are gone or not unique, nothing is
 * written. Throws HumanError then.
 */
export async function acceptAnswer(answer: Answer): Promise<Accepted> {
  if (!isWhole(answer)) {
    throw new HumanError('This answer is not whole, so it cannot be accepted.', [
      { label: 'Escalate One Tier', command: 'tierwise.escalateAnswer', argument: answer.id },
    ]);
  }
  const code = answeredCode(answer.task, textOf(answer));
  if (code === undefined) {
    throw new HumanError('This answer holds no code block, so there is nothing to accept.', [
      { label: 'Escalate One Tier', command: 'tierwise.escalateAnswer', argument: answer.id },
    ]);
  }
  if (answer.binding.version === undefined) return createFile(answer);
  const document = await vscode.workspace.openTextDocument(answer.binding.uri);
  const before = document.getText();
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, placeOf(answer, document), code);
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new HumanError(`VS Code could not change ${answer.task.path}. Is it read-only?`);
  }
  return { answer, document, before };
}

/** Where the answer belongs in the document as it is now. */
export function placeOf({ task }: Answer, document: vscode.TextDocument): vscode.Range {
  const { startLine, endLine, text } = task.target;
  if (document.getText() === task.fileText) {
    const last = document.lineAt(endLine - 1);
    return new vscode.Range(startLine - 1, 0, endLine - 1, last.text.length);
  }
  const now = document.getText();
  const starts = occurrences(now, text).filter((start) => isWholeLines(now, start, text.length));
  const [start] = starts;
  if (start !== undefined && starts.length === 1 && text.trim() !== '') {
    return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
  }
  const why = starts.length > 1 ? 'are there more than once now' : 'have changed';
  throw new HumanError(
    `${task.path} was edited since the question was asked, and the lines it was about ${why}. Nothing was written. Run the task again, or copy what you need from the answer.`,
  );
}

function occurrences(text: string, part: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

function isWholeLines(text: string, start: number, length: number): boolean {
  const before = start === 0 || text[start - 1] === '\n';
  const after = text[start + length];
  return before && (after === undefined || after === '\n' || after === '\r');
}

async function createFile(answer: Answer): Promise<Accepted> {
  const { uri } = answer.binding;
  const edit = new vscode.WorkspaceEdit();
  const text = candidateFile(answer.task, textOf(answer)) ?? '';
  const contents = new TextEncoder().encode(`${text.trimEnd()}\n`);
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new HumanError(
      `${answer.task.path} exists by now, so it was not written. Run the task again to change it.`,
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return { answer, document, before: '' };
}
