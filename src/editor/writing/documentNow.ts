import * as vscode from 'vscode';
import { isGoneCell } from '../platform/notebookCells.ts';

/**
 * The document of a file, a cell or an untitled text as it is now. Undefined when it cannot be opened any more: it was
 * renamed, moved, deleted, or closed without a file.
 */
export async function documentNow(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  if (isGoneCell(uri)) return undefined;
  // VS Code would make a new, empty one.
  if (uri.scheme === 'untitled') {
    return vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  }
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}
