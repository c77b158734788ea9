import { readdir, readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isInside, kindOf } from './paths.ts';

/** Files that make a folder a package of its own. */
const manifests =
  /^(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|Cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Gemfile|pubspec\.yaml|mix\.exs|.+\.(?:cs|fs|vb)proj)$/;
/** Files that hold packages together, by their name alone or by what they say. */
const workspaces: readonly { readonly name: RegExp; readonly says?: RegExp }[] = [
  { name: /^(?:pnpm-workspace\.yaml|lerna\.json|nx\.json|rush\.json|turbo\.json|melos\.yaml)$/ },
  {
    name: /^(?:go\.work|settings\.gradle(?:\.kts)?|Directory\.(?:Build|Packages)\.props|.+\.sln)$/,
  },
  // Indented once: deeper keys of that name are something else's.
  {
    name: /^(?:package|deno)\.jsonc?$/,
    says: /^(?: {1,4}|\t)?"workspaces?"\s*:|^\{\s*"workspaces?"\s*:/m,
  },
  { name: /^Cargo\.toml$/, says: /^\s*\[workspace\b/m },
  { name: /^pyproject\.toml$/, says: /^\s*\[tool\.uv\.workspace\]/m },
  { name: /^pom\.xml$/, says: /<modules>/ },
];
/** Files that name places outside of their folder, such as a base configuration. */
const configs =
  /^(?:[tj]sconfig.*\.json|package\.json|pyproject\.toml|Cargo\.toml|\.eslintrc.*|[\w.]+\.config\.[cm]?[jt]s|pom\.xml|go\.mod|.+\.(?:cs|fs|vb)proj)$/;
const leadsOut = /["'](?:(?:file|link|portal):)?(\.\.[\\/][^"'*]*)["']/g;
const pythonEnvironments = ['.venv', 'venv'];

/**
 * The folder that a command in `folder` needs: the folder itself, or one above that has its manifest, its
 * workspace, its installed packages or the configuration that its own names. Never above the repository,
 * nor the home folder. All absolute and without links.
 */
export async function projectRoot(folder: string): Promise<string> {
  const above = await foldersAbove(folder);
  if (above.length === 0) return folder;
  const own = await readNames(folder);
  const steps = await Promise.all(
    above.map(async (path) => ({ path, names: await readNames(path) })),
  );
  const hasOwn = own.some((name) => manifests.test(name));
  const home = hasOwn
    ? { path: folder, names: own }
    : steps.find(({ names }) => names.some((name) => manifests.test(name)));
  if (!home) return folder;
  const wanted = new Set([home.path]);
  const declared = await declaredPackages(home.path);
  for (const { path, names } of steps) {
    if (!isInside(path, home.path)) continue;
    if (await isWorkspace(path, names)) wanted.add(path);
    if (await hasPackages({ path, names }, home, declared)) wanted.add(path);
  }
  for (const place of await placesNamed(home)) {
    const holder = steps.find(({ path }) => place === path || isInside(path, place));
    if (holder && !(place === home.path || isInside(home.path, place))) wanted.add(holder.path);
  }
  // All of them are on one way up, so the shortest holds the others.
  return [...wanted].toSorted((one, other) => one.length - other.length)[0]!;
}

interface Step {
  readonly path: string;
  readonly names: readonly string[];
}

/** The folders above, the nearest first, up to the repository's. Without a repository: up to 4. */
async function foldersAbove(folder: string): Promise<readonly string[]> {
  const home = await realpath(homedir()).catch(() => homedir());
  const above: string[] = [];
  if ((await kindOf(join(folder, '.git'))) !== undefined) return [];
  let isRepository = false;
  for (let path = dirname(folder); path !== dirname(path); path = dirname(path)) {
    if (path === home || isInside(path, home)) break;
    above.push(path);
    isRepository = (await kindOf(join(path, '.git'))) !== undefined;
    if (isRepository) break;
  }
  return isRepository ? above : above.slice(0, 4);
}

async function readNames(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

async function isWorkspace(folder: string, names: readonly string[]): Promise<boolean> {
  for (const { name, says } of workspaces) {
    for (const file of names.filter((each) => name.test(each))) {
      if (!says || says.test(await textOf(join(folder, file)))) return true;
    }
  }
  return false;
}

/** Whether the folder has packages that `home` uses and does not have itself. */
async function hasPackages(
  { path, names }: Step,
  home: Step,
  declared: readonly string[],
): Promise<boolean> {
  const isPython = home.names.some((name) => /^(?:pyproject\.toml|setup\.(?:py|cfg))$/.test(name));
  const environments = pythonEnvironments.filter((name) => names.includes(name));
  const hasOwn = pythonEnvironments.some((name) => home.names.includes(name));
  if (isPython && environments.length > 0 && !hasOwn) return true;
  if (!names.includes('node_modules')) return false;
  for (const name of declared) {
    const isHere = (await kindOf(join(path, 'node_modules', name))) !== undefined;
    if (isHere && (await kindOf(join(home.path, 'node_modules', name))) === undefined) return true;
  }
  return false;
}

async function declaredPackages(folder: string): Promise<readonly string[]> {
  try {
    const read: Record<string, unknown> = JSON.parse(await textOf(join(folder, 'package.json')));
    return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap(
      (key) => Object.keys(Object(read[key])),
    );
  } catch {
    return [];
  }
}

/** The existing places that the configuration of a folder names by a path that starts with `../`. */
async function placesNamed({ path, names }: Step): Promise<readonly string[]> {
  const places: string[] = [];
  for (const name of names.filter((each) => configs.test(each))) {
    for (const [, named] of (await textOf(join(path, name))).matchAll(leadsOut)) {
      const place = await realpath(join(path, named!)).catch(() =>
        // TypeScript lets a configuration be named without its ending.
        realpath(join(path, `${named}.json`)).catch(() => undefined),
      );
      if (place !== undefined) places.push(place);
    }
  }
  return places;
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
