import { glob } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import { pathProblem, ProjectCopyError } from './paths.ts';
import { type DependencyFolder, neverCopied } from './rules.ts';

/**
 * The files of a folder that match some globs, relative, with forward slashes: ignored ones that the
 * developer wants in the copy. Folders of packages and caches are not searched unless a glob names them.
 * @throws ProjectCopyError when a glob leads out of the folder.
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
  const found = new Set<string>();
  const patterns = globs.flatMap((each) => [each, `${each.replace(/\/$/, '')}/**`]);
  const entries = glob(patterns, {
    cwd: folder,
    withFileTypes: true,
    exclude: ({ name }) => skipped.has(name),
  });
  for await (const entry of entries) {
    const place = `${entry.parentPath}${sep}${entry.name}`.slice(folder.length + 1);
    const path = place.split(sep).join('/');
    if (entry.isFile() && !pathProblem(path)) found.add(path);
  }
  return [...found];
}
