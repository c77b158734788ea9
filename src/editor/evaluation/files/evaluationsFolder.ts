import * as vscode from 'vscode';

/** Where the evaluations of a folder are or would be. */
export function evaluationsFolder({ uri }: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(uri, '.tierwise', 'evaluations');
}
