import {
  chmod,
  constants,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readlink,
  stat,
  symlink,
} from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { forEachConcurrently } from '../../concurrently.ts';
import { maySayWhere, renameIn } from './ownPaths.ts';
import { isInside, kindOf } from '../paths.ts';

/** The project's folder and the copy's folder; both absolute and without links. */
export interface CopyWay {
  readonly from: string;
  readonly to: string;
}

/** How the installed packages of one project come into its copy. */
export interface DependencyCopy {
  readonly way: CopyWay;
  /** How the developer spells the project's folder, where that has links in it. */
  readonly spelled: string;
  /** Whether a path that is relative to the project leads into a folder of installed packages. */
  readonly isInstalled: (path: string) => boolean;
  /** Packages that are links to the project's own, relative to the project; filled while copying. */
  readonly linked: Set<string>;
  /** Other real folders that links of the copy lead to; filled while copying. */
  readonly reached: Set<string>;
  readonly signal: AbortSignal;
}

/** Compiled Python is valid for one time of its source only, so a copy of it is of no use. */
const leftOutEverywhere = '__pycache__';

/** Copies a folder of packages, or a file: clones where the file system can, never hard links. */
export async function copyTree(
  from: string,
  to: string,
  making: DependencyCopy,
  leftOut: readonly string[] = [],
): Promise<void> {
  let folders: CopyWay[] = [];
  const copyEntry = async (way: CopyWay): Promise<void> => {
    const stats = await lstat(way.from).catch(() => undefined);
    if (stats?.isDirectory()) {
      await mkdir(way.to, { recursive: true });
      folders.push(way);
    } else if (stats?.isSymbolicLink()) await repeatDependencyLink(way, making);
    else if (stats?.isFile()) await copyPackageFile(way, stats, making);
  };
  await copyEntry({ from, to });
  while (folders.length > 0) {
    const level = folders;
    folders = [];
    const entries: CopyWay[] = [];
    for (const folder of level) {
      const names = await readdir(folder.from).catch(() => []);
      for (const name of names) {
        if (name === leftOutEverywhere || (folder.from === from && leftOut.includes(name)))
          continue;
        entries.push({ from: join(folder.from, name), to: join(folder.to, name) });
      }
    }
    await forEachConcurrently(entries, copyEntry, { signal: making.signal });
  }
}

async function copyPackageFile(
  { from, to }: CopyWay,
  stats: { readonly mode: number; readonly size: number },
  { way, spelled }: DependencyCopy,
): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  if ((stats.mode & 0o200) === 0) await chmod(to, stats.mode | 0o200);
  if (maySayWhere(to, stats.size)) await renameIn(to, { from: [way.from, spelled], to: way.to });
}

/**
 * Repeats a link between packages. One that leads into the project leads into the copy; where the copy
 * lacks its target, or it leads elsewhere, it leads to the real place, which is then watched.
 */
export async function repeatDependencyLink(link: CopyWay, making: DependencyCopy): Promise<void> {
  const { way, reached, isInstalled } = making;
  const target = resolve(dirname(link.from), await readlink(link.from));
  const stats = await stat(target).catch(() => undefined);
  if (!stats) return;
  const inside = isInside(way.from, target) ? relative(way.from, target) : undefined;
  const inCopy = inside === undefined ? undefined : join(way.to, inside);
  const isThere =
    inside !== undefined &&
    (isInstalled(inside.split(sep).join('/')) || (await kindOf(inCopy!)) !== undefined);
  const leadsTo = isThere ? inCopy! : target;
  if (!isThere && stats.isDirectory()) reached.add(target);
  if (stats.isDirectory()) await linkFolder(leadsTo, link.to);
  else if (process.platform === 'win32') await copyFile(target, link.to);
  else await symlink(isThere ? relative(dirname(link.to), leadsTo) : leadsTo, link.to);
}

export async function linkFolder(target: string, link: string): Promise<void> {
  await symlink(target, link, 'junction');
}

/** Whether folders together keep within limits of entries and bytes. Links are not followed. */
export async function isWithin(
  folders: readonly string[],
  limits: { readonly files: number; readonly bytes: number },
  signal: AbortSignal,
): Promise<boolean> {
  let files = 0;
  let bytes = 0;
  let level = [...folders];
  while (level.length > 0 && files <= limits.files && bytes <= limits.bytes) {
    const next: string[] = [];
    await forEachConcurrently(
      level,
      async (folder) => {
        if (files > limits.files || bytes > limits.bytes) return;
        const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
        files += entries.length;
        if (files > limits.files) return;
        for (const entry of entries) {
          const path = join(folder, entry.name);
          if (entry.isDirectory()) next.push(path);
          else if (entry.isFile() && Number.isFinite(limits.bytes)) {
            bytes += (await lstat(path).catch(() => ({ size: 0 }))).size;
          }
        }
      },
      { signal },
    );
    level = next;
  }
  return files <= limits.files && bytes <= limits.bytes;
}
