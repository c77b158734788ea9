import { pathsNamed } from '../../routing/reading/filesSeen.ts';
import type { SeenFile, Stay } from '../../routing/stay.ts';
import type { ToolName } from './tools.ts';
import type { WorkflowContext } from './workflowContext.ts';

/**
 * What a run has read so far. A value may hold what any earlier step has read, so the whole run counts: once
 * a request had to stay on this machine, every later one of the run stays there too, in whichever branch.
 */
export interface SeenFiles {
  add(files: readonly SeenFile[]): void;
  /** Keeps all later requests of the run on this machine. */
  keep(stay: Stay): void;
  /** Every file of which the run has read something. */
  files(): readonly SeenFile[];
  stay(): Stay | undefined;
}

/** @param onRead hears of files that were not known before, so that a resumed run knows them */
export function openSeenFiles(
  earlier: { readonly seen: readonly SeenFile[]; readonly stay?: Stay | undefined },
  onRead: (files: readonly SeenFile[]) => void = () => undefined,
): SeenFiles {
  const known = new Map(earlier.seen.map((file) => [keyOf(file), file]));
  let { stay } = earlier;
  return {
    add(files) {
      const fresh = files.filter((file) => !known.has(keyOf(file)));
      for (const file of fresh) known.set(keyOf(file), file);
      if (fresh.length > 0) onRead(fresh);
    },
    keep: (because) => void (stay ??= because),
    files: () => [...known.values()],
    stay: () => stay,
  };
}

function keyOf({ path, language }: SeenFile): string {
  return JSON.stringify([path, language]);
}

/** The files of which the result of a tool may hold something. */
export function filesInResult(
  tool: ToolName,
  given: Readonly<Record<string, unknown>>,
  value: unknown,
): readonly SeenFile[] {
  if (tool === 'command') return outputPaths(textOf(value, 'output')).map((path) => ({ path }));
  const own = tool === 'lookup' ? lookedUp(String(given['file'])) : [];
  const inDiff = tool === 'gitDiff' ? diffPaths(textOf(value, 'text')) : [];
  return [...filesIn(value), ...[...own, ...inDiff].map((path) => ({ path }))];
}

/** Every file that a value names: by `path`, by `file` or in a list of `files`. */
export function filesIn(value: unknown): readonly SeenFile[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(filesIn);
  const { path, file, files, language } = value as Readonly<Record<string, unknown>>;
  const named = [path, file, ...(Array.isArray(files) ? files : [])].filter(
    (each) => typeof each === 'string',
  );
  const known = typeof language === 'string' && language !== '' ? { language } : {};
  return [
    ...named.map((each) => ({ path: each, ...known })),
    ...Object.values(value).flatMap(filesIn),
  ];
}

function textOf(value: unknown, key: string): string {
  const text = (value as Readonly<Record<string, unknown>> | null)?.[key];
  return typeof text === 'string' ? text : '';
}

/** A table lies beside its workflow, which may be one of the workspace. */
function lookedUp(file: string): readonly string[] {
  return [file, `.tierwise/workflows/${file}`];
}

/** Both names of a file that was renamed, and files without a hunk. */
function diffPaths(diff: string): readonly string[] {
  const headers = diff.matchAll(/^(?:--- a\/|\+\+\+ b\/|(?:rename|copy) (?:from|to) )(.+?)\t?$/gm);
  return [...headers].map(([, path]) => path!);
}

/** A command runs in a copy of the project, so where a whole path of its output begins is not known. */
function outputPaths(output: string): readonly string[] {
  return pathsNamed(output).flatMap((path) => {
    if (!/^(?:[A-Za-z]:)?\//.test(path)) return [path];
    const names = path.split('/').slice(1);
    return names.map((_, index) => names.slice(index).join('/'));
  });
}

/** Reads files, and notes each that was there. */
export function readingInto(
  seen: SeenFiles,
  { readFile }: Pick<WorkflowContext, 'readFile'>,
): WorkflowContext['readFile'] {
  return async (path, signal) => {
    const file = await readFile(path, signal);
    if (file) seen.add([{ path, ...(file.language !== '' && { language: file.language }) }]);
    return file;
  };
}
