import { readFile } from 'node:fs/promises';
import { InputError } from '../command.ts';

/** The text of a file. Throws `InputError` when it cannot be read. */
export async function readInput(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
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
  const why = isOfSystem(error) ? reasons[String(error.code)] : undefined;
  return new InputError(`${path} cannot be read: ${why ?? String(error)}.`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you have no permission to read it',
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
  const lines = problems.slice(0, shown).map(({ line, message }) => `${path}:${line}: ${message}`);
  const more = problems.length - shown;
  return new InputError([...lines, ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n'));
}
