import { type LocatedFile, plainPath } from './projectPaths.ts';
import { StepFailure } from './stepFailure.ts';

/** A file as a workflow sees it. */
export interface ProjectFile {
  readonly text: string;
  /** VS Code language id. */
  readonly language: string;
}

/** A proposed change to one file; nothing is written until the developer accepts it. */
export interface ProposedEdit {
  readonly path: string;
  /** The file as the run found it; omitted when there was none. */
  readonly original?: string;
  readonly text: string;
}

/** Lines to replace, 1-based and inclusive; without lines, the whole file. */
export interface FileReplacement {
  readonly path: string;
  readonly text: string;
  readonly startLine?: number;
  readonly endLine?: number;
}

/** The project's files with the changes that a run has proposed so far. */
export interface ProjectFiles {
  /** The one way in which the run writes a path. Rejects with StepFailure when it means no single file. */
  nameOf(path: string): Promise<string>;
  /** Undefined when there is no such file. */
  read(path: string, signal: AbortSignal): Promise<ProjectFile | undefined>;
  replace(
    change: FileReplacement,
    signal: AbortSignal,
  ): Promise<{ readonly edit: ProposedEdit; readonly changedLines: number }>;
  /**
   * Puts back an edit that the run had proposed before it was resumed. Rejects with StepFailure when its
   * path means no single file now.
   */
  restore(edit: ProposedEdit): Promise<void>;
  edits(): readonly ProposedEdit[];
}

/** @param locate finds the file that a plain path means; without it, each path is a file of its own */
export function openProjectFiles(
  readFile: (path: string, signal: AbortSignal) => Promise<ProjectFile | undefined>,
  locate: (path: string) => Promise<LocatedFile> = async (path) => ({ path, identity: path }),
): ProjectFiles {
  /** By the identity of the file. */
  const edits = new Map<string, ProposedEdit>();

  /** The file; the spelling that was changed first stays. */
  async function find(written: string): Promise<LocatedFile> {
    const { path, identity } = await locate(inFolder(written));
    return { path: edits.get(identity)?.path ?? path, identity };
  }

  async function readFound(
    { path, identity }: LocatedFile,
    signal: AbortSignal,
  ): Promise<ProjectFile | undefined> {
    const file = await readFile(path, signal);
    const edit = edits.get(identity);
    return edit ? { language: file?.language ?? '', text: edit.text } : file;
  }

  return {
    nameOf: async (path) => (await find(path)).path,
    read: async (path, signal) => readFound(await find(path), signal),
    async replace(change, signal) {
      const found = await find(change.path);
      const { path, identity } = found;
      const file = await readFound(found, signal);
      const { text, changedLines } = replaced(file?.text ?? '', { ...change, path });
      const original = edits.has(identity) ? edits.get(identity)!.original : file?.text;
      const edit = { path, text, ...(original !== undefined && { original }) };
      edits.set(identity, edit);
      return { edit, changedLines };
    },
    async restore(edit) {
      const { path, identity } = await find(edit.path);
      edits.set(identity, { ...edit, path });
    },
    edits: () => [...edits.values()],
  };
}

/** A text after a change, with the line ends that it had. Throws StepFailure when it has no such lines. */
function replaced(
  before: string,
  { path, text, startLine, endLine }: FileReplacement,
): { readonly text: string; readonly changedLines: number } {
  const lines = before === '' ? [] : before.split(/\r?\n/);
  const from = startLine ?? 1;
  const to = endLine ?? (startLine === undefined ? lines.length : startLine);
  refuseLines(path, { from, to, count: lines.length });
  const end = before.includes('\r\n') ? '\r\n' : '\n';
  const isWhole = startLine === undefined && endLine === undefined;
  const given = text.split(/\r?\n/);
  const after = isWhole
    ? given.join(end)
    : [...lines.slice(0, from - 1), ...given, ...lines.slice(to)].join(end);
  return { text: after, changedLines: changed(lines, after.split(/\r?\n/)) };
}

function inFolder(path: string): string {
  const plain = plainPath(path);
  if (plain !== undefined) return plain;
  throw new StepFailure(
    `"${path}" is not a path in the workspace. Write one relative to its folder, with forward slashes.`,
  );
}

function refuseLines(
  path: string,
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): void {
  const areIntegers = Number.isInteger(from) && Number.isInteger(to);
  if (areIntegers && from >= 1 && to >= from - 1 && to <= Math.max(count, from - 1)) return;
  throw new StepFailure(
    `${path} has ${count} lines, so lines ${from} to ${to} cannot be replaced. Read the file again for its lines.`,
  );
}

/** Counts the lines between the equal beginning and the equal end, in the longer text. */
function changed(before: readonly string[], after: readonly string[]): number {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return Math.max(before.length, after.length) - start - end;
}
