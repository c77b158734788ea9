import { lstat, mkdir, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachConcurrently } from '../concurrently.ts';
import { removeTree } from './sweep.ts';
import { keptBetweenRuns } from './rules.ts';

interface Entry {
  readonly kind: 'folder' | 'file' | 'link';
  /** Says whether two files or links are the same. */
  readonly mark: string;
}

/** What is in a folder, without its packages and the caches that stay. Paths have forward slashes. */
export type Listing = ReadonlyMap<string, Entry>;

export async function listCopy(
  root: string,
  packages: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Listing> {
  const found = new Map<string, Entry>();
  let level = [''];
  while (level.length > 0) {
    const next: string[] = [];
    const entries: string[] = [];
    for (const folder of level) {
      const names = await readdir(join(root, folder)).catch(() => []);
      for (const name of names) {
        const path = folder === '' ? name : `${folder}/${name}`;
        if (!packages.has(path) && !keptBetweenRuns.has(name)) entries.push(path);
      }
    }
    await forEachConcurrently(
      entries,
      async (path) => {
        const entry = await entryAt(join(root, path));
        if (!entry) return;
        found.set(path, entry);
        if (entry.kind === 'folder') next.push(path);
      },
      { signal },
    );
    level = next;
  }
  return found;
}

/** What is at a place; undefined when there is nothing. Sockets and the like count as files. */
export async function entryAt(place: string): Promise<Entry | undefined> {
  const stats = await lstat(place).catch(() => undefined);
  if (!stats) return undefined;
  if (stats.isDirectory()) return { kind: 'folder', mark: '' };
  if (stats.isSymbolicLink()) {
    return { kind: 'link', mark: await readlink(place).catch(() => '') };
  }
  return { kind: 'file', mark: `${stats.mtimeMs} ${stats.size} ${stats.ino} ${stats.mode}` };
}

/**
 * Removes from a folder what was made since `before`, and brings back folders. Resolves to the files and
 * links that are to be restored, because they changed or are gone.
 */
export async function removeNew(
  root: string,
  before: Listing,
  after: Listing,
): Promise<readonly string[]> {
  const isSame = (path: string): boolean => {
    const [was, is] = [before.get(path), after.get(path)];
    return was?.kind === is?.kind && was?.mark === is?.mark;
  };
  const removed = new Set<string>();
  for (const path of after.keys()) {
    const isKept = before.get(path)?.kind === after.get(path)!.kind;
    const isGone = [...parentsOf(path)].some((parent) => removed.has(parent));
    if (isKept || isGone) continue;
    removed.add(path);
    await removeTree(join(root, path));
  }
  const lost: string[] = [];
  // Folders are listed before what is in them.
  for (const [path, { kind }] of before) {
    if (isSame(path)) continue;
    if (kind === 'folder') await mkdir(join(root, path), { recursive: true });
    else lost.push(path);
  }
  return lost;
}

function* parentsOf(path: string): Generator<string> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    yield path.slice(0, at);
  }
}
