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
  /** Undefined when there is no such file. */
  read(path: string, signal: AbortSignal): Promise<ProjectFile | undefined>;
  replace(
    change: FileReplacement,
    signal: AbortSignal,
  ): Promise<{ readonly edit: ProposedEdit; readonly changedLines: number }>;
  /** Puts back an edit that the run had proposed before it was resumed. */
  restore(edit: ProposedEdit): void;
  edits(): readonly ProposedEdit[];
}

export function openProjectFiles(
  readFile: (path: string, signal: AbortSignal) => Promise<ProjectFile | undefined>,
): ProjectFiles {
  const edits = new Map<string, ProposedEdit>();

  async function read(path: string, signal: AbortSignal): Promise<ProjectFile | undefined> {
    refuseOutside(path);
    const file = await readFile(path, signal);
    const edit = edits.get(path);
    return edit ? { language: file?.language ?? '', text: edit.text } : file;
  }

  return {
    read,
    async replace({ path, text, startLine, endLine }, signal) {
      const file = await read(path, signal);
      const before = file?.text ?? '';
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
      const original = edits.has(path) ? edits.get(path)!.original : file?.text;
      const edit = { path, text: after, ...(original !== undefined && { original }) };
      edits.set(path, edit);
      return { edit, changedLines: changed(lines, after.split(/\r?\n/)) };
    },
    restore: (edit) => void edits.set(edit.path, edit),
    edits: () => [...edits.values()],
  };
}

function refuseOutside(path: string): void {
  const parts = path.split('/');
  if (path !== '' && !/^[/\\]|[\\:]/.test(path) && !parts.includes('..')) return;
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
