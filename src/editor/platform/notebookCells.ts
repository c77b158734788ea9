import * as vscode from 'vscode';

/** The scheme of the documents that hold the texts of a notebook's cells. */
const cellScheme = 'vscode-notebook-cell';

export function isCell({ scheme }: vscode.Uri): boolean {
  return scheme === cellScheme;
}

/** A cell in its notebook. */
export interface PlacedCell {
  readonly notebook: vscode.NotebookDocument;
  /** Counted from 1. */
  readonly number: number;
}

/** Where a cell stands now; undefined when its notebook is closed, or it was taken out. */
export function cellAt(uri: vscode.Uri): PlacedCell | undefined {
  const written = uri.toString();
  for (const notebook of vscode.workspace.notebookDocuments) {
    const index = notebook
      .getCells()
      .findIndex(({ document }) => document.uri.toString() === written);
    if (index >= 0) return { notebook, number: index + 1 };
  }
  return undefined;
}

/**
 * The file that a document belongs to: of a cell, its notebook. Rules, private files and places of changes go
 * by the file. The address of a cell has the notebook's path, also when the notebook is closed.
 */
export function fileOf(uri: vscode.Uri): vscode.Uri {
  if (!isCell(uri)) return uri;
  return cellAt(uri)?.notebook.uri ?? uri.with({ scheme: 'file', authority: '', fragment: '' });
}

/** Whether a document is a cell that is not there any more. */
export function isGoneCell(uri: vscode.Uri): boolean {
  return isCell(uri) && !cellAt(uri);
}

/** Brings a document to the front, at a line: a file in a tab of its own, a cell selected in its notebook. */
export async function showDocument(document: vscode.TextDocument, line = 1): Promise<void> {
  const cell = isCell(document.uri) ? cellAt(document.uri) : undefined;
  if (!cell) {
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const range = new vscode.Range(line - 1, 0, line - 1, 0);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const { notebook, number } = cell;
  const selections = [new vscode.NotebookRange(number - 1, number)];
  await vscode.window.showNotebookDocument(notebook, { preview: false, selections });
}
