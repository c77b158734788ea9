import * as vscode from 'vscode';
import { type FileToWrite, writeQuestion } from '../../execution/safety/describeWrite.ts';
import { manifestRisks } from '../../execution/safety/manifestChange.ts';
import { isManifest } from '../../execution/safety/protectedPlace.ts';
import { visiblePath } from '../../execution/safety/visiblePath.ts';
import { sizeDrop } from '../../execution/safety/sizeDrop.ts';
import { plainMessage } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import { say } from '../platform/say.ts';
import { isCell } from '../platform/notebookCells.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import { checkPlace } from './checkPlace.ts';
import { type FileChange, type TextsOfChange, textsOf } from './fileChange.ts';
import { lostCharacters } from './lostCharacters.ts';

/*
 * Writing: the one place from which an answer comes into the developer's files. A law of the house sees to it
 * that no other file of the editor writes.
 *
 * In come changes to files. Each is looked at where it really goes (`checkPlace.ts`) and at what it does; what
 * needs a yes is asked in one question. All files are written as one edit with one undo, or none is.
 */

/** How changes are written: at once, or in VS Code's own preview, where the developer confirms each. */
export type WriteMode = 'atOnce' | 'inPreview';

/**
 * Writes changes once the developer agrees, and resolves to them; to undefined when the developer does not.
 * `plan` is called again after a question was answered, and when somebody typed meanwhile: what is written fits the
 * files as they are then.
 * Throws HumanError, with nothing written, when a place is refused or a file cannot be written.
 */
export async function writeChanges(
  plan: () => Promise<readonly FileChange[]>,
  mode: WriteMode = 'atOnce',
): Promise<readonly FileChange[] | undefined> {
  let agreed: string | undefined;
  for (;;) {
    const changes = await plan();
    refuseTwice(changes);
    const files = await Promise.all(changes.map(lookAt));
    const question = writeQuestion(files, say);
    if (!question || JSON.stringify(files) === agreed) {
      if (isCurrent(changes) && (await apply(changes, mode))) return changes;
      if (isCurrent(changes)) throw notWritten(changes);
      continue;
    }
    const chosen = await vscode.window.showWarningMessage(
      plainMessage(question.message),
      { modal: true, detail: question.detail },
      question.button,
    );
    if (chosen !== question.button) return undefined;
    agreed = JSON.stringify(files);
  }
}

async function lookAt(change: FileChange): Promise<FileToWrite> {
  const { path, really, risks } = await checkPlace(change);
  const { before, after, gone, come } = textsOf(change);
  const isNamed = isManifest(path) || (really !== undefined && isManifest(really));
  const lost = change.document && (await lostCharacters(change.document, come));
  const drop = change.mayShrink ? undefined : (sizeDrop(before, after) ?? sizeDrop(gone, come));
  return {
    path,
    ...(really !== undefined && { really }),
    risks: [
      ...risks,
      ...(isNamed ? manifestRisks(before, after, say) : []),
      ...(lost === undefined ? [] : [lost]),
    ],
    ...(drop && { drop }),
    doubts: change.doubts,
  };
}

/** Whether nobody has changed the documents since their changes were planned. */
function isCurrent(changes: readonly FileChange[]): boolean {
  return changes.every((change) => !change.document || change.document.version === change.version);
}

function refuseTwice(changes: readonly FileChange[]): void {
  const places = changes.map(({ uri }) => uri.toString());
  const second = changes.find(({ uri }, at) => places.indexOf(uri.toString()) !== at);
  if (!second) return;
  throw new HumanError(
    vscode.l10n.t(
      'Two of these changes are to {0}, so nothing was written. Accept them one by one.',
      nameOf(second),
    ),
  );
}

/** Resolves to whether all was written; otherwise nothing is. */
async function apply(changes: readonly FileChange[], mode: WriteMode): Promise<boolean> {
  const made = changes.filter((change) => !change.document);
  for (const change of made) {
    if (await isThere(change.uri)) throw alreadyThere(change);
  }
  const befores = changes.map(textsOf);
  const edit = new vscode.WorkspaceEdit();
  const metadata =
    mode === 'inPreview'
      ? { needsConfirmation: true, label: vscode.l10n.t('Proposed by a workflow') }
      : undefined;
  // New files come first: VS Code stops at one that fails, and takes text back by itself only.
  for (const change of changes.toSorted((a, b) => Number(!!a.document) - Number(!!b.document))) {
    addTo(edit, change, metadata);
  }
  const isApplied = await vscode.workspace.applyEdit(edit);
  if (mode === 'inPreview') return true;
  const isWritten = isApplied && !(await Promise.all(changes.map(cannotBeSaved))).includes(true);
  if (isWritten) return true;
  for (const change of made) await takeBack(change);
  if (!isApplied) return false;
  await putBack(changes, befores);
  throw notWritten(changes);
}

/** Whether a document took a change that can never be saved, as those that settings make read-only do. */
async function cannotBeSaved({ document }: FileChange): Promise<boolean> {
  if (!document || document.isDirty || isCell(document.uri)) return false;
  const { uri } = document;
  try {
    const saved = await vscode.workspace.decode(await vscode.workspace.fs.readFile(uri), { uri });
    const plain = (text: string) => text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    return plain(saved) !== plain(document.getText());
  } catch {
    return false;
  }
}

async function putBack(
  changes: readonly FileChange[],
  befores: readonly TextsOfChange[],
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const [at, { document }] of changes.entries()) {
    if (!document) continue;
    const { end } = document.lineAt(document.lineCount - 1).range;
    edit.replace(
      document.uri,
      new vscode.Range(new vscode.Position(0, 0), end),
      befores[at]!.before,
    );
  }
  await vscode.workspace.applyEdit(edit);
}

function addTo(
  edit: vscode.WorkspaceEdit,
  change: FileChange,
  metadata: vscode.WorkspaceEditEntryMetadata | undefined,
): void {
  if (!change.document) {
    const contents = new TextEncoder().encode(change.text);
    const options = { overwrite: false, ignoreIfExists: false, contents };
    edit.createFile(change.uri, options, metadata);
    return;
  }
  const { document, startLine, endLine, code } = change;
  const { end } = document.lineAt(endLine - 1).range;
  const range = new vscode.Range(new vscode.Position(startLine - 1, 0), end);
  edit.replace(document.uri, range, code, metadata);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** Takes a file away again that was not there before, unless somebody else has written it. */
async function takeBack(change: FileChange): Promise<void> {
  if (change.document) return;
  try {
    const written = await vscode.workspace.fs.readFile(change.uri);
    if (new TextDecoder().decode(written) !== change.text) return;
    await vscode.workspace.fs.delete(change.uri);
  } catch {
    // It was never made.
  }
}

function alreadyThere(change: FileChange): HumanError {
  return new HumanError(
    vscode.l10n.t(
      '{0} already exists, so nothing was written. Run the task again to change it.',
      nameOf(change),
    ),
  );
}

function notWritten(changes: readonly FileChange[]): HumanError {
  const names = changes.map(nameOf).join(', ');
  return new HumanError(
    changes.length === 1
      ? vscode.l10n.t('VS Code could not change {0}. Is it read-only?', names)
      : vscode.l10n.t(
          'VS Code could not change all of these files, so none was written: {0}. Is one of them read-only? Accept them one by one to see which.',
          names,
        ),
  );
}

function nameOf({ uri }: FileChange): string {
  return visiblePath(shownPath(uri));
}
