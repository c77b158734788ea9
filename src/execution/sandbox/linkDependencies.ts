import { constants, copyFile, cp, mkdir, readdir, realpath, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { isInside } from './paths.ts';
import type { DependencyFolder } from './rules.ts';

/** The project's folder and the copy's folder; both absolute and without links. */
export interface CopyWay {
  readonly from: string;
  readonly to: string;
}

/**
 * Makes a folder of links to the installed packages. The folder itself belongs to the copy: files that
 * a tool puts beside the packages, such as caches, stay in the copy. A package that is a link into the
 * project becomes a link into the copy.
 */
export async function linkDependencies(
  way: CopyWay,
  path: string,
  rules: readonly DependencyFolder[],
): Promise<void> {
  const rule = rules.find(({ name }) => name === path.slice(path.lastIndexOf('/') + 1));
  const names = new Set(rules.map(({ name }) => name));
  const from = join(way.from, path);
  const entries = await readdir(from).catch(() => []);
  await mkdir(join(way.to, path), { recursive: true });
  for (const entry of entries) {
    if (rule?.leftOut?.includes(entry)) continue;
    const isCopied = rule?.copied?.includes(entry) ?? false;
    const scoped = entry.startsWith('@') ? await readdir(join(from, entry)) : undefined;
    if (scoped) await mkdir(join(way.to, path, entry));
    for (const inside of scoped?.map((each) => join(entry, each)) ?? [entry]) {
      await linkEntry(way, join(path, inside), isCopied, names);
    }
  }
}

async function linkEntry(
  way: CopyWay,
  path: string,
  isCopied: boolean,
  dependencyNames: ReadonlySet<string>,
): Promise<void> {
  const real = await realpath(join(way.from, path)).catch(() => undefined);
  if (real === undefined) return;
  const to = join(way.to, path);
  if (isCopied) {
    await cp(real, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
    return;
  }
  const stats = await stat(real);
  if (stats.isFile()) await copyFile(real, to, constants.COPYFILE_FICLONE);
  if (!stats.isDirectory()) return;
  const ofProject = isInside(way.from, real) ? relative(way.from, real) : undefined;
  const isPackage = ofProject?.split(sep).some((name) => dependencyNames.has(name)) ?? true;
  await linkFolder(isPackage || !ofProject ? real : join(way.to, ofProject), to);
}

/** Repeats a link of the project when it leads into the project; other links are skipped. */
export async function repeatLink(way: CopyWay, path: string): Promise<void> {
  const real = await realpath(join(way.from, path)).catch(() => undefined);
  if (real === undefined || !isInside(way.from, real)) return;
  const target = join(way.to, relative(way.from, real));
  const link = join(way.to, path);
  if ((await stat(real)).isDirectory()) await linkFolder(target, link);
  else if (process.platform === 'win32') await copyFile(real, link);
  else await symlink(relative(dirname(link), target), link);
}

async function linkFolder(target: string, link: string): Promise<void> {
  await symlink(target, link, 'junction');
}
