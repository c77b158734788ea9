import * as vscode from 'vscode';
import { answerEdit, newFileText } from '../../execution/answer/answerEdit.ts';
import type { NotFound } from '../../execution/answer/targetNow.ts';
import { isWhole, textOf, type Answer } from './answer.ts';
import { HumanError } from '../platform/humanError.ts';

/** An answer that is in its document, and the document's text without it. */
export interface Accepted {
  readonly answer: Answer;
  readonly document: vscode.TextDocument;
  readonly before: string;
}

/**
 * Puts an edit answer into the file it was made for: one edit, one undo step, not saved. Where the
 * file changed meanwhile, the lines are looked for; when it is not sure where they are, nothing is
 * written. Throws HumanError then.
 */
export async function acceptAnswer(answer: Answer): Promise<Accepted> {
  if (!isWhole(answer)) throw notAccepted(answer, 'is not whole, so it cannot be accepted');
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
      `${answer.task.path} exists by now, so it was not written. Run the task again to change it.`,
    );
  }
  const document = await vscode.workspace.openTextDocument(uri);
  return { answer, document, before: '' };
}

function withoutCode(answer: Answer): HumanError {
  return notAccepted(answer, 'holds no code block, so there is nothing to accept');
}

function notAccepted({ id }: Answer, why: string): HumanError {
  return new HumanError(`This answer ${why}.`, [
    { label: 'Escalate One Tier', command: 'tierwise.escalateAnswer', argument: id },
  ]);
}

const reasons: Readonly<Record<NotFound, string>> = {
  changed: 'have changed',
  manyNow: 'are there more than once now',
  manyBefore: 'were there more than once, so it is not sure which ones are left',
};

function editedMeanwhile({ task }: Answer, why: NotFound): HumanError {
  return new HumanError(
    `${task.path} was edited since the question was asked, and the lines it was about ${reasons[why]}. Nothing was written. Run the task again, or copy what you need from the answer.`,
  );
}
