import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forEachConcurrently } from '../../concurrently.ts';

/** A package, or a folder of a package store, that is linked or copied as one. */
export interface PackageUnit {
  /** Relative to the folder of packages, with forward slashes. */
  readonly path: string;
  /** The package's name, as others depend on it. */
  readonly name: string;
  /** The folder with its package.json; absolute. */
  readonly folder: string;
}

interface Manifest {
  readonly hasInstaller: boolean;
  readonly needs: readonly string[];
}

/**
 * The units that installers and generators write into: packages with a script that runs at install, those
 * that a generator's dot folder is named after (`.prisma` and `@prisma/client`), those with a patch, and
 * all that depend on one of these. The last are needed because a linked package finds its dependencies
 * beside its real place, and a program must not load one package twice.
 */
export async function writtenUnits(
  units: readonly PackageUnit[],
  { dotFolders, patched }: { readonly dotFolders: readonly string[]; readonly patched: Patched },
  signal: AbortSignal,
): Promise<ReadonlySet<PackageUnit>> {
  const manifests = new Map<PackageUnit, Manifest>();
  await forEachConcurrently(
    units,
    async (unit) => {
      const text = await readFile(join(unit.folder, 'package.json'), 'utf8').catch(() => '{}');
      manifests.set(unit, manifestOf(text));
    },
    { signal },
  );
  const generators = new Set(dotFolders.map((name) => name.slice(1)));
  const isWritten = (unit: PackageUnit): boolean =>
    manifests.get(unit)!.hasInstaller ||
    patched.has(unit.name) ||
    generators.has(unit.name) ||
    generators.has(/^@([^/]+)\//.exec(unit.name)?.[1] ?? '');
  return withDependents(units.filter(isWritten), manifests);
}

function withDependents(
  written: readonly PackageUnit[],
  manifests: ReadonlyMap<PackageUnit, Manifest>,
): ReadonlySet<PackageUnit> {
  const dependents = new Map<string, PackageUnit[]>();
  for (const [unit, { needs }] of manifests) {
    for (const need of needs) dependents.set(need, [...(dependents.get(need) ?? []), unit]);
  }
  const all = new Set(written);
  // A set that grows while it is walked through: each unit that is added is looked at too.
  for (const unit of all) {
    for (const dependent of dependents.get(unit.name) ?? []) all.add(dependent);
  }
  return all;
}

function manifestOf(text: string): Manifest {
  try {
    const read: Record<string, unknown> = JSON.parse(text);
    const keysOf = (key: string): string[] => Object.keys(Object(read[key]));
    const scripts = keysOf('scripts');
    const hasInstaller = ['preinstall', 'install', 'postinstall'].some((name) =>
      scripts.includes(name),
    );
    const needs = ['dependencies', 'peerDependencies', 'optionalDependencies'].flatMap(keysOf);
    return { hasInstaller: hasInstaller || read['gypfile'] === true, needs };
  } catch {
    return { hasInstaller: false, needs: [] };
  }
}

/** The names of packages that the project keeps patches for. */
export type Patched = ReadonlySet<string>;

/** Reads the names of patch files as patch-package writes them: `@scope+name+1.2.3.patch`. */
export async function patchedPackages(project: string): Promise<Patched> {
  const files = await readdir(join(project, 'patches')).catch(() => []);
  const names = files.flatMap((file) => {
    const found = /^((?:@[^+_]+(?:\+|__))?[^+@]+)[+@].*\.patch$/.exec(file)?.[1];
    return found === undefined ? [] : [found.replace(/^(@[^+_]+)(?:\+|__)/, '$1/')];
  });
  return new Set(names);
}
