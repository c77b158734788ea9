import * as vscode from 'vscode';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { shownPath } from '../../platform/workspacePaths.ts';
import { workspaceDocument } from '../workspaceFile.ts';

/** The places where a symbol is used, from the language server. Rejects with StepFailure. */
export async function referencesTool({
  symbol,
  path,
}: {
  readonly symbol: string;
  readonly path?: string;
}): Promise<unknown> {
  const place = path === undefined ? await declared(symbol) : await placeIn(path, symbol);
  if (!place) {
    const where = path === undefined ? 'in the workspace' : `in ${path}`;
    throw new StepFailure(`There is no "${symbol}" ${where}. Check its spelling.`);
  }
  const found = await vscode.commands.executeCommand<vscode.Location[] | undefined>(
    ...(['vscode.executeReferenceProvider', place.uri, place.range.start] as const),
  );
  const references = await Promise.all((found ?? []).map(toReference));
  return { references, count: references.length };
}

async function declared(symbol: string): Promise<vscode.Location | undefined> {
  const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(
    ...(['vscode.executeWorkspaceSymbolProvider', symbol] as const),
  );
  return found?.find(({ name }) => name.replace(/\(.*$/, '') === symbol)?.location;
}

// The first place where the name stands alone; the server resolves what it means there.
async function placeIn(path: string, symbol: string): Promise<vscode.Location | undefined> {
  const document = await workspaceDocument(path);
  const escaped = symbol.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const alone = new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`);
  const at = document?.getText().search(alone) ?? -1;
  if (!document || at < 0) return undefined;
  const start = document.positionAt(at);
  return new vscode.Location(document.uri, start);
}

async function toReference({ uri, range }: vscode.Location) {
  const document = await vscode.workspace.openTextDocument(uri);
  const { line } = range.start;
  return { path: shownPath(uri), line: line + 1, text: document.lineAt(line).text };
}
