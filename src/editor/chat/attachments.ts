import * as vscode from 'vscode';
import { section } from '../../execution/prompt.ts';
import { relativePath } from '../taskFromEditor.ts';

// A file that is longer is cut: the developer sees in the answer's cost what was sent.
const mostCharacters = 100_000;

/** What the developer attached to a request; without anything, what is selected in the editor. */
export async function attachments({ references }: vscode.ChatRequest): Promise<string[]> {
  const attached = await Promise.all(references.map(({ value }) => attachment(value)));
  const texts = attached.filter((text) => text !== undefined);
  return texts.length > 0 ? texts : selected();
}

async function attachment(value: unknown): Promise<string | undefined> {
  if (typeof value === 'string') return section('attached', {}, cut(value));
  if (value instanceof vscode.Uri) return fileSection(value);
  if (value instanceof vscode.Location) return fileSection(value.uri, value.range);
  return undefined;
}

async function fileSection(uri: vscode.Uri, range?: vscode.Range): Promise<string | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    return documentSection(document, range);
  } catch {
    // A folder, or a file that is no text: there is nothing to send.
    return undefined;
  }
}

function selected(): string[] {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.selection.isEmpty) return [];
  return [documentSection(editor.document, editor.selection)];
}

function documentSection(document: vscode.TextDocument, range?: vscode.Range): string {
  const lines = range && `${range.start.line + 1}-${range.end.line + 1}`;
  const { languageId: language } = document;
  return section(
    'file',
    { path: relativePath(document.uri), language, ...(lines !== undefined && { lines }) },
    cut(document.getText(range)),
  );
}

function cut(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}\n(cut here)`;
}
