import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { compileGlob, type Glob } from '../../routing/globs/glob.ts';
import { pathProblem, ProjectCopyError } from './paths.ts';
import { type DependencyFolder, neverCopied } from './rules.ts';

/**
 * The files of a folder that match some globs, relative, with forward slashes: ignored ones that the
 * developer wants in the copy. Folders of packages and caches are not searched unless a glob names them.
 * @throws ProjectCopyError when a glob leads out of the folder or is too complicated.
 */
export async function ignoredFilesToCopy(
  folder: string,
  globs: readonly string[],
  rules: readonly DependencyFolder[],
): Promise<readonly string[]> {
  if (globs.length === 0) return [];
  const outside = globs.find((each) => isAbsolute(each) || each.split(/[\\/]/).includes('..'));
  if (outside !== undefined) {
    throw new ProjectCopyError(
      `The setting tierwise.copyAlso names "${outside}", which leads out of the opened folder. Write a path inside it.`,
    );
  }
  const named = new Set(globs.flatMap((each) => each.split('/')));
  const skipped = new Set(
    ['.git', ...neverCopied, ...rules.map(({ name }) => name)].filter((name) => !named.has(name)),
  );
  const patterns = globs.flatMap((each) => [each, `${each.replace(/\/$/, '')}/**`]).map(compiled);
  const found: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of await entriesOf(join(folder, at))) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) {
        const isWanted = !skipped.has(entry.name) && patterns.some((glob) => glob.reaches(path));
        if (isWanted) open.push(path);
      } else if (
        entry.isFile() &&
        !pathProblem(path) &&
        patterns.some((glob) => glob.matches(path))
      )
        found.push(path);
    }
  }
  return found;
}

function compiled(glob: string): Glob {
  const made = compileGlob(glob);
  if (!('problem' in made)) return made;
  throw new ProjectCopyError(`The setting tierwise.copyAlso: ${made.problem}`);
}

/** A folder that cannot be read holds nothing to copy. */
function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}
