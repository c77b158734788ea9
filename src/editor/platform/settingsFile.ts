import * as vscode from 'vscode';
import { HumanError } from './humanError.ts';

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
  if (wasDirty || (await document.save())) return;
  throw new HumanError('VS Code could not save your settings. Save them yourself.');
}
