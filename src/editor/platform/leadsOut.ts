import * as vscode from 'vscode';
import { placeWithin } from '../../execution/safety/writePlace.ts';

/**
 * Whether links lead a file out of the workspace folder around `folder`, or else out of `folder`. The file, and
 * folders on its way, need not be there yet.
 */
export async function leadsOut(uri: vscode.Uri, folder: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  const home = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  return (await placeWithin(home.fsPath, uri.fsPath)) === undefined;
}
