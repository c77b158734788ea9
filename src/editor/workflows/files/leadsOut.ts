import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isInside } from '../../../execution/sandbox/paths.ts';

/** Whether links lead a file out of the workspace folder around `folder`, or else out of `folder`. */
export async function leadsOut(uri: vscode.Uri, folder: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  const home = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  const real = await realpath(uri.fsPath).catch(() => undefined);
  return real !== undefined && !isInside(await realpath(home.fsPath), real);
}
