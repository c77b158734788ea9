import { readFile } from 'node:fs/promises';
import { InputError } from './command.ts';

/** The text of a file. Throws `InputError` where it cannot be read. */
export async function readInput(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined;
    throw new InputError(`${path} cannot be read: ${why ?? String(error)}.`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you may not read it',
};

interface PlacedProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

const shown = 10;

/** Throws `InputError` with a line for each problem, `file:line: message`; nothing where there are none. */
export function refuseProblems(path: string, problems: readonly PlacedProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.slice(0, shown).map(({ line, message }) => `${path}:${line}: ${message}`);
  const more = problems.length - shown;
  throw new InputError([...lines, ...(more > 0 ? [`… and ${more} more.`] : [])].join('\n'));
}
