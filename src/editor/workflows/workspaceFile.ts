import * as vscode from 'vscode';
import { StepFailure } from '../../execution/workflow/stepFailure.ts';
import { locate } from '../platform/workspacePaths.ts';
import { leadsOut } from '../platform/leadsOut.ts';

/**
 * A file of the workspace as the editor shows it; undefined when there is none. Rejects with
 * StepFailure when a link leads the file out of the workspace, and when the path means no single file. Whether
 * a model may have its text is for `RunConsent` to say.
 */
export async function workspaceDocument(path: string): Promise<vscode.TextDocument | undefined> {
  const { uri, folder } = await locate(path);
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
