import { readlink, realpath } from 'node:fs/promises';
import { dirname, join, parse, sep } from 'node:path';
import { isInside } from '../sandbox/paths.ts';

/** Windows parts names by either slash. */
const parted = sep === '\\' ? /[\\/]/ : '/';
/** As many links as Linux follows before it gives up. */
const mostLinks = 40;

/**
 * Where a path leads once all links are followed, also when the file or its folders are not there yet: links
 * that lead to nothing are followed, too. Undefined when unknown: in a circle of links, and with `..`
 * in the path, which programs read in two ways after a link.
 */
export async function placeOf(path: string): Promise<string | undefined> {
  const { root } = parse(path);
  const names = path.slice(root.length).split(parted);
  if (names.includes('..')) return undefined;
  let place = root;
  let links = 0;
  while (names.length > 0) {
    const name = names.shift()!;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      place = dirname(place);
      continue;
    }
    const target = await linkAt(join(place, name));
    if (target === undefined) return undefined;
    if (target === 'none') {
      place = join(place, name);
      continue;
    }
    links += 1;
    if (links > mostLinks) return undefined;
    const to = parse(target.leadsTo);
    if (to.root !== '') place = to.root;
    names.unshift(...target.leadsTo.slice(to.root.length).split(parted));
  }
  return asWritten(place);
}

/** A link's target; undefined when it cannot be read. */
async function linkAt(place: string): Promise<{ leadsTo: string } | 'none' | undefined> {
  try {
    return { leadsTo: await readlink(place) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isNone = ['EINVAL', 'ENOENT', 'ENOTDIR', 'UNKNOWN'].includes(code ?? '');
    return isNone ? 'none' : undefined;
  }
}

/** The path with the part of it that exists as the file system writes it: its case, its long names. */
async function asWritten(place: string): Promise<string | undefined> {
  try {
    return await realpath(place);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return undefined;
    const above = dirname(place);
    if (above === place) return place;
    const parent = await asWritten(above);
    return parent === undefined ? undefined : join(parent, place.slice(above.length));
  }
}

/**
 * Where a file of a folder really lies, relative to that folder, with forward slashes; undefined when links
 * lead it out of the folder, or it is unknown where to. Both paths are absolute.
 */
export async function placeWithin(folder: string, path: string): Promise<string | undefined> {
  const [home, place] = await Promise.all([placeOf(folder), placeOf(path)]);
  if (home === undefined || place === undefined || !isInside(home, place)) return undefined;
  const start = home.endsWith(sep) ? home.length : home.length + 1;
  return place.slice(start).replaceAll(sep, '/');
}
