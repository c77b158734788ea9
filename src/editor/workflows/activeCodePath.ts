import * as vscode from 'vscode';
import { relativePath } from '../taskFromEditor.ts';

/** The path of the file in the active editor; undefined when that shows none of the workspace. */
export function activeCodePath(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && vscode.workspace.getWorkspaceFolder(uri) ? relativePath(uri) : undefined;
}
