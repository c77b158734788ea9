import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import { settingKeys } from './contributed.ts';
import { HumanError } from './humanError.ts';
import { onDidChangeSettings, writeSetting, writtenSetting } from './setting.ts';

/**
 * Opens the user's settings as text: those of the default profile, where settings that no workspace may change
 * belong. VS Code alone knows where they are, also in a remote window. Rejects with HumanError.
 */
export async function openSettingsFile(): Promise<vscode.TextDocument> {
  try {
    await vscode.commands.executeCommand('workbench.action.openApplicationSettingsJson');
  } catch {
    await vscode.commands.executeCommand('workbench.action.openSettingsJson');
  }
  const document = vscode.window.activeTextEditor?.document;
  if (!document?.uri.path.endsWith('settings.json')) {
    throw new HumanError('VS Code did not open your settings as text, so nothing was written.');
  }
  return document;
}

/** Writes the whole text of the user's settings with one undo. Rejects with HumanError. */
export async function writeSettingsFile(
  document: vscode.TextDocument,
  text: string,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
  // Unsaved work of the developer's own is theirs to save.
  const wasDirty = document.isDirty;
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new HumanError('VS Code could not change your settings. Are they read-only?');
  }
  if (wasDirty) return;
  if (!(await document.save())) {
    throw new HumanError('VS Code could not save your settings. Save them yourself.');
  }
  await untilRead(parse(text) as Readonly<Record<string, unknown>>);
}

/** Longer than VS Code takes to read its settings again where it watches them. Chosen by judgement. */
const patienceMs = 1_000;

/** Waits until VS Code has read what is written; where nobody watches the file, its API makes it read it. */
async function untilRead(written: Readonly<Record<string, unknown>>): Promise<void> {
  const unread = () =>
    settingKeys.filter(
      (key) => key in written && !isDeepStrictEqual(writtenSetting(key), written[key]),
    );
  if (unread().length === 0) return;
  const read = Promise.withResolvers<void>();
  const listening = onDidChangeSettings(() => {
    if (unread().length === 0) read.resolve();
  });
  await Promise.race([read.promise, setTimeout(patienceMs, undefined, { ref: false })]);
  listening.dispose();
  for (const key of unread()) await writeSetting(key, written[key]);
}
