import * as vscode from 'vscode';
import { StepFailure } from '../../execution/workflow/stepFailure.ts';
import { leadsOut } from './files/leadsOut.ts';

/**
 * The folder that a workflow works in. Throws StepFailure when no folder is open, or it is not
 * trusted.
 */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder && vscode.workspace.isTrusted) return folder.uri;
  throw new StepFailure(
    folder
      ? 'Trust this workspace first: workflows read its files and run its commands.'
      : 'Open a folder first: a workflow works on its files.',
  );
}

/** Where a file of the workspace is. Throws StepFailure as `workspaceFolder` does. */
export function workspaceUri(path: string): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder(), path);
}

/**
 * A file of the workspace as the editor shows it; undefined when there is none. Rejects with
 * StepFailure when a link leads the file out of the workspace. Whether a model may have its text is for
 * `RunConsent` to say.
 */
export async function workspaceDocument(path: string): Promise<vscode.TextDocument | undefined> {
  const folder = workspaceFolder();
  const uri = workspaceUri(path);
  const open = vscode.workspace.textDocuments.find((it) => it.uri.toString() === uri.toString());
  if (open) return open;
  if (await leadsOut(uri, folder)) {
    throw new StepFailure(`${path} leads out of the workspace, so it is not read.`);
  }
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
