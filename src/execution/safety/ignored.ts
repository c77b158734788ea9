import { lstat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Environment } from '../sandbox/environment.ts';
import { type Git, useGit } from '../sandbox/git.ts';
import { realPath } from './realPlace.ts';

/** So many paths are given to one call of git; Windows takes 32,767 characters in a command line. */
const mostCharacters = 24_000;

export interface IgnoredRequest {
  /** The workspace folder; when git ignores all of it, what git ignores does not count. Absolute. */
  readonly folder: string;
  /** For PATH and HOME, to find git and the developer's own rules. */
  readonly env: Environment;
  readonly signal: AbortSignal;
}

/**
 * Which of some files git ignores; paths are absolute. A tracked file is never ignored. Files of a repository
 * that git cannot read count as ignored, because that is unknown.
 */
export async function ignoredAmong(
  paths: readonly string[],
  request: IgnoredRequest,
): Promise<ReadonlySet<string>> {
  const repositories = new Map<string, Promise<string | undefined>>();
  const real = await Promise.all(paths.map(async (path) => ({ path, real: await realPath(path) })));
  const placed = await Promise.all(
    real.map(async (file) => ({ ...file, root: await rootOf(dirname(file.real), repositories) })),
  );
  const ignored = new Set<string>();
  for (const [root, files] of Map.groupBy(placed, (file) => file.root)) {
    if (root === undefined) continue;
    const known = await listed(
      root,
      files.map((file) => file.real),
      request,
    );
    const missing = files.filter((file) => !known.has(file.real));
    if (missing.length === 0 || (await ignoresFolder(root, request))) continue;
    for (const { path } of missing) ignored.add(path);
  }
  return ignored;
}

/** The folder of the repository that holds a folder; undefined when there is none. */
function rootOf(
  folder: string,
  known: Map<string, Promise<string | undefined>>,
): Promise<string | undefined> {
  const found = known.get(folder) ?? findRoot(folder, known);
  known.set(folder, found);
  return found;
}

async function findRoot(
  folder: string,
  known: Map<string, Promise<string | undefined>>,
): Promise<string | undefined> {
  const own = await lstat(join(folder, '.git')).catch(() => undefined);
  if (own) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : rootOf(parent, known);
}

/** Those of some files that git tracks or would track. */
async function listed(
  root: string,
  files: readonly string[],
  { env, signal }: IgnoredRequest,
): Promise<ReadonlySet<string>> {
  return useGit({ folder: root, env, signal }, async (git) => {
    const found = new Set<string>();
    if (!git) return found;
    for (const part of inParts(files.map((file) => relative(root, file).split(sep).join('/')))) {
      for (const path of await listWith(git, part, signal)) found.add(join(root, path));
    }
    return found;
  });
}

async function listWith(
  git: Git,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    const own = ['-z', '--cached', '--others', '--exclude-standard', '--', ...paths];
    return (await git('ls-files', ...own)).split('\0').filter(Boolean);
  } catch {
    // The repository is broken, or git does not trust it.
    signal.throwIfAborted();
    return [];
  }
}

/** A folder that a repository around it ignores as a whole can still be a project. */
async function ignoresFolder(root: string, request: IgnoredRequest): Promise<boolean> {
  const folder = await realPath(request.folder);
  const way = relative(root, folder);
  if (way === '' || way.startsWith('..')) return false;
  return (await listed(root, [folder], request)).size === 0 && (await isSound(root, request));
}

/** Whether git can read the repository. */
async function isSound(root: string, { env, signal }: IgnoredRequest): Promise<boolean> {
  return useGit(
    { folder: root, env, signal },
    async (git) =>
      git !== undefined &&
      git('rev-parse', '--git-dir').then(
        () => true,
        () => false,
      ),
  );
}

function inParts(paths: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let length = Infinity;
  for (const path of paths) {
    length += path.length + 3;
    if (length > mostCharacters) {
      parts.push([]);
      length = path.length + 3;
    }
    parts.at(-1)!.push(path);
  }
  return parts;
}
