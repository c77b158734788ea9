import * as vscode from 'vscode';
import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { locate, shownPath } from '../../platform/workspacePaths.ts';
import { documentForModel } from '../../reading/reading.ts';
import type { RunConsent } from '../../reading/runConsent.ts';
import { workspaceDocument } from '../workspaceFile.ts';

/**
 * The places where a symbol is used, from the language server; those in hidden files are left out. Rejects with
 * StepFailure.
 */
export async function referencesTool(
  { symbol, path }: { readonly symbol: string; readonly path?: string },
  signal: AbortSignal,
  consent: Pick<RunConsent, 'refuse'>,
): Promise<unknown> {
  if (path !== undefined) await consent.refuse((await locate(path)).uri, { path, signal });
  const place = path === undefined ? await declared(symbol) : await placeIn(path, symbol);
  if (!place) {
    const where = path === undefined ? 'in the workspace' : `in ${path}`;
    throw new StepFailure(`There is no "${symbol}" ${where}. Check its spelling.`);
  }
  const found = await vscode.commands.executeCommand<vscode.Location[] | undefined>(
    ...(['vscode.executeReferenceProvider', place.uri, place.range.start] as const),
  );
  const all = (found ?? []).map((location) => toReference(location, signal));
  const references = (await Promise.all(all)).flat();
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

/** A place with its line; none in a file that a model's tool may not read. */
async function toReference({ uri, range }: vscode.Location, signal: AbortSignal) {
  const document = await documentForModel(uri, signal);
  const { line } = range.start;
  if (!document) return [];
  return [{ path: shownPath(uri), line: line + 1, text: document.lineAt(line).text }];
}
