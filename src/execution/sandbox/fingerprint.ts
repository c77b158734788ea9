import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachConcurrently } from '../concurrently.ts';

/** What is at each path: kind, time of the last change, size. */
export type Fingerprint = ReadonlyMap<string, string>;

/** How many entries are looked at. Chosen by judgement: some tenths of a second. */
const most = 8_000;
/** Written by tools that only read packages, such as a bundler that the developer runs meanwhile. */
const unimportant = /^(?:\.cache|\.vite|\.vite-temp|\.vitest|\.tmp|__pycache__|.*\.pyc)$/;

/**
 * A cheap fingerprint of folders, level by level: small ones whole, of large ones the entries near the
 * top, where installers and generators leave traces. Links are not followed.
 */
export async function fingerprintOf(
  folders: readonly string[],
  signal: AbortSignal,
): Promise<Fingerprint> {
  const found = new Map<string, string>();
  let level = [...folders];
  while (level.length > 0 && found.size < most) {
    const listed = await entriesOf(level, signal);
    const next: string[] = [];
    const open = listed.slice(0, most - found.size);
    await forEachConcurrently(
      open,
      async (path) => {
        const stats = await lstat(path).catch(() => undefined);
        if (stats?.isDirectory()) next.push(path);
        // A folder's own time is left out: it also changes when a cache in it comes and goes.
        const mark = stats?.isDirectory()
          ? 'folder'
          : `${stats?.mtimeMs} ${stats?.size} ${stats?.ino}`;
        found.set(path, mark);
      },
      { signal },
    );
    level = next.toSorted();
  }
  return found;
}

async function entriesOf(folders: readonly string[], signal: AbortSignal): Promise<string[]> {
  const listed = new Map<string, readonly string[]>();
  await forEachConcurrently(
    folders,
    async (folder) => {
      const names = await readdir(folder).catch(() => []);
      const kept = names.filter((name) => !unimportant.test(name)).toSorted();
      listed.set(
        folder,
        kept.map((name) => join(folder, name)),
      );
    },
    { signal },
  );
  return folders.flatMap((folder) => listed.get(folder) ?? []);
}

/** The paths that differ, in order. */
export function changedBetween(before: Fingerprint, after: Fingerprint): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).toSorted();
}
