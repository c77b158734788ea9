import { constants, lstat, mkdir, open, readFile, realpath, rm } from 'node:fs/promises';
import { basename, join, posix, relative, resolve, sep } from 'node:path';
import { copyOver, copyProjectFiles, type Filled, repeatLink } from './copyFiles.ts';
import type { CopyWay } from './packages/copyTree.ts';
import type { Environment } from './environment.ts';
import { changedBetween, type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { entryAt, listCopy, type Listing, removeNew } from './leftovers.ts';
import { fileInside, isInside, kindOf, ProjectCopyError } from './paths.ts';
import { projectRoot } from './projectRoot.ts';
import type { CopyLimits, DependencyFolder } from './rules.ts';
import { makeCopyFolder, removeTree } from './sweep.ts';
import { createMutex } from '../mutex.ts';

/*
 * This folder lets commands run without touching the project. A project folder comes in; a throwaway
 * copy of it goes out. `projectRoot.ts` finds what belongs to it, `copyFiles.ts` copies files, and
 * `packages/` brings installed packages. `runProgram.ts` runs a program there with a plain
 * environment (`environment.ts`) and ends everything that it started (`processTree.ts`);
 * `fingerprint.ts` tells whether it reached the project all the same, and `leftovers.ts` removes what it
 * left. `sweep.ts` removes copies that a killed process left behind.
 */

/** A throwaway copy of a project. Changes to the copy do not reach the project. */
export interface ProjectCopy {
  /** The opened folder in the copy; absolute, without links. */
  readonly folder: string;
  /** The opened folder that it is a copy of; absolute, without links. */
  readonly source: string;
  /** The whole copy and what it is a copy of: `folder` and `source`, or folders above them. */
  readonly root: string;
  readonly sourceRoot: string;
  /** What the copy lacks, as a sentence for the developer; undefined when it is whole. */
  readonly lacks: string | undefined;
  /** Packages that are links into the project, because there are too many to copy; relative to the root. */
  readonly linked: ReadonlySet<string>;
  /** The developer's globs of private files, whose values are hidden in the output of commands. */
  readonly privateFiles: readonly string[];
  /**
   * Writes a file as UTF-8; `path` is relative to the folder, with forward slashes.
   * @throws ProjectCopyError when the path does not lead to a place inside the copy.
   */
  write(path: string, text: string): Promise<void>;
  /** Brings a written file back to what it was when the copy was made. */
  restore(path: string): Promise<void>;
  /** Runs `work` alone in the copy, so that two answers for one file do not mix. */
  inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** A fingerprint of the developer's own packages, to be compared by `changedBetween`. */
  outside(signal: AbortSignal): Promise<Fingerprint>;
  /** Notes what is in the copy, unless that was done before. Call before the first program runs. */
  remember(signal: AbortSignal): Promise<void>;
  /** Brings the copy back to what it was when `remember` was called, but for caches that tools keep. */
  tidy(signal: AbortSignal): Promise<void>;
  /** Removes the copy once all work in it has ended. May be called twice. */
  dispose(): Promise<void>;
}

export interface ProjectCopyRequest {
  /** The folder that the developer opened. */
  readonly folder: string;
  /** The folder for copies, outside of the project. */
  readonly scratchFolder: string;
  /** For PATH and HOME, to find git. */
  readonly env: Environment;
  /** Texts that the editor has not saved yet. */
  readonly overlay?: readonly { readonly path: string; readonly text: string }[];
  /** Globs of ignored files that are copied too, relative to the folder. */
  readonly copyAlso?: readonly string[];
  /** Globs of private files beside those that always are; relative to the folder. */
  readonly privateFiles?: readonly string[];
  readonly dependencyFolders?: readonly DependencyFolder[];
  readonly limits?: CopyLimits;
  /** Packages within these are copied whole, others linked one by one; by the file system when omitted. */
  readonly packageLimits?: CopyLimits;
  readonly signal: AbortSignal;
  /** Reports a bug that does not stop the copy. */
  readonly report: (bug: unknown) => void;
}

/**
 * Copies a project as it is on disk now: what git tracks and what is new and not ignored, with its
 * installed packages. A package of a larger project is copied with that project; over the limits, with the
 * files right above it only.
 *
 * This is a plain copy and not a git worktree (docs/decisions/2026-11-22-plain-copy.md). A worktree
 * writes into the developer's `.git` and stays there when the editor is killed, its checkout runs the
 * repository's filters, and uncommitted work must be copied into it anyway. Copied files are clones
 * where the file system supports them, and never hard links, because a command may write in place.
 * @throws ProjectCopyError when the project is too large or the disk refuses.
 */
export async function createProjectCopy(request: ProjectCopyRequest): Promise<ProjectCopy> {
  request.signal.throwIfAborted();
  const source = await realpath(request.folder);
  await mkdir(request.scratchFolder, { recursive: true });
  const scratch = await realpath(request.scratchFolder);
  if (scratch === source || isInside(source, scratch)) {
    throw new ProjectCopyError('A copy of a project cannot be made inside the project itself.');
  }
  const found = await projectRoot(source);
  const sourceRoot = isInside(found, scratch) ? source : found;
  const place = { source, sourceRoot, scratch };
  try {
    return await makeCopy(place, request, undefined);
  } catch (thrown) {
    const isTooLarge = thrown instanceof ProjectCopyError && thrown.isTooLarge;
    if (!isTooLarge || sourceRoot === source) throw thrown;
    const part = relative(sourceRoot, source).split(sep).join('/');
    return makeCopy(place, request, part);
  }
}

interface Place {
  readonly source: string;
  readonly sourceRoot: string;
  readonly scratch: string;
}

async function makeCopy(
  { source, sourceRoot, scratch }: Place,
  request: ProjectCopyRequest,
  part: string | undefined,
): Promise<ProjectCopy> {
  const outer = await makeCopyFolder(scratch);
  const way = { from: sourceRoot, to: join(outer, basename(sourceRoot) || 'project') };
  const inside = relative(sourceRoot, source);
  const spelled = resolve(request.folder, relative(source, sourceRoot));
  const folder = join(way.to, inside);
  const overlay = new Map((request.overlay ?? []).map(({ path, text }) => [path, text]));
  try {
    await mkdir(way.to);
    const places = { part, spelled, scratchFolder: scratch, opened: source };
    const filled = await copyProjectFiles(way, { ...request, ...places });
    await mkdir(folder, { recursive: true });
    for (const [path, text] of overlay) {
      request.signal.throwIfAborted();
      await overwrite(await fileInside(folder, path), text);
    }
    request.signal.throwIfAborted();
    const { privateFiles = [] } = request;
    return openCopy({ way, inside, outer, overlay, part, privateFiles }, filled);
  } catch (thrown) {
    await removeTree(outer);
    throw request.signal.aborted ? request.signal.reason : withReason(thrown);
  }
}

/** Turns an error of the disk, such as a full one, into a ProjectCopyError; other errors are bugs. */
function withReason(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('syscall' in thrown)) return thrown;
  const message = `The throwaway copy of the project cannot be used: ${thrown.message}.`;
  return new ProjectCopyError(message, { cause: thrown });
}

