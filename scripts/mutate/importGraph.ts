import { globSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';

/** Which files load which, according to their text. Paths are relative to the root, with `/`. */
export interface ImportGraph {
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
  readonly importers: ReadonlyMap<string, ReadonlySet<string>>;
}

const sources = '{src,test,demo,bench,training,scripts,media}/**/*.{ts,mjs,json}';
const namedFile = /['"`]([^'"`\n]+\.(?:ts|mjs|json))['"`?]|(?:\bfrom |\bmock\()['"](vscode)['"]/g;
const typesOnly = /^(?:import|export) type\b[^;]*;/gm;

/** Includes files that a worker or another process loads: for these, any text with the file's name counts. */
export function importGraphOf(root: string): ImportGraph {
  const files = globSync(sources, { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  const known = new Set(files);
  const byName = Map.groupBy(files, (file) => basename(file));
  const imports = new Map<string, Set<string>>();
  const importers = new Map<string, Set<string>>();
  for (const file of files.filter((file) => !file.endsWith('.json'))) {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(typesOnly, '');
    for (const [, named, vscode] of text.matchAll(namedFile)) {
      const target = vscode ?? targetOf(file, named ?? '', known, byName);
      if (target === undefined || target === file) continue;
      add(imports, file, target);
      add(importers, target, file);
    }
  }
  return { imports, importers };
}

function targetOf(
  file: string,
  named: string,
  known: ReadonlySet<string>,
  byName: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const path = posix.join(posix.dirname(file), named);
  if (known.has(path)) return path;
  const [only, ...others] = byName.get(posix.basename(named)) ?? [];
  return others.length === 0 ? only : undefined;
}

function add(map: Map<string, Set<string>>, from: string, to: string): void {
  map.set(from, (map.get(from) ?? new Set()).add(to));
}

/** Every file that can be reached from a file, with the number of steps; the file itself has 0. */
export function reachedFrom(
  file: string,
  edges: ReadonlyMap<string, ReadonlySet<string>>,
): Map<string, number> {
  const steps = new Map([[file, 0]]);
  for (const [at, far] of steps) {
    for (const next of edges.get(at) ?? []) if (!steps.has(next)) steps.set(next, far + 1);
  }
  return steps;
}
