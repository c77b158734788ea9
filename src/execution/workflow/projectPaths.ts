import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/*
 * A path in a run means one file. It is relative, with forward slashes; where the workspace has several
 * folders it begins with the name of one: `web/src/index.ts`. This file has what both directions share, and
 * what makes two spellings one file; the editor knows the folders.
 */

/** A file by a path of a run. */
export interface LocatedFile {
  /** The one way in which the run writes it. */
  readonly path: string;
  /** The same for each spelling of the file, whatever it is reached by. */
  readonly identity: string;
}

/** `./a.ts`, `a//b` and `x/../a` as they are meant; undefined when the path is not one inside a folder. */
export function plainPath(written: string): string | undefined {
  if (/^[/\\]|[\\:\0]/.test(written)) return undefined;
  const names: string[] = [];
  for (const name of written.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.length > 0 ? names.join('/') : undefined;
}

/** A folder of the workspace: its name for people, and its path with forward slashes. */
export interface WorkspaceFolder {
  readonly name: string;
  readonly path: string;
}

/** Names for several folders, each once: those that share a name get that of the folder around them as well. */
export function folderNames(folders: readonly WorkspaceFolder[]): readonly string[] {
  const written = folders.map(({ name, path }) => asName(name) || asName(basename(path)));
  const isShared = (name: string) => written.filter((other) => sameName(other, name)).length > 1;
  const names: string[] = [];
  for (const [index, name] of written.entries()) {
    const around = asName(basename(dirname(folders[index]!.path)));
    const wanted = isShared(name) ? `${around}-${name}` : name;
    const isTaken = (each: string) =>
      names.some((other) => sameName(other, each)) ||
      written.some((other, place) => place > index && sameName(other, each));
    let unique = wanted;
    for (let count = 2; isTaken(unique); count += 1) unique = `${wanted}-${count}`;
    names.push(unique);
  }
  return names;
}

function asName(name: string): string {
  const plain = name.replaceAll(/[\\/:\0]+/g, '-').trim();
  return /^\.*$/.test(plain) ? '' : plain;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Where a path of a run is: the place of its folder among the names, and the path inside it. */
export interface PathPlace {
  readonly folder: number;
  readonly inside: string;
}

/**
 * Finds the folder of a plain path. A path that begins with no folder's name belongs to the only folder that
 * has such a file; else the problem says which there are.
 *
 * @param names of the folders; fewer than two when paths carry no name
 */
export async function placeOf(
  path: string,
  names: readonly string[],
  isThere: (place: PathPlace) => Promise<boolean>,
): Promise<PathPlace | { readonly problem: string }> {
  if (names.length < 2) return { folder: 0, inside: path };
  const named = names.findIndex((name) => path.startsWith(`${name}/`));
  if (named >= 0) return { folder: named, inside: path.slice(names[named]!.length + 1) };
  const places = names.map((_, folder) => ({ folder, inside: path }));
  const there = await Promise.all(places.map(isThere));
  const holders = places.filter((_, index) => there[index]);
  const [only, another] = holders;
  if (only && !another) return only;
  if (!only) {
    return {
      problem: `No folder of this workspace has "${path}". Begin the path with the name of its folder: ${listed(names)}.`,
    };
  }
  const paths = holders.map(({ folder }) => `${names[folder]}/${path}`);
  return {
    problem: `Several folders of this workspace have "${path}". Write which one you mean: ${listed(paths)}.`,
  };
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** The file on the disk that a path leads to, links followed, so that each spelling gives the same. */
export async function identityOf(file: string, ignoresCase?: boolean): Promise<string> {
  const rest: string[] = [];
  for (let at = file; ; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined);
    if (real === undefined && at !== dirname(at)) {
      rest.unshift(basename(at));
      continue;
    }
    const whole = join(real ?? at, ...rest);
    const isOneCase = ignoresCase ?? (await folderIgnoresCase(real ?? at));
    return isOneCase ? whole.toLowerCase().normalize('NFC') : whole;
  }
}

/** Whether the disk takes another case of a name for the same file. */
async function folderIgnoresCase(place: string): Promise<boolean> {
  const name = basename(place);
  const swapped = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
  if (swapped === name) return process.platform === 'win32' || process.platform === 'darwin';
  const [one, other] = await Promise.all(
    [place, join(dirname(place), swapped)].map((each) =>
      stat(each, { bigint: true }).catch(() => undefined),
    ),
  );
  return one !== undefined && other !== undefined && one.ino === other.ino && one.dev === other.dev;
}
