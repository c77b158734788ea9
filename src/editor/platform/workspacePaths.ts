import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import {
  folderNames,
  identityOf,
  type LocatedFile,
  placeOf,
  plainPath,
} from '../../execution/workflow/projectPaths.ts';
import { StepFailure } from '../../execution/workflow/stepFailure.ts';
import { fileOf } from './notebookCells.ts';
import type { NamedFolder } from '../../routing/reading/attachments.ts';
import { say } from './say.ts';

/*
 * Files and the paths that tasks, rules, models and people see, in both directions. With one folder a path
 * is relative to it; with several it begins with the folder's name. Files outside of all folders, and
 * untitled ones, keep the names that VS Code gives them.
 */

/** A file of the workspace. */
export interface WorkspaceFile extends LocatedFile {
  readonly uri: vscode.Uri;
  /** The workspace folder that it is in. */
  readonly folder: vscode.Uri;
}

/** The names with which paths begin, in the order of the folders; none when there is one folder or none. */
export function shownFolders(): readonly string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return [];
  return folderNames(folders.map(({ name, uri }) => ({ name, path: uri.path })));
}

/** The folders with their names, for paths that others write in whole. */
export function namedFolders(): readonly NamedFolder[] {
  const names = shownFolders();
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }, index) => {
    const name = names[index];
    return { path: uri.fsPath, ...(name !== undefined && { name }) };
  });
}

/** How tasks, rules and people write a file; of a notebook's cell, the notebook. */
export function shownPath(uri: vscode.Uri): string {
  const inside = insidePath(uri);
  const folder = vscode.workspace.getWorkspaceFolder(fileOf(uri));
  const name = folder && shownFolders()[folder.index];
  return name === undefined ? inside : `${name}/${inside}`;
}

/** Why commands and git cannot run in a folder; undefined when its files are on disk. */
export function whyNotOnDisk(folder: vscode.Uri): string | undefined {
  if (folder.scheme === 'file') return undefined;
  return say(
    'The files of this folder are not on this machine’s disk, so no command can run on them, git included. Clone the repository, and open the clone.',
  );
}

/**
 * The path of a folder on disk. Of another file system, such as that of a repository without a clone, it throws: the
 * path could be that of another folder on disk.
 * @param Failure The class of the error, which is made of the reason.
 */
export function pathOnDisk(folder: vscode.Uri, Failure: new (why: string) => Error): string {
  const why = whyNotOnDisk(folder);
  if (why !== undefined) throw new Failure(why);
  return folder.fsPath;
}

/** The path inside the file's own folder, which a copy of that folder has as well. */
export function insidePath(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(fileOf(uri), false).replaceAll('\\', '/');
}

/**
 * The file that a path means. Rejects with StepFailure when no folder is open or trusted, when the path
 * leads out of them, and when it is not clear which file is meant.
 */
export async function locate(written: string): Promise<WorkspaceFile> {
  const folders = trustedFolders();
  const path = plainPath(written);
  if (path === undefined) {
    throw new StepFailure(
      say(
        '"{0}" is not a path in the workspace. Write one relative to its folder, with forward slashes.',
        written,
      ),
    );
  }
  const uriAt = ({ folder, inside }: { readonly folder: number; readonly inside: string }) =>
    vscode.Uri.joinPath(folders[folder]!.uri, inside);
  const place = await placeOf(path, shownFolders(), (each) => isFile(uriAt(each)));
  if ('problem' in place) throw new StepFailure(place.problem);
  const uri = await asOnDisk(uriAt(place));
  // One folder may lie in another: the inner one names the file.
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? folders[place.folder]!.uri;
  const identity = uri.scheme === 'file' ? await identityOf(uri.fsPath) : uri.toString();
  return { uri, folder, path: shownPath(uri), identity };
}

/** The folders that a workflow works in. Throws StepFailure when none is open, or they are not trusted. */
export function trustedFolders(): readonly [vscode.WorkspaceFolder, ...vscode.WorkspaceFolder[]] {
  const [first, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (first && vscode.workspace.isTrusted) return [first, ...others];
  throw new StepFailure(
    first
      ? say('Trust this workspace first: workflows read its files and run its commands.')
      : say('Open a folder first: a workflow works on its files.'),
  );
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  const isOpen = vscode.workspace.textDocuments.some((it) => it.uri.toString() === uri.toString());
  return (
    isOpen ||
    vscode.workspace.fs.stat(uri).then(
      ({ type }) => (type & 1) === 1,
      () => false,
    )
  );
}

/** The file as the disk spells it, where the disk takes any case; a link keeps its own name. */
async function asOnDisk(uri: vscode.Uri): Promise<vscode.Uri> {
  if (uri.scheme !== 'file') return uri;
  const real = await realpath(uri.fsPath).catch(() => undefined);
  const isOtherCase =
    real !== undefined && real !== uri.fsPath && real.toLowerCase() === uri.fsPath.toLowerCase();
  return isOtherCase ? vscode.Uri.file(real) : uri;
}
