import { lstat, mkdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

const windowsDevice = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)/i;
// A colon opens a drive or a second stream; a name that ends in a dot or a space loses it.
const windowsForbidden = /[\\<>:"|?*\p{Cc}]|[. ]$|^git~\d/iu;

/**
 * Why a path may not be used inside a copy; undefined when it may. Paths are relative, with forward
 * slashes, and name a file or folder beneath the copy.
 */
export function pathProblem(path: string, platform = process.platform): string | undefined {
  if (path.includes('\0')) return 'it holds a NUL character';
  if (path.startsWith('/')) return 'it is not relative';
  for (const name of path.split('/')) {
    if (name === '' || name === '.' || name === '..') return `it holds "${name}" as a name`;
    if (name.toLowerCase() === '.git') return 'it leads into .git';
    if (platform !== 'win32') continue;
    if (windowsDevice.test(name)) return `"${name}" is a device on Windows`;
    if (windowsForbidden.test(name)) return `"${name}" is no name for a file on Windows`;
  }
  return undefined;
}

/** Is `path` beneath `folder`? Both absolute and without links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * Where a file of the copy really is; its folders are made. A command may have left links in the
 * copy, so every folder on the way is looked at.
 * @throws ProjectCopyError when that is outside `root` or no place for a file.
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
 * Where an existing folder of the copy really is.
 * @throws ProjectCopyError when there is none inside `root`.
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
  wanted: 'file' | 'folder',
): Promise<string> {
  const real = await realpath(place).catch(() => undefined);
  if (real === undefined) throw unusable(path, `there is no such ${wanted}`);
  if (!isInside(root, real)) throw unusable(path, 'a link leads out of the project');
  if ((await kindOf(real)) !== wanted) throw unusable(path, `"${place}" is no ${wanted}`);
  return real;
}

/** What is at a place; a link is a link, wherever it leads. */
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

/** A copy cannot be made or written; the message is for people and says what to do. */
export class ProjectCopyError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ProjectCopyError';
  }
}
