import {
  chmod,
  constants,
  copyFile,
  lstat,
  mkdir,
  realpath,
  stat,
  symlink,
} from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { forEachConcurrently } from '../concurrently.ts';
import { canClone } from './packages/cloning.ts';
import { copyDependencies } from './packages/copyDependencies.ts';
import { type CopyWay, linkFolder } from './packages/copyTree.ts';
import type { Environment } from './environment.ts';
import { ignoredFilesToCopy } from './ignoredFiles.ts';
import { listProjectFiles } from './listFiles.ts';
import { isInside, kindOf, ProjectCopyError } from './paths.ts';
import {
  clonedLimits,
  copiedLimits,
  copyLimits,
  type CopyLimits,
  type DependencyFolder,
  dependencyFolders,
} from './rules.ts';

export interface FillRequest {
  readonly env: Environment;
  /** The part of the project that is copied, relative; all of it when omitted. */
  readonly part: string | undefined;
  /** The developer's spelling of the project's folder. */
  readonly spelled: string;
  readonly scratchFolder: string;
  /** Globs of ignored files that are copied too, relative to the opened folder `opened`. */
  readonly copyAlso?: readonly string[];
  readonly opened: string;
  readonly dependencyFolders?: readonly DependencyFolder[];
  readonly limits?: CopyLimits;
  /** Packages within these are copied whole. */
  readonly packageLimits?: CopyLimits;
  readonly signal: AbortSignal;
  readonly report: (bug: unknown) => void;
}

/** What a copy holds beside the project's files. */
export interface Filled {
  /** Folders of installed packages, relative, with forward slashes. */
  readonly dependencies: readonly string[];
  /** Packages that are links to the project's own, relative. */
  readonly linked: ReadonlySet<string>;
  /** The project's folders of packages, and other real folders that links of the copy lead to; absolute. */
  readonly watched: readonly string[];
  /** Brings the packages again; their folders must not be in the copy. */
  bringPackages(signal: AbortSignal): Promise<void>;
}

/** Copies the files of a project into an empty folder, and its installed packages. */
export async function copyProjectFiles(way: CopyWay, request: FillRequest): Promise<Filled> {
  const { signal, report, limits = copyLimits } = request;
  const rules = request.dependencyFolders ?? dependencyFolders;
  const { files, dependencies } = await listProjectFiles({
    folder: way.from,
    dependencyNames: new Set(rules.map(({ name }) => name)),
    maxFiles: limits.files,
    part: request.part,
    env: request.env,
    signal,
    report,
  });
  const isInstalled = (path: string): boolean =>
    dependencies.some((folder) => path === folder || path.startsWith(`${folder}/`));
  const also = await filesToAdd(way, request, rules);
  const added = also.filter((path) => !isInstalled(path));
  const links = await copyListed(way, [...new Set([...files, ...added])], limits, signal);
  const making = {
    way,
    spelled: request.spelled,
    isInstalled,
    linked: new Set<string>(),
    reached: new Set<string>(),
  };
  const sample = files.find((path) => posix.basename(path) === path) ?? files[0];
  const clones =
    sample !== undefined && (await canClone(join(way.from, sample), request.scratchFolder));
  // Links come last, so that no file is written through one.
  const packageLimits = request.packageLimits ?? (clones ? clonedLimits : copiedLimits);
  const bringPackages = (stop: AbortSignal): Promise<void> =>
    copyDependencies(dependencies, rules, packageLimits, { ...making, signal: stop });
  await bringPackages(signal);
  await forEachConcurrently(links, (path) => repeatLink(way, path), { signal });
  const own = await Promise.all(
    dependencies.map(async (path) => realpath(join(way.from, path)).catch(() => [])),
  );
  const watched = [...own.flat(), ...making.reached];
  return { dependencies, linked: making.linked, watched, bringPackages };
}

/** The ignored files that the developer wants too, relative to the project. */
async function filesToAdd(
  way: CopyWay,
  { opened, copyAlso = [] }: FillRequest,
  rules: readonly DependencyFolder[],
): Promise<readonly string[]> {
  const also = await ignoredFilesToCopy(opened, copyAlso, rules);
  return also.map((path) => posix.join(slashed(relative(way.from, opened)), path));
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

/** Copies files and resolves to those that are links. */
async function copyListed(
  way: CopyWay,
  files: readonly string[],
  limits: CopyLimits,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const folders = await makeFolders(way, files, signal);
  const links: string[] = [];
  let bytes = 0;
  const copyOne = async (path: string): Promise<void> => {
    const from = join(way.from, path);
    const stats = await lstat(from).catch(() => undefined);
    if (stats?.isSymbolicLink()) links.push(path);
    if (!stats?.isFile()) return;
    bytes += stats.size;
    if (bytes > limits.bytes) throw tooLarge(limits.bytes);
    await copyOver(from, join(way.to, path), stats.mode);
  };
  await forEachConcurrently(
    files.filter((path) => folders.has(posix.dirname(path))),
    copyOne,
    { signal },
  );
  return links;
}

/** Repeats a link of the project when it leads into the project; other links are skipped. */
export async function repeatLink(way: CopyWay, path: string): Promise<void> {
  const real = await realpath(join(way.from, path)).catch(() => undefined);
  if (real === undefined || !isInside(way.from, real)) return;
  const target = join(way.to, relative(way.from, real));
  const link = join(way.to, path);
  if ((await stat(real)).isDirectory()) await linkFolder(target, link);
  else if (process.platform === 'win32') await copyFile(real, link);
  else await symlink(relative(dirname(link), target), link);
}

/** Copies one file; one that is gone by now is left out. */
export async function copyOver(from: string, to: string, mode: number): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    if ((mode & 0o200) === 0) await chmod(to, mode | 0o200);
  } catch (thrown) {
    // The developer works in the project meanwhile.
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
  }
}

function tooLarge(bytes: number): ProjectCopyError {
  const megabytes = Math.round(bytes / 1024 / 1024).toLocaleString('en');
  return new ProjectCopyError(
    `The project has more than ${megabytes} MB, too much for a throwaway copy. Open a smaller folder, or add generated files to .gitignore.`,
    { isTooLarge: true },
  );
}

/** Makes the folders of the files. Folders that have become links are skipped with their files. */
async function makeFolders(
  way: CopyWay,
  files: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const folders = new Map<string, Promise<boolean>>([['.', Promise.resolve(true)]]);
  const make = (path: string): Promise<boolean> => {
    const isMade = folders.get(path) ?? makeOne(path);
    folders.set(path, isMade);
    return isMade;
  };
  const makeOne = async (path: string): Promise<boolean> => {
    if (!(await make(posix.dirname(path)))) return false;
    if ((await kindOf(join(way.from, path))) !== 'folder') return false;
    await mkdir(join(way.to, path), { recursive: true });
    return true;
  };
  await forEachConcurrently([...new Set(files.map((path) => posix.dirname(path)))], make, {
    signal,
  });
  const made = await Promise.all(
    [...folders].map(async ([path, isMade]) => ((await isMade) ? [path] : [])),
  );
  return new Set(made.flat());
}
