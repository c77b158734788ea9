import * as vscode from 'vscode';
import { riskOfPath } from '../../execution/safety/protectedPlace.ts';
import { visiblePath } from '../../execution/safety/visiblePath.ts';
import { placeOf, placeWithin } from '../../execution/safety/writePlace.ts';
import { HumanError } from '../platform/humanError.ts';
import { fileOf } from '../platform/notebookCells.ts';
import { shownPath } from '../platform/workspacePaths.ts';
import type { FileChange } from './fileChange.ts';
import { say } from '../platform/say.ts';

/** Where a change really goes, and why that is asked about. */
export interface CheckedPlace {
  /** Relative to its folder, with the folder's name where several are open; absolute outside of them. */
  readonly path: string;
  /** Where links lead it, in the same words; omitted where that is the same place. */
  readonly really?: string;
  readonly risks: readonly string[];
}

/**
 * Looks where a change would really be written, with all links followed. Throws HumanError when links lead
 * out of the opened folders, or a model chose a file outside of them.
 */
export async function checkPlace({ uri: document, chosenBy }: FileChange): Promise<CheckedPlace> {
  const uri = fileOf(document);
  const path = shownPath(uri);
  if (uri.scheme === 'untitled') return { path, risks: [] };
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder) return uri.scheme === 'file' ? insidePlace(uri, folder, path) : virtual(folder, path);
  if (chosenBy === 'model') throw outside(path);
  return outsidePlace(uri, path);
}

async function insidePlace(
  uri: vscode.Uri,
  folder: vscode.WorkspaceFolder,
  path: string,
): Promise<CheckedPlace> {
  const written = relativeTo(folder, uri.path);
  for (const each of [folder, ...(vscode.workspace.workspaceFolders ?? [])]) {
    const real = await placeWithin(each.uri.fsPath, uri.fsPath);
    if (real === undefined) continue;
    const risk = riskOfPath(withHome(folder, written)) ?? riskOfPath(withHome(each, real));
    const isSame = each.uri.path === folder.uri.path && real === written;
    const really = each === folder ? real : `${each.name}/${real}`;
    return { path, ...(!isSame && { really }), risks: risk === undefined ? [] : [say(risk)] };
  }
  throw ledOut(path, await placeOf(uri.fsPath));
}

/** A file system without links, as far as VS Code can tell. */
function virtual(folder: vscode.WorkspaceFolder, path: string): CheckedPlace {
  const risk = riskOfPath(withHome(folder, path));
  return { path, risks: risk === undefined ? [] : [say(risk)] };
}

async function outsidePlace(uri: vscode.Uri, path: string): Promise<CheckedPlace> {
  const real = uri.scheme === 'file' ? await placeOf(uri.fsPath) : uri.path;
  if (real === undefined) throw ledOut(path, real);
  const isOpen = (vscode.workspace.workspaceFolders ?? []).length > 0;
  const risk = riskOfPath(uri.path) ?? riskOfPath(real);
  const risks = [
    risk === undefined ? undefined : say(risk),
    isOpen ? say('it lies outside the folders that are open in this window') : undefined,
  ].filter((risk) => risk !== undefined);
  return { path, ...(real !== uri.fsPath && { really: real }), risks };
}

function relativeTo(folder: vscode.WorkspaceFolder, path: string): string {
  return path.slice(folder.uri.path.replace(/\/$/, '').length + 1);
}

/** A path in a folder with the folder's last two names before it: `.git/hooks` may be what is opened. */
function withHome({ uri }: vscode.WorkspaceFolder, path: string): string {
  return [...uri.path.split('/').slice(-2), path].join('/');
}

function outside(path: string): HumanError {
  return new HumanError(
    vscode.l10n.t(
      '{0} lies outside the folders that are open in this window, so nothing was written. Open its folder in VS Code, and run the task there.',
      visiblePath(path),
    ),
  );
}

function ledOut(path: string, real: string | undefined): HumanError {
  return new HumanError(
    real === undefined
      ? vscode.l10n.t(
          'A link leads {0} out of this workspace, and it is not known where to, so nothing was written. If you want to change that file, open it at its own place and run the task there.',
          visiblePath(path),
        )
      : vscode.l10n.t(
          'A link leads {0} out of this workspace, to {1}, so nothing was written. If you want to change that file, open it at its own place and run the task there.',
          visiblePath(path),
          visiblePath(real),
        ),
  );
}
