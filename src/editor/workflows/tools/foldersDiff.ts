import { StepFailure } from '../../../execution/workflow/stepFailure.ts';
import { locate, pathOnDisk, shownFolders, trustedFolders } from '../../platform/workspacePaths.ts';
import { privateGlobs } from '../../reading/privateGlobs.ts';
import { gitDiff, type GitDiff, type GitDiffRequest } from './gitDiff.ts';

type Given = Pick<GitDiffRequest, 'base' | 'staged'> & { readonly path?: string };

/**
 * The changes in every folder of the workspace, with paths that begin with the folder's name when there are
 * several. Folders without a repository, without the commit, or not on disk are left out. Rejects with
 * StepFailure when none is left.
 */
export async function foldersDiff(
  { path, ...given }: Given,
  signal: AbortSignal,
): Promise<GitDiff> {
  const folders = trustedFolders();
  const names = shownFolders();
  const all = { ...given, privateGlobs: privateGlobs(), signal };
  if (names.length === 0) {
    const only = path === undefined ? {} : { path };
    return gitDiff({ ...all, ...only, folder: pathOnDisk(folders[0].uri, StepFailure) });
  }
  const asked = await Promise.all(
    folders.map(async ({ uri }, index) => ({
      uri,
      prefix: `${names[index]}/`,
      only: path === undefined ? undefined : await insideOf(path, `${names[index]}/`),
    })),
  );
  const wanted = asked.filter(({ only }) => path === undefined || only !== undefined);
  const ended = await Promise.allSettled(
    wanted.map(async ({ uri, prefix, only }) =>
      gitDiff({
        ...all,
        ...(only !== undefined && { path: only }),
        folder: pathOnDisk(uri, StepFailure),
        prefix,
      }),
    ),
  );
  signal.throwIfAborted();
  const found = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const [failed] = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  if (found.length === 0 || (failed !== undefined && !(failed instanceof StepFailure)))
    throw failed;
  return together(found);
}

/** A path inside the folder with this prefix, `.` for the folder itself; undefined when it is in another. */
async function insideOf(path: string, prefix: string): Promise<string | undefined> {
  if (`${path.replace(/\/+$/, '')}/` === prefix) return '.';
  const { path: whole } = await locate(path);
  return whole.startsWith(prefix) ? whole.slice(prefix.length) : undefined;
}

function together(found: readonly GitDiff[]): GitDiff {
  const commits = new Map(found.flatMap((each) => each.commits.map((one) => [one.hash, one])));
  return {
    text: found.map(({ text }) => text).join(''),
    files: [...new Set(found.flatMap(({ files }) => files))],
    hunks: found.flatMap(({ hunks }) => hunks),
    commits: [...commits.values()],
  };
}
