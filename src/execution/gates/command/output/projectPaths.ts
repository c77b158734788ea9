import { readdir, realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { isInside } from '../../../sandbox/paths.ts';

/** Folders whose files are not the developer's: what is installed there may be a copy inside the project. */
const installed =
  /(?:^|\/)(?:node_modules|bower_components|\.?venv|site-packages|vendor|Pods|\.git)\//;

// Both chosen by judgement, so that output which names thousands of paths takes no time.
const mostLookUps = 2_000;
const mostFiles = 20_000;

/** Where a command ran; both folders are absolute and without links. */
export interface RanIn {
  /** The copy. */
  readonly folder: string;
  readonly cwd: string;
}

/** Finds a file by its printed path; `near` is the text around it. The path relative to the copy. */
export type FindPath = (printed: string, near: string) => Promise<string | undefined>;

/**
 * Finds files of the copy by the paths that tools print. These are relative to the folder of the command, of
 * the copy, or of a package in it; some tools print the name of the file alone. Files outside of the project and
 * installed ones are not found.
 */
export function createFindPath({ folder, cwd }: RanIn, output: string): FindPath {
  const known = new Map<string, Promise<string | undefined>>();
  let listing: Promise<readonly string[]> | undefined;

  const findDirectly = async (printed: string): Promise<string | undefined> => {
    for (const from of [cwd, folder]) {
      const real = await realpath(resolve(from, printed)).catch(() => undefined);
      if (real === undefined || !isInside(folder, real)) continue;
      const path = relative(folder, real).split(sep).join('/');
      if ((await stat(real)).isFile() && !installed.test(path)) return path;
    }
    return undefined;
  };

  return async (printed, near) => {
    const looked = known.get(printed);
    if (looked === undefined && known.size >= mostLookUps) return undefined;
    const looking = looked ?? findDirectly(printed);
    known.set(printed, looking);
    const found = await looking;
    if (found !== undefined || !/\w\.\w+$/.test(printed) || printed.startsWith('..')) return found;
    listing ??= filesIn(folder);
    const end = `/${printed.replace(/^\.\//, '')}`;
    const ending = (await listing).filter((path) => path.endsWith(end));
    return onlyOne(ending, end, near, output)?.slice(1);
  };
}

/** Of several files with that ending, the one whose folder is named beside the path, or in the output. */
function onlyOne(
  paths: readonly string[],
  end: string,
  near: string,
  output: string,
): string | undefined {
  if (paths.length < 2) return paths[0];
  const folderOf = (path: string) => path.slice(1, -end.length);
  const words = new Set(near.split(/[^\w-]+/));
  const beside = paths.filter((path) => words.has(folderOf(path).split('/').at(-1)!));
  if (beside.length === 1) return beside[0];
  const named = paths.filter((path) => output.includes(folderOf(path)));
  return named.length === 1 ? named[0] : undefined;
}

/** The files of a folder and those below it, without installed ones; relative, with forward slashes. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const pending = [''];
  for (let inside = pending.pop(); inside !== undefined; inside = pending.pop()) {
    if (files.length > mostFiles) break;
    const entries = await readdir(resolve(folder, inside), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = inside + entry.name;
      if (entry.isFile()) files.push(`/${path}`);
      if (entry.isDirectory() && !installed.test(`${path}/`)) pending.push(`${path}/`);
    }
  }
  return files;
}
