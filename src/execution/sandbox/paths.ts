import { lstat, mkdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

const windowsDevice = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)/i;
// A colon names a drive or a second stream; Windows drops a dot or a space at the end of a name.
const windowsForbidden = /[\\<>:"|?*\p{Cc}]|[. ]$|^git~\d/iu;

/**
 * Why a path must not be used inside a copy; undefined when it is safe. Paths are relative, with
 * forward slashes, and name a file or folder below the copy.
 */
export function pathProblem(path: string, platform = process.platform): string | undefined {
  if (path.includes('\0')) return 'it contains a NUL character';
  if (path.startsWith('/')) return 'it is not relative';
  for (const name of path.split('/')) {
    if (name === '' || name === '.' || name === '..') return `it contains "${name}" as a name`;
    if (name.toLowerCase() === '.git') return 'it leads into .git';
    if (platform !== 'win32') continue;
    if (windowsDevice.test(name)) return `"${name}" is a device on Windows`;
    if (windowsForbidden.test(name)) return `"${name}" is not a valid file name on Windows`;
  }
  return undefined;
}

/** Whether `path` is below `folder`; both absolute and without links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * The real path of a file in the copy; its folders are made. A command may have left links in the
 * copy, so every folder of the path is checked.
 * @throws ProjectCopyError when the path leads out of `root` or to something that is not a file.
 */
export async function fileInside(root: string, path: string): Promise<string> {
  const problem = pathProblem(path);
  if (problem) throw unusable(path, problem);
  const names = path.split('/');
  const name = names.pop()!;
  let folder = root;
  for (const each of names) {
    const next = join(folder, each);
    if (!(await kindOf(next))) await mkdir(next);
    folder = await placeInside(root, path, next, 'folder');
  }
  const file = join(folder, name);
  return (await kindOf(file)) ? placeInside(root, path, file, 'file') : file;
}

/**
 * The real path of an existing folder in the copy.
 * @throws ProjectCopyError when there is no such folder inside `root`.
 */
export async function folderInside(root: string, path: string): Promise<string> {
  if (path === '.') return root;
  const problem = pathProblem(path);
  if (problem) throw unusable(path, problem);
  return placeInside(root, path, join(root, path), 'folder');
}

async function placeInside(
  root: string,
  path: string,
  place: string,
  kind: 'file' | 'folder',
): Promise<string> {
  const real = await realpath(place).catch(() => undefined);
  if (real === undefined) throw unusable(path, `there is no such ${kind}`);
  if (!isInside(root, real)) throw unusable(path, 'a link leads out of the project');
  if ((await kindOf(real)) !== kind) throw unusable(path, `"${place}" is not a ${kind}`);
  return real;
}

/** What is at a path; links are not followed. Undefined when there is nothing. */
export async function kindOf(
  place: string,
): Promise<'file' | 'folder' | 'link' | 'other' | undefined> {
  const stat = await lstat(place).catch(() => undefined);
  if (!stat) return undefined;
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isDirectory()) return 'folder';
  return stat.isFile() ? 'file' : 'other';
}

function unusable(path: string, problem: string): ProjectCopyError {
  return new ProjectCopyError(`The path ${JSON.stringify(path)} cannot be used: ${problem}.`);
}

/** A copy cannot be made or written. Its message is shown to the developer. */
export class ProjectCopyError extends Error {
  /** Whether the project is over the limits; a part of it may not be. */
  readonly isTooLarge: boolean;

  constructor(message: string, options: { cause?: unknown; isTooLarge?: boolean } = {}) {
    super(message, options);
    this.name = 'ProjectCopyError';
    this.isTooLarge = options.isTooLarge ?? false;
  }
}
