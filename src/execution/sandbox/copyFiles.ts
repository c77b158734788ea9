import { chmod, constants, copyFile, lstat, mkdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Environment } from './environment.ts';
import { type CopyWay, linkDependencies, repeatLink } from './linkDependencies.ts';
import { listProjectFiles } from './listFiles.ts';
import { kindOf, ProjectCopyError } from './paths.ts';
import { copyLimits, type CopyLimits, type DependencyFolder, dependencyFolders } from './rules.ts';

interface FillRequest {
  readonly env: Environment;
  readonly linked?: readonly DependencyFolder[];
  readonly limits?: CopyLimits;
  readonly signal: AbortSignal;
  readonly report: (bug: unknown) => void;
}

/** Copies the files of a project into an empty folder and links its installed packages. */
export async function copyProjectFiles(way: CopyWay, request: FillRequest): Promise<void> {
  const { signal, report, linked = dependencyFolders, limits = copyLimits } = request;
  const { files, dependencies } = await listProjectFiles({
    folder: way.from,
    dependencyNames: new Set(linked.map(({ name }) => name)),
    maxFiles: limits.files,
    env: request.env,
    signal,
    report,
  });
  const folders = await makeFolders(way, files, signal);
  const links: string[] = [];
  let bytes = 0;
  const copyOne = async (path: string): Promise<void> => {
    const from = join(way.from, path);
    const stat = await lstat(from).catch(() => undefined);
    if (stat?.isSymbolicLink()) links.push(path);
    if (!stat?.isFile()) return;
    bytes += stat.size;
    if (bytes > limits.bytes) throw tooLarge(limits.bytes);
    await copyOver(from, join(way.to, path), stat.mode);
  };
  await forEach(
    files.filter((path) => folders.has(posix.dirname(path))),
    copyOne,
    signal,
  );
  // Links come last, so that no file is written through one.
  for (const path of dependencies) {
    signal.throwIfAborted();
    await linkDependencies(way, path, linked);
  }
  await forEach(links, (path) => repeatLink(way, path), signal);
}

async function copyOver(from: string, to: string, mode: number): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE);
    if ((mode & 0o200) === 0) await chmod(to, mode | 0o200);
  } catch (thrown) {
    // The developer works in the project meanwhile, so a file may be gone by now.
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
  }
}

function tooLarge(bytes: number): ProjectCopyError {
  const megabytes = Math.round(bytes / 1024 / 1024).toLocaleString('en');
  return new ProjectCopyError(
    `The project has more than ${megabytes} MB, too much for a throwaway copy. Open a smaller folder, or add generated files to .gitignore.`,
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
  await forEach([...new Set(files.map((path) => posix.dirname(path)))], make, signal);
  const made = await Promise.all(
    [...folders].map(async ([path, isMade]) => ((await isMade) ? [path] : [])),
  );
  return new Set(made.flat());
}

/**
 * Works on 16 items at once. When one fails or the signal aborts, it waits for all running ones before
 * it throws.
 */
async function forEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failed) return;
      signal.throwIfAborted();
      try {
        await work(item);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: 16 }, worker));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
}
