import { constants, mkdir, open, readFile, realpath, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { copyProjectFiles } from './copyFiles.ts';
import type { Environment } from './environment.ts';
import type { CopyWay } from './linkDependencies.ts';
import { fileInside, isInside, kindOf, ProjectCopyError } from './paths.ts';
import type { CopyLimits, DependencyFolder } from './rules.ts';
import { makeCopyFolder, removeTree } from './sweep.ts';
import { takeTurns } from './turns.ts';

/*
 * This folder lets commands run without touching the project. A project folder comes in; a throwaway
 * copy of it goes out (`copyFiles.ts`, `linkDependencies.ts`). `runProgram.ts` runs a program there
 * with a plain environment (`environment.ts`) and ends everything that it started (`processTree.ts`).
 * `sweep.ts` removes copies that a killed process left behind.
 */

/** A throwaway copy of a project. Changes to the copy do not reach the project. */
export interface ProjectCopy {
  /** Absolute, without links. */
  readonly folder: string;
  /** The project it is a copy of; absolute, without links. */
  readonly source: string;
  /**
   * Writes a file as UTF-8; `path` is relative, with forward slashes.
   * @throws ProjectCopyError when the path does not lead to a place inside the copy.
   */
  write(path: string, text: string): Promise<void>;
  /** Brings a written file back to what it was when the copy was made. */
  restore(path: string): Promise<void>;
  /** Runs `work` alone in the copy, so that two answers for one file do not mix. */
  inTurn<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Removes the copy once all work in it has ended. May be called twice. */
  dispose(): Promise<void>;
}

export interface ProjectCopyRequest {
  readonly folder: string;
  /** The folder for copies, outside of the project. */
  readonly scratchFolder: string;
  /** For PATH and HOME, to find git. */
  readonly env: Environment;
  /** Texts that the editor has not saved yet. */
  readonly overlay?: readonly { readonly path: string; readonly text: string }[];
  readonly linked?: readonly DependencyFolder[];
  readonly limits?: CopyLimits;
  readonly signal: AbortSignal;
  /** Reports a bug that does not stop the copy. */
  readonly report: (bug: unknown) => void;
}

/**
 * Copies a project as it is on disk now: what git tracks and what is new and not ignored, with
 * installed packages linked.
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
  const outer = await makeCopyFolder(scratch);
  const way = { from: source, to: join(outer, basename(source) || 'project') };
  try {
    await mkdir(way.to);
    await copyProjectFiles(way, request);
    for (const { path, text } of request.overlay ?? []) {
      request.signal.throwIfAborted();
      await overwrite(await fileInside(way.to, path), text);
    }
    request.signal.throwIfAborted();
  } catch (thrown) {
    await removeTree(outer);
    throw request.signal.aborted ? request.signal.reason : withReason(thrown);
  }
  return openCopy(way, outer);
}

/** Turns an error of the disk, such as a full one, into a ProjectCopyError; other errors are bugs. */
function withReason(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('syscall' in thrown)) return thrown;
  const message = `The throwaway copy of the project cannot be used: ${thrown.message}.`;
  return new ProjectCopyError(message, { cause: thrown });
}

function openCopy({ from, to }: CopyWay, outer: string): ProjectCopy {
  const originals = new Map<string, Buffer | undefined>();
  const turns = takeTurns();

  async function write(path: string, text: string): Promise<void> {
    const file = await fileInside(to, path);
    if (!originals.has(path)) {
      originals.set(path, (await kindOf(file)) ? await readFile(file) : undefined);
    }
    await overwrite(file, text);
  }

  async function restore(path: string): Promise<void> {
    if (!originals.has(path)) return;
    const file = await fileInside(to, path);
    const original = originals.get(path);
    if (original) await overwrite(file, original);
    else await rm(file, { force: true });
  }

  return {
    folder: to,
    source: from,
    write: (path, text) => orWithReason(write(path, text)),
    restore: (path) => orWithReason(restore(path)),
    inTurn: turns.take,
    async dispose() {
      await turns.idle();
      await removeTree(outer);
    },
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
