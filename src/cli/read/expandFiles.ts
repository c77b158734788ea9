import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { compileGlob } from '../../routing/globs/glob.ts';
import { InputError, UsageError } from '../command.ts';
import { isOfSystem, unreadable } from './readInput.ts';

/**
 * The files that are named, and in place of a pattern such as `data/*.csv` the files that match it, in order; none
 * twice. Throws `UsageError` for a pattern that is too complicated, `InputError` for one that matches nothing.
 */
export async function expandFiles(written: readonly string[]): Promise<string[]> {
  const expanded = await Promise.all(
    written.map((each) => (/[*?[{]/.test(each) ? matching(each) : [each])),
  );
  return [...new Set(expanded.flat())];
}

async function matching(pattern: string): Promise<string[]> {
  const glob = compileGlob(pattern);
  if ('problem' in glob) throw new UsageError(`${pattern}: ${glob.problem}`);
  const parts = pattern.split('/');
  const plain = parts.slice(0, -1).findIndex((part) => /[*?[{]/.test(part));
  const folder = parts.slice(0, plain < 0 ? -1 : plain).join('/');
  const start = folder === '' && pattern.startsWith('/') ? '/' : folder;
  const found = (await filesBelow(start === '' ? '.' : start, plain >= 0))
    .map((file) => (start === '' ? file : `${start.replace(/\/$/, '')}/${file}`))
    .filter((file) => glob.matches(file));
  if (found.length === 0) throw new InputError(`No file matches ${pattern}.`);
  return found.toSorted();
}

/** Files in a folder, with forward slashes and relative to it; also those below when asked for. */
async function filesBelow(folder: string, recursive: boolean): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map(({ parentPath, name }) =>
        join(parentPath, name).slice(join(folder, sep).length).replaceAll(sep, '/'),
      );
  } catch (error) {
    if (isOfSystem(error)) throw unreadable(folder, error);
    throw error;
  }
}
