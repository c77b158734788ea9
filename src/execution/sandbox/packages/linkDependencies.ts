import { mkdir, readdir, realpath } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import {
  copyTree,
  type DependencyCopy,
  isWithin,
  linkFolder,
  repeatDependencyLink,
} from './copyTree.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import { kindOf } from '../paths.ts';
import { copiedLimits, type DependencyFolder } from '../rules.ts';
import { type PackageUnit, patchedPackages, writtenUnits } from './writtenPackages.ts';

/** Folders that hold packages and are no package themselves: a scope, a store, Python's levels. */
const holdsPackages =
  /^(?:@.+|\.pnpm|\.store|node_modules|[Ll]ib(?:64)?|python\d.*|(?:site|dist)-packages)$/;
/** Folders in which installers write about a package, and programs that say where they are. */
const isCopied =
  /^(?:\..+|bin|Scripts|include|share|etc|__editable__.*|.+\.(?:dist-info|egg-info|data)|[-~].*)$/;

/**
 * Makes a folder of links to installed packages, one link a package. The folders above the packages are
 * the copy's own, and so are the places that installers and generators write into: files beside the
 * packages, dot folders, programs, what says how a package was installed, and the packages of
 * `writtenUnits`. A package that is a link into the project becomes a link into the copy.
 */
export async function linkDependencies(
  from: string,
  to: string,
  rule: DependencyFolder,
  making: DependencyCopy,
): Promise<void> {
  const found: Found = { units: [], dotFolders: [], copied: [], links: [] };
  await mkdir(to, { recursive: true });
  await look({ from, to, path: '' }, rule, found);
  const patched = await patchedPackages(making.way.from);
  const written = await writtenUnits(found.units, { ...found, patched }, making.signal);
  const isOwn = new Set([...found.copied, ...[...written].map(({ path }) => path)]);
  await forEachConcurrently(
    [...found.copied, ...found.units.map(({ path }) => path)],
    (path) => {
      const bring = isOwn.has(path) ? copyOrLink : linkReal;
      return bring(join(from, path), join(to, path), making);
    },
    { signal: making.signal },
  );
  // Last, because they lead to what was made before.
  for (const path of found.links) {
    await repeatDependencyLink({ from: join(from, path), to: join(to, path) }, making);
  }
}

interface Found {
  readonly units: PackageUnit[];
  readonly dotFolders: string[];
  /** Paths that are copied, relative to the folder of packages. */
  readonly copied: string[];
  readonly links: string[];
}

interface Level {
  readonly from: string;
  readonly to: string;
  /** Relative to the folder of packages; empty at its top. */
  readonly path: string;
}

async function look(
  { from, to, path }: Level,
  rule: DependencyFolder,
  found: Found,
): Promise<void> {
  const entries = await readdir(join(from, path), { withFileTypes: true }).catch(() => []);
  const isStore = /^\.(?:pnpm|store)$/.test(basename(path));
  for (const entry of entries) {
    const inside = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.name === '__pycache__' || rule.leftOut?.includes(entry.name)) continue;
    if (entry.isSymbolicLink()) found.links.push(inside);
    else if (!entry.isDirectory()) found.copied.push(inside);
    else if (holdsPackages.test(entry.name)) {
      await mkdir(join(to, inside));
      await look({ from, to, path: inside }, rule, found);
    } else if (isCopied.test(entry.name) || rule.copied?.includes(entry.name)) {
      if (entry.name.startsWith('.')) found.dotFolders.push(entry.name);
      found.copied.push(inside);
    } else found.units.push(unitAt(from, inside, isStore));
  }
}

/** `.pnpm/@scope+name@1.0.0(peer@2.0.0)` holds the package in `node_modules/@scope/name`. */
function unitAt(from: string, path: string, isStore: boolean): PackageUnit {
  const scope = /(?:^|\/)(@[^/]+\/)[^/]+$/.exec(path)?.[1] ?? '';
  const folder = join(from, path);
  if (!isStore) return { path, name: scope + basename(path), folder };
  const name = basename(path)
    .replace(/(?<=.)@.*$/, '')
    .replace('+', '/');
  return { path, name, folder: join(folder, 'node_modules', name) };
}

async function copyOrLink(from: string, to: string, making: DependencyCopy): Promise<void> {
  const isFolder = (await kindOf(from)) === 'folder';
  if (!isFolder || (await isWithin([from], copiedLimits, making.signal))) {
    await copyTree(from, to, making);
  } else await linkReal(from, to, making);
}

async function linkReal(from: string, to: string, making: DependencyCopy): Promise<void> {
  const real = await realpath(from).catch(() => undefined);
  if (real === undefined) return;
  making.linked.add(relative(making.way.from, from));
  await linkFolder(real, to);
}
