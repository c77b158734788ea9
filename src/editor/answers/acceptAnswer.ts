import * as vscode from 'vscode';
import { answerEdit, newFileText } from '../../execution/answer/answerEdit.ts';
import { asksToTakeOut } from '../../execution/answer/takeOut.ts';
import { answeredCode } from '../../execution/answer/parseAnswer.ts';
import { type NotFound, type PlacedLines, targetNow } from '../../execution/answer/targetNow.ts';
import { visiblePath } from '../../execution/safety/visiblePath.ts';
import { documentNow } from '../writing/documentNow.ts';
import { HumanError } from '../platform/humanError.ts';
import { isCell } from '../platform/notebookCells.ts';
import type { FileChange } from '../writing/fileChange.ts';
import { writeChanges } from '../writing/writeChanges.ts';
import { type Answer, failureOf, isWhole, shownRung, textOf } from './answer.ts';
import { say } from '../platform/say.ts';

/** An answer that was put into its document, and the document's text before and after that. */
export interface Accepted {
  readonly answer: Answer;
  readonly document: vscode.TextDocument;
  readonly before: string;
  readonly after: string;
}

/**
 * Puts an edit answer into its file as one edit and one undo step, without saving. If the file has
 * changed in the meantime, looks for the target lines; if their place is not certain, writes nothing
 * and throws HumanError. Resolves to undefined when the developer was asked and said no, and when the answer is being
 * written already.
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
  if (answers.some(({ isBeingWritten }) => isBeingWritten)) return undefined;
  for (const answer of answers) answer.isBeingWritten = true;
  try {
    return await write(answers, change);
  } finally {
    for (const answer of answers) delete answer.isBeingWritten;
  }
}

async function write(
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
    written.map(async (done, at) => {
      const answer = answers[at]!;
      const document = done.document ?? (await vscode.workspace.openTextDocument(done.uri));
      const after = document.getText();
      const place = writtenLines(answer, done, after);
      if (place) answer.written = place;
      else delete answer.written;
      return { answer, document, before: befores[at]!, after };
    }),
  );
}

/** Where an answer stands after it was written; undefined when it took lines out. */
function writtenLines(
  answer: Answer,
  change: FileChange,
  fileText: string,
): PlacedLines | undefined {
  if (answeredCode(answer.task, textOf(answer)) === '') return undefined;
  const startLine = change.document ? change.startLine : 1;
  const code = change.document ? change.code : fileText;
  const endLine = startLine + code.split(/\r\n|\r|\n/).length - 1;
  return { fileText, target: { startLine, endLine } };
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
  const document = await documentNow(uri);
  if (document && isWritten(answer, document)) throw alreadyWritten(answer);
  if (binding.version === undefined) {
    const text = newFileText(task, textOf(answer));
    if (text === undefined) throw withoutCode(answer);
    return { ...facts, text };
  }
  if (!document) throw gone(answer);
  const { version } = document;
  const found = answerEdit(task, textOf(answer), document.getText());
  if (found === 'noCode') throw withoutCode(answer);
  if (typeof found === 'string') throw editedMeanwhile(answer, found);
  return { ...facts, document, version, ...found };
}

/** Whether an answer stands in its file already, and would be written a second time. */
function isWritten({ written }: Answer, document: vscode.TextDocument): boolean {
  return written !== undefined && typeof targetNow(written, document.getText()) !== 'string';
}

/** Whether the developer asked to take code out, and the gate that looks for losses passed the answer. */
function wasToShrink(answer: Answer): boolean {
  const verdicts = shownRung(answer)?.verdicts ?? [];
  const wasJudged = verdicts.some(({ gate, kind }) => gate === 'complete' && kind === 'pass');
  return wasJudged && asksToTakeOut(answer.task.instruction) === 'yes';
}

/** Why nothing can be done in a document that is not there any more. */
function gone({ task, binding }: Answer): HumanError {
  const path = visiblePath(task.path);
  return new HumanError(
    isCell(binding.uri)
      ? vscode.l10n.t(
          'The cell of {0} is not open any more, so nothing was written. Open the notebook and run the task again, or copy what you need from the answer.',
          path,
        )
      : vscode.l10n.t(
          '{0} cannot be opened any more, so nothing was written. If it was renamed, moved or saved elsewhere, run the task again there, or copy what you need from the answer.',
          path,
        ),
  );
}

function alreadyWritten({ task }: Answer): HumanError {
  return new HumanError(
    vscode.l10n.t(
      'This answer is in {0} already, so nothing was written. Undo it first if you want to accept it again.',
      visiblePath(task.path),
    ),
  );
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
