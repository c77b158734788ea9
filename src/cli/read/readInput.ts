import { readFile } from 'node:fs/promises';
import { textOfBytes } from '../../execution/textOfBytes.ts';
import { InputError } from '../command.ts';

/** The text of a file. Throws `InputError` when it cannot be read, or is no text in UTF-8 or UTF-16. */
export async function readInput(path: string): Promise<string> {
  const read = textOfBytes(await bytesOf(path));
  if ('text' in read) return read.text;
  throw problemsIn(path, [{ line: read.line, message: read.problem }]);
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Whether an error comes from the operating system, such as a missing file, and is no bug. */
export function isOfSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}

/** An error for a file that cannot be read, in words for people. */
export function unreadable(path: string, error: unknown): InputError {
  const code = isOfSystem(error) ? String(error.code) : undefined;
  const why = (code !== undefined && reasons[code]) || (code ?? String(error));
  return new InputError(`${path === '' ? 'The file ""' : path} cannot be read: ${why}.`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you have no permission to read it',
  EPERM: 'you have no permission to read it',
  ELOOP: 'its links lead in a circle',
  ENOTDIR: 'a part of the path is a file and no folder',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
};

interface PlacedProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/** Most problems that one message lists. Chosen by judgement. */
const shown = 10;

/** Throws `InputError` when there are problems. */
export function refuseProblems(path: string, problems: readonly PlacedProblem[]): void {
  if (problems.length > 0) throw problemsIn(path, problems);
}

/** An error with one line for each problem: `file:line: message`. */
export function problemsIn(path: string, problems: readonly PlacedProblem[]): InputError {
  const lines = problems
    .toSorted((one, other) => one.line - other.line)
    .slice(0, shown)
    .map(({ line, message }) => `${path}:${line}: ${message}`);
  const more = problems.length - shown;
  return new InputError([...lines, ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n'));
}
