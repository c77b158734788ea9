import * as vscode from 'vscode';
import { ProjectCopyError } from '../../execution/sandbox/paths.ts';
import { createProjectCopy, type ProjectCopy } from '../../execution/sandbox/projectCopy.ts';
import { userSetting } from '../platform/setting.ts';
import { insidePath, pathOnDisk, shownFolders } from '../platform/workspacePaths.ts';
import { readGlobList } from '../../execution/safety/globList.ts';
import { privateGlobs } from '../reading/privateGlobs.ts';

/**
 * Makes a throwaway copy of the workspace folder that contains `inside`, with unsaved texts and, on top
 * of them, the proposed changes. Rejects with ProjectCopyError when there is no folder, or no copy can
 * be made.
 */
export async function copyWorkspace({
  inside,
  changed,
  scratchFolder,
  signal,
  report,
}: {
  readonly inside: vscode.Uri;
  /** The proposed texts; the last one for a path counts. */
  readonly changed: readonly { readonly path: string; readonly text: string }[];
  readonly scratchFolder: string;
  readonly signal: AbortSignal;
  readonly report: (bug: unknown) => void;
}): Promise<ProjectCopy> {
  const folder = vscode.workspace.getWorkspaceFolder(inside);
  if (!folder) throw new ProjectCopyError('The file is in no folder of this workspace.');
  const unsaved = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && vscode.workspace.getWorkspaceFolder(document.uri) === folder,
  );
  const texts = new Map(unsaved.map((document) => [insidePath(document.uri), document.getText()]));
  for (const { path, text } of changed) {
    const inside = insideOf(folder, path);
    if (inside !== undefined) texts.set(inside, text);
  }
  return createProjectCopy({
    folder: pathOnDisk(folder.uri, ProjectCopyError),
    scratchFolder,
    env: process.env,
    copyAlso: copyAlso(),
    privateFiles: privateGlobs(),
    overlay: [...texts].map(([path, text]) => ({ path, text })),
    signal,
    report,
  });
}

/** What the paths of a folder begin with: `web/` when the workspace has several, else nothing. */
export function prefixOf({ index }: vscode.WorkspaceFolder): string {
  const name = shownFolders()[index];
  return name === undefined ? '' : `${name}/`;
}

/** A path inside a folder; undefined when it is in another folder of the workspace. */
function insideOf(folder: vscode.WorkspaceFolder, path: string): string | undefined {
  const prefix = prefixOf(folder);
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** The globs of the `tierwise.copyAlso` setting; what is not a text is left out. */
function copyAlso(): readonly string[] {
  return readGlobList(userSetting('tierwise.copyAlso')).globs;
}
