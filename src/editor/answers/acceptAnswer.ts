import * as vscode from 'vscode';
import { answerEdit, newFileText } from '../../execution/answer/answerEdit.ts';
import { asksToTakeOut } from '../../execution/answer/takeOut.ts';
import type { NotFound } from '../../execution/answer/targetNow.ts';
import { visiblePath } from '../../execution/safety/visiblePath.ts';
import { isGoneCell } from '../platform/notebookCells.ts';
import { HumanError } from '../platform/humanError.ts';
import type { FileChange } from '../writing/fileChange.ts';
import { writeChanges } from '../writing/writeChanges.ts';
import { type Answer, failureOf, isWhole, shownRung, textOf } from './answer.ts';
import { say } from '../platform/say.ts';

/** An answer that was put into its document, and the document's text before that. */
export interface Accepted {
  readonly answer: Answer;
  readonly document: vscode.TextDocument;
  readonly before: string;
}

/**
 * Puts an edit answer into its file as one edit and one undo step, without saving. If the file has
 * changed in the meantime, looks for the target lines; if their place is not certain, writes nothing
 * and throws HumanError. Resolves to undefined when the developer was asked and said no.
 */
export async function acceptAnswer(answer: Answer): Promise<Accepted | undefined> {
  const [accepted] = (await accept([answer], () => changeOf(answer, []))) ?? [];
  return accepted;
}

/**
 * Puts several edit answers into their files as one edit with one undo, all or none, after one question
 * where something has to be asked. Throws HumanError that names the file where one cannot be placed.
 */
export async function acceptTogether(answers: readonly Answer[]): Promise<Accepted[] | undefined> {
  return accept(answers, (answer) => {
    const failure = failureOf(answer);
    return changeOf(answer, failure ? [say('the {0} check failed for it', failure.gate)] : []);
  });
}

async function accept(
  answers: readonly Answer[],
  change: (answer: Answer) => Promise<FileChange>,
): Promise<Accepted[] | undefined> {
  let befores: readonly string[] = [];
  const written = await writeChanges(async () => {
    const changes = await Promise.all(answers.map(change));
    befores = changes.map(({ document }) => document?.getText() ?? '');
    return changes;
  });
  if (!written) return undefined;
  return Promise.all(
    written.map(async ({ document, uri }, at) => ({
      answer: answers[at]!,
      document: document ?? (await vscode.workspace.openTextDocument(uri)),
      before: befores[at]!,
    })),
  );
}

/** What an answer changes in its file as it is now. Throws HumanError when that is not certain. */
async function changeOf(answer: Answer, doubts: readonly string[]): Promise<FileChange> {
  if (!isWhole(answer)) throw incomplete(answer);
  const { task, binding } = answer;
  const { uri } = binding;
  const facts = {
    uri,
    chosenBy: binding.proposed ? 'model' : 'developer',
    mayShrink: wasToShrink(answer),
    doubts,
  } as const;
  if (binding.version === undefined) {
    const text = newFileText(task, textOf(answer));
    if (text === undefined) throw withoutCode(answer);
    return { ...facts, text };
  }
  const document = await documentOf(answer);
  const found = answerEdit(task, textOf(answer), document.getText());
  if (found === 'noCode') throw withoutCode(answer);
  if (typeof found === 'string') throw editedMeanwhile(answer, found);
  return { ...facts, document, ...found };
}

/** The document to be changed. Throws HumanError when it is a notebook's cell that is not there any more. */
async function documentOf({ task, binding: { uri } }: Answer): Promise<vscode.TextDocument> {
  if (isGoneCell(uri)) {
    throw new HumanError(
      vscode.l10n.t(
        'The cell of {0} is not open any more, so nothing was written. Open the notebook and run the task again, or copy what you need from the answer.',
        visiblePath(task.path),
      ),
    );
  }
  return vscode.workspace.openTextDocument(uri);
}

/** Whether the developer asked to take code out, and the gate that looks for losses passed the answer. */
function wasToShrink(answer: Answer): boolean {
  const verdicts = shownRung(answer)?.verdicts ?? [];
  const wasJudged = verdicts.some(({ gate, kind }) => gate === 'complete' && kind === 'pass');
  return wasJudged && asksToTakeOut(answer.task.instruction) === 'yes';
}

function incomplete(answer: Answer): HumanError {
  const path = visiblePath(answer.task.path);
  return notAccepted(
    answer,
    vscode.l10n.t('The answer for {0} is incomplete, so it cannot be accepted.', path),
  );
}

function withoutCode(answer: Answer): HumanError {
  const path = visiblePath(answer.task.path);
  return notAccepted(
    answer,
    vscode.l10n.t('The answer for {0} has no code block, so there is nothing to accept.', path),
  );
}

function notAccepted({ id }: Answer, message: string): HumanError {
  return new HumanError(message, [
    { label: vscode.l10n.t('Escalate One Tier'), command: 'tierwise.escalateAnswer', argument: id },
  ]);
}

function editedMeanwhile({ task }: Answer, why: NotFound): HumanError {
  const path = visiblePath(task.path);
  const messages: Readonly<Record<NotFound, string>> = {
    changed: vscode.l10n.t(
      '{0} was edited after you asked, and the lines that the answer replaces have changed. Nothing was written. Run the task again, or copy what you need from the answer.',
      path,
    ),
    manyNow: vscode.l10n.t(
      '{0} was edited after you asked, and the lines that the answer replaces now occur more than once. Nothing was written. Run the task again, or copy what you need from the answer.',
      path,
    ),
    manyBefore: vscode.l10n.t(
      '{0} was edited after you asked, and the lines that the answer replaces occurred more than once, so it is unclear which ones remain. Nothing was written. Run the task again, or copy what you need from the answer.',
      path,
    ),
  };
  return new HumanError(messages[why]);
}
