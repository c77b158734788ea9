import * as vscode from 'vscode';
import { answerEdit, newFileText } from '../../execution/answer/answerEdit.ts';
import type { NotFound } from '../../execution/answer/targetNow.ts';
import { isWhole, textOf, type Answer } from './answer.ts';
import { HumanError } from '../platform/humanError.ts';

/** An answer that was put into its document, and the document's text before that. */
export interface Accepted {
  readonly answer: Answer;
  readonly document: vscode.TextDocument;
  readonly before: string;
}

/**
 * Puts an edit answer into its file as one edit and one undo step, without saving. If the file has
 * changed in the meantime, looks for the target lines; if their place is not certain, writes nothing
 * and throws HumanError.
 */
export async function acceptAnswer(answer: Answer): Promise<Accepted> {
  if (!isWhole(answer)) throw notAccepted(answer, 'is incomplete, so it cannot be accepted');
  if (answer.binding.version === undefined) return createFile(answer);
  const document = await vscode.workspace.openTextDocument(answer.binding.uri);
  const before = document.getText();
  const found = answerEdit(answer.task, textOf(answer), before);
  if (found === 'noCode') throw withoutCode(answer);
  if (typeof found === 'string') throw editedMeanwhile(answer, found);
  const last = document.lineAt(found.endLine - 1).range.end;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(new vscode.Position(found.startLine - 1, 0), last);
  edit.replace(document.uri, range, found.code);
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new HumanError(`VS Code could not change ${answer.task.path}. Is it read-only?`);
  }
  return { answer, document, before };
}

async function createFile(answer: Answer): Promise<Accepted> {
  const text = newFileText(answer.task, textOf(answer));
  if (text === undefined) throw withoutCode(answer);
  const { uri } = answer.binding;
  const edit = new vscode.WorkspaceEdit();
  const contents = new TextEncoder().encode(text);
  edit.createFile(uri, { overwrite: false, ignoreIfExists: false, contents });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new HumanError(
      `${answer.task.path} already exists, so nothing was written. Run the task again to change it.`,
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return { answer, document, before: '' };
}

function withoutCode(answer: Answer): HumanError {
  return notAccepted(answer, 'has no code block, so there is nothing to accept');
}

function notAccepted({ id }: Answer, why: string): HumanError {
  return new HumanError(`This answer ${why}.`, [
    { label: 'Escalate One Tier', command: 'tierwise.escalateAnswer', argument: id },
  ]);
}

const reasons: Readonly<Record<NotFound, string>> = {
  changed: 'have changed',
  manyNow: 'now occur more than once',
  manyBefore: 'occurred more than once, so it is unclear which ones remain',
};

function editedMeanwhile({ task }: Answer, why: NotFound): HumanError {
  return new HumanError(
    `${task.path} was edited after you asked, and the lines that the answer replaces ${reasons[why]}. Nothing was written. Run the task again, or copy what you need from the answer.`,
  );
}
