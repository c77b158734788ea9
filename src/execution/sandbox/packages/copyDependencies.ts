import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyTree, type DependencyCopy, isWithin } from './copyTree.ts';
import { linkDependencies } from './linkDependencies.ts';
import type { CopyLimits, DependencyFolder } from '../rules.ts';

/**
 * Brings folders of installed packages into the copy. Folders within the limits are copied whole and a command may write where it likes. Larger ones are linked, one
 * package at a time (docs/decisions/2026-11-29-packages-in-copies.md). All folders of one name are treated
 * alike, because a program that finds a package in two places would load it twice.
 */
export async function copyDependencies(
  paths: readonly string[],
  rules: readonly DependencyFolder[],
  limits: CopyLimits,
  making: DependencyCopy,
): Promise<void> {
  for (const rule of rules) {
    const own = paths.filter((path) => path.slice(path.lastIndexOf('/') + 1) === rule.name);
    const folders = await Promise.all(
      own.map(async (path) => {
        const real = await realpath(join(making.way.from, path)).catch(() => undefined);
        return real === undefined ? [] : [{ from: real, to: join(making.way.to, path) }];
      }),
    );
    const isSmall = await isWithin(
      folders.flat().map(({ from }) => from),
      limits,
      making.signal,
    );
    for (const { from, to } of folders.flat()) {
      making.signal.throwIfAborted();
      await mkdir(dirname(to), { recursive: true });
      if (isSmall) await copyTree(from, to, making, rule.leftOut);
      else await linkDependencies(from, to, rule, making);
    }
  }
}
