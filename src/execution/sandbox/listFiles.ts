import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Environment } from './environment.ts';
import { type Git, isGitFailure, useGit } from './git.ts';
import { kindOf, pathProblem, ProjectCopyError } from './paths.ts';
import { neverCopied } from './rules.ts';

/** The contents of a project. Paths are relative, with forward slashes, and safe to use. */
export interface ListedFiles {
  /** Files and links. */
  readonly files: readonly string[];
  /** Folders of installed packages. */
  readonly dependencies: readonly string[];
}

export interface ListRequest {
  /** Absolute and without links. */
  readonly folder: string;
  readonly dependencyNames: ReadonlySet<string>;
  readonly maxFiles: number;
  /** A folder of the project: only its files and those right in a folder above it are listed. */
  readonly part?: string | undefined;
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Reports an unexpected error of git. */
  readonly report: (bug: unknown) => void;
}

interface Found {
  readonly files: Set<string>;
  readonly dependencies: Set<string>;
}

/**
 * Lists the files that git tracks or would track. Without git, lists everything except caches.
 * @throws ProjectCopyError when there are more files than `maxFiles`.
 */
export async function listProjectFiles(request: ListRequest): Promise<ListedFiles> {
  const found: Found = { files: new Set(), dependencies: new Set() };
  const listed = await listWithGit(request);
  if (listed) await sortListed(listed, request, found);
  else await walk('', request, found);
  checkCount(found, request.maxFiles);
  return { files: [...found.files], dependencies: [...found.dependencies] };
}

/** Whether a file or folder is in the part that is asked for, or right in a folder above it. */
function isWanted(path: string, part: string | undefined): boolean {
  if (part === undefined) return true;
  const folder = posix.dirname(path);
  const isAbove = folder === '.' || part === folder || part.startsWith(`${folder}/`);
  return isAbove || path.startsWith(`${part}/`);
}

interface GitListing {
  /** `<mode> <hash> <stage>\t<path>` */
  readonly tracked: readonly string[];
  /** A path that ends in a slash is a folder: ignored, or a repository of its own. */
  readonly untracked: readonly string[];
  readonly ignored: readonly string[];
}

async function sortListed(listing: GitListing, request: ListRequest, found: Found): Promise<void> {
  const repositories: string[] = [];
  const tracked = new Set<string>();
  const add = (path: string): void => {
    const isFolder = path.endsWith('/');
    if (!isWanted(isFolder ? path.slice(0, -1) : path, request.part)) return;
    if (isFolder) repositories.push(path.slice(0, -1));
    else if (!pathProblem(path)) found.files.add(path);
  };
  const dependencyOf = (path: string): string | undefined => {
    const dependency = dependencyIn(path, request.dependencyNames);
    // A folder that the repository tracks, such as Go's vendor, is part of the project.
    return dependency === undefined || tracked.has(dependency) ? undefined : dependency;
  };
  for (const line of listing.tracked) {
    const path = line.slice(line.indexOf('\t') + 1);
    add(line.startsWith('160000 ') ? `${path}/` : path);
    const dependency = dependencyIn(path, request.dependencyNames);
    if (dependency !== undefined) tracked.add(dependency);
  }
  for (const path of [...listing.untracked, ...listing.ignored]) {
    const dependency = dependencyOf(path);
    if (dependency === undefined || pathProblem(dependency)) continue;
    if (isWanted(dependency, request.part)) found.dependencies.add(dependency);
  }
  for (const path of listing.untracked) {
    if (dependencyOf(path) === undefined) add(path);
  }
  checkCount(found, request.maxFiles);
  for (const path of repositories) {
    if (pathProblem(path) || (await kindOf(join(request.folder, path))) !== 'folder') continue;
    await walk(path, request, found);
  }
}

/** `packages/a/node_modules` for `packages/a/node_modules/b/index.js`. */
function dependencyIn(path: string, names: ReadonlySet<string>): string | undefined {
  const parts = path.split('/');
  const at = parts.findIndex((part) => names.has(part));
  return at === -1 ? undefined : parts.slice(0, at + 1).join('/');
}

async function walk(path: string, request: ListRequest, found: Found): Promise<void> {
  request.signal.throwIfAborted();
  checkCount(found, request.maxFiles);
  const entries = await readdir(join(request.folder, path), { withFileTypes: true }).catch(
    () => [],
  );
  for (const entry of entries) {
    const inside = posix.join(path, entry.name);
    if (neverCopied.has(entry.name) || pathProblem(inside)) continue;
    const isOnTheWay = `${request.part}/`.startsWith(`${inside}/`);
    if (!isOnTheWay && !isWanted(inside, request.part)) continue;
    const leadsAway =
      request.part !== undefined && !isOnTheWay && !inside.startsWith(`${request.part}/`);
    if (request.dependencyNames.has(entry.name)) found.dependencies.add(inside);
    else if (entry.isDirectory()) {
      if (!leadsAway) await walk(inside, request, found);
    } else if (entry.isFile() || entry.isSymbolicLink()) found.files.add(inside);
  }
}

function checkCount({ files }: Found, most: number): void {
  if (files.size <= most) return;
  throw new ProjectCopyError(
    `The project has more than ${most.toLocaleString('en')} files, too many for a throwaway copy. Open a smaller folder, or add generated files to .gitignore.`,
    { isTooLarge: true },
  );
}

/** Undefined when there is no git, no repository, or one that git does not trust. */
async function listWithGit(request: ListRequest): Promise<GitListing | undefined> {
  try {
    return await useGit(request, async (git) => git && (await listingOf(git)));
  } catch (thrown) {
    request.signal.throwIfAborted();
    if (!isGitFailure(thrown)) request.report(thrown);
    return undefined;
  }
}

async function listingOf(git: Git): Promise<GitListing | undefined> {
  const list = async (...options: string[]): Promise<string[]> => {
    const stdout = await git('ls-files', '-z', ...options, '--', '.');
    return stdout.split('\0').filter(Boolean);
  };
  const [tracked, untracked, ignored] = await Promise.all([
    list('--cached', '--stage'),
    list('--others', '--exclude-standard'),
    list('--others', '--ignored', '--exclude-standard', '--directory'),
  ]);
  // A folder that an outer repository ignores can still be a project, so it is listed without git.
  if (tracked.length + untracked.length === 0) return undefined;
  return { tracked, untracked, ignored };
}