interface Made {
  readonly way: CopyWay;
  /** The opened folder, relative to the root; empty where it is the root. */
  readonly inside: string;
  readonly outer: string;
  readonly overlay: ReadonlyMap<string, string>;
  readonly part: string | undefined;
  readonly privateFiles: readonly string[];
}

function openCopy(
  { way, inside, outer, overlay, part, privateFiles }: Made,
  filled: Filled,
): ProjectCopy {
  const folder = join(way.to, inside);
  const texts = writtenTexts(folder);
  const mutex = createMutex();

  /** Brings back a file or link that a command changed; `path` is relative to the root. */
  async function bringBack(path: string): Promise<void> {
    const own = posix.relative(inside.split(sep).join('/'), path);
    const from = join(way.from, path);
    const stats = await lstat(from).catch(() => undefined);
    const text = texts.originals.get(own) ?? overlay.get(own);
    await rm(join(way.to, path), { recursive: true, force: true });
    if (text !== undefined) await overwrite(await fileInside(folder, own), text);
    else if (stats?.isSymbolicLink()) await repeatLink(way, path);
    else if (stats) await copyOver(from, await fileInside(way.to, path), stats.mode);
  }

  return {
    folder,
    source: join(way.from, inside),
    root: way.to,
    sourceRoot: way.from,
    linked: filled.linked,
    privateFiles,
    lacks: part && lacking(part),
    write: (path, text) => orWithReason(texts.write(path, text)),
    restore: (path) => orWithReason(texts.restore(path)),
    inTurn: mutex.runExclusive,
    outside: (signal) => fingerprintOf(filled.watched, signal),
    ...cleaning(way.to, filled, bringBack),
    async dispose() {
      await mutex.idle();
      await removeTree(outer);
    },
  };
}

/** Writes texts into a copy and knows what was there before; paths are relative to its folder. */
function writtenTexts(folder: string) {
  const originals = new Map<string, Buffer | undefined>();
  return {
    originals,
    async write(path: string, text: string): Promise<void> {
      const file = await fileInside(folder, path);
      if (!originals.has(path)) {
        originals.set(path, (await kindOf(file)) ? await readFile(file) : undefined);
      }
      await overwrite(file, text);
    },
    async restore(path: string): Promise<void> {
      if (!originals.has(path)) return;
      const file = await fileInside(folder, path);
      const original = originals.get(path);
      if (original) await overwrite(file, original);
      else await rm(file, { force: true });
    },
  };
}

function lacking(part: string): string {
  return `The throwaway copy has only "${part}" and the files right above it, because the whole project is over the limits. Add generated files to .gitignore.`;
}

/** The part of a copy that removes what commands leave in it. */
function cleaning(
  root: string,
  filled: Filled,
  bringBack: (path: string) => Promise<void>,
): Pick<ProjectCopy, 'remember' | 'tidy'> {
  const packages = new Set(filled.dependencies);
  const folders = filled.dependencies.map((path) => join(root, path));
  let listing: Listing | undefined;
  let own: Fingerprint;

  async function tidy(signal: AbortSignal): Promise<void> {
    if (!listing) return;
    const lost = await removeNew(root, listing, await listCopy(root, packages, signal));
    const renewed = new Map(listing);
    for (const path of lost) {
      await bringBack(path);
      const entry = await entryAt(join(root, path));
      if (entry) renewed.set(path, entry);
    }
    listing = renewed;
    if (changedBetween(own, await fingerprintOf(folders, signal)).length === 0) return;
    for (const folder of folders) await removeTree(folder);
    await filled.bringPackages(signal);
    own = await fingerprintOf(folders, signal);
  }

  return {
    async remember(signal) {
      if (listing) return;
      own = await fingerprintOf(folders, signal);
      listing = await listCopy(root, packages, signal);
    },
    tidy: (signal) => orWithReason(tidy(signal)),
  };
}

async function orWithReason(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    throw withReason(thrown);
  }
}

async function overwrite(file: string, content: string | Buffer): Promise<void> {
  const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
  const handle = await open(file, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o644);
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}
