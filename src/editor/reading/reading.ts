import * as vscode from 'vscode';
import { ignoredAmong } from '../../execution/safety/ignored.ts';
import { isPrivate } from '../../execution/safety/privateFiles.ts';
import { isPrivateFile } from '../../execution/safety/realPlace.ts';
import { StepFailure } from '../../execution/workflow/stepFailure.ts';
import { fileOf } from '../platform/notebookCells.ts';
import { privateGlobs, readsIgnoredFiles } from './privateGlobs.ts';

/*
 * Reading: the one way on which the text of a file gets to a model.
 *
 * What a model's tool asks for goes through this file: private files and, unless the developer allows it, those
 * that git ignores are not read. What the developer chose goes through `chosenFiles.ts`, which remembers it, and
 * `confirmSending.ts` asks about the private ones before anything is sent. `execution/safety/privateFiles.ts`
 * says what is private.
 */

/** Why a model's tool is not given a file. The model reads the message, and the developer in the trace. */
const reasons = {
  private: 'is one of the developer’s private files, so it was not read. Go on without it.',
  ignored:
    'is ignored by git, so it was not read. Go on without it. The developer can allow such files with the setting tierwise.readIgnoredFiles.',
} as const;

export function notReadable(path: string, why: keyof typeof reasons): StepFailure {
  return new StepFailure(`“${path}” ${reasons[why]}`);
}

/** Whether a document or file is private, by its path, that of a link to it, or where it really is. */
export async function isPrivateUri(document: vscode.Uri): Promise<boolean> {
  const uri = fileOf(document);
  const globs = privateGlobs();
  // A text that was never saved is in no folder.
  if (uri.scheme === 'untitled') return isPrivate({ absolute: uri.path }, globs);
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  return isPrivateFile(uri.fsPath, folder?.fsPath, globs);
}

/** Those of some files that a model's tool may read. */
export async function readableBy(
  uris: readonly vscode.Uri[],
  signal: AbortSignal,
): Promise<readonly vscode.Uri[]> {
  const ignored = await ignoredUris(uris, signal);
  const open: vscode.Uri[] = [];
  for (const uri of uris) {
    signal.throwIfAborted();
    if (!ignored.has(uri.fsPath) && !(await isPrivateUri(uri))) open.push(uri);
  }
  return open;
}

/** The paths of those that git ignores, as the repository of each one's workspace folder says. */
async function ignoredUris(
  uris: readonly vscode.Uri[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (readsIgnoredFiles()) return new Set();
  const files = uris.map(fileOf).filter(({ scheme }) => scheme === 'file');
  const byFolder = Map.groupBy(files, folderOf);
  const ignored = await Promise.all(
    [...byFolder].map(([folder, inside]) =>
      ignoredAmong(
        inside.map(({ fsPath }) => fsPath),
        { folder: folder.fsPath, env: process.env, signal },
      ),
    ),
  );
  return new Set(ignored.flatMap((paths) => [...paths]));
}

/** The workspace folder that a file is in; of a file elsewhere, the folder that it lies in. */
function folderOf(uri: vscode.Uri): vscode.Uri {
  return vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
}

/** Rejects with StepFailure when a model's tool may not read a file; `path` is its name in the message. */
export async function refuseHidden(
  uri: vscode.Uri,
  { path, signal }: { readonly path: string; readonly signal: AbortSignal },
): Promise<void> {
  if (await isPrivateUri(uri)) throw notReadable(path, 'private');
  const ignored = await ignoredUris([uri], signal);
  if (ignored.size > 0) throw notReadable(path, 'ignored');
}

/** The bytes of a file, as it is on disk. Rejects with StepFailure when it is private, or as VS Code does. */
export async function bytesForModel(uri: vscode.Uri, path: string): Promise<Uint8Array> {
  if (await isPrivateUri(uri)) throw notReadable(path, 'private');
  return vscode.workspace.fs.readFile(uri);
}

/**
 * The files of the workspace that a glob names, at most so many, without those whose path is hidden; where links
 * lead is looked at when they are read. Rejects with StepFailure when the glob names hidden files only.
 */
export async function filesForModel(
  include: vscode.GlobPattern,
  {
    exclude,
    most,
    signal,
  }: { readonly exclude: string; readonly most: number; readonly signal: AbortSignal },
): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(include, exclude, most);
  const ignored = await ignoredUris(found, signal);
  const globs = privateGlobs();
  const isOpen = (uri: vscode.Uri) =>
    !ignored.has(uri.fsPath) &&
    !isPrivate({ absolute: uri.path, relative: relativeTo(folderOf(uri), uri.path) }, globs);
  const open = found.filter(isOpen);
  if (found.length === 0 || open.length > 0) return open;
  const pattern = typeof include === 'string' ? include : include.pattern;
  throw notReadable(pattern, ignored.size === found.length ? 'ignored' : 'private');
}

function relativeTo(folder: vscode.Uri, path: string): string | undefined {
  return path.startsWith(`${folder.path}/`) ? path.slice(folder.path.length + 1) : undefined;
}

/** The document of a place that a language server named; undefined for a file that a model's tool may not read. */
export async function documentForModel(
  uri: vscode.Uri,
  signal: AbortSignal,
): Promise<vscode.TextDocument | undefined> {
  const [open] = await readableBy([uri], signal);
  return open && vscode.workspace.openTextDocument(open);
}
