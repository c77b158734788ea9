import { readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { isInside } from '../sandbox/paths.ts';
import { isPrivate } from './privateFiles.ts';

/** As many links in a row as Linux follows. */
const mostLinks = 40;

/**
 * Whether a file is private: by its path as it is written, by that of any link on the way, or by the one where
 * it really is. `folder` is the workspace folder around it; both are absolute.
 */
export async function isPrivateFile(
  path: string,
  folder: string | undefined,
  globs: readonly string[] = [],
): Promise<boolean> {
  const roots = folder === undefined ? [] : [folder, await realPath(folder)];
  const spellings = await spellingsOf(path);
  return spellings.some((absolute) =>
    isPrivate({ absolute, relative: within(roots, absolute) }, globs),
  );
}

/** The paths of a file: as written, of each link that it leads through, and where it really is. */
async function spellingsOf(path: string): Promise<readonly string[]> {
  const found = new Set([path]);
  let at = path;
  for (let hops = 0; hops < mostLinks; hops += 1) {
    const target = await readlink(at).catch(() => undefined);
    if (target === undefined) break;
    at = resolve(await realPath(dirname(at)), target);
    found.add(at);
  }
  found.add(await realPath(path));
  return [...found];
}

/** Where a path leads. Of one that does not exist, the nearest existing folder is resolved. */
export async function realPath(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined) return real;
  const parent = dirname(path);
  return parent === path ? path : join(await realPath(parent), basename(path));
}

function within(roots: readonly string[], absolute: string): string | undefined {
  const root = roots.find((each) => isInside(each, absolute));
  return root === undefined ? undefined : relative(root, absolute);
}
