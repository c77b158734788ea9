import { copyFile, mkdir, readdir, realpath, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isInside, kindOf } from './paths.ts';

/** What points git at a stand-in of `.git`. */
export interface StandIn {
  readonly env: Readonly<Record<string, string>>;
  readonly options: readonly string[];
}

/** Settings that say how files are compared and listed, and name no program. */
const carriedOver: ReadonlySet<string> = new Set([
  'core.attributesfile',
  'core.autocrlf',
  'core.bigfilethreshold',
  'core.checkstat',
  'core.eol',
  'core.excludesfile',
  'core.filemode',
  'core.ignorecase',
  'core.longpaths',
  'core.precomposeunicode',
  'core.sparsecheckout',
  'core.sparsecheckoutcone',
  'core.symlinks',
  'core.trustctime',
]);

/** A repository that git would read together with files outside of it. It is treated as none. */
class LeadsOutError extends Error {
  /** As git's own exit code for a folder without a repository. */
  readonly code = 128;

  constructor(folder: string, workTree: string) {
    super(`The repository of ${folder} says that its files are in ${workTree}.`);
    this.name = 'LeadsOutError';
  }
}

/**
 * Makes a stand-in for the repository of a folder in an empty folder `place`. It shares the objects and
 * the index, and has no hooks, no remotes and none of the repository's configuration.
 * @throws LeadsOutError, or what `git` rejects with where there is no repository that git trusts.
 */
export async function standInFor(
  folder: string,
  place: string,
  git: (args: readonly string[]) => Promise<string>,
): Promise<StandIn> {
  const where = ['--show-toplevel', '--absolute-git-dir', '--git-common-dir'];
  const [top, own, common] = (await git(['rev-parse', '--path-format=absolute', ...where]))
    .split('\n')
    .map((path) => resolve(path)) as [string, string, string];
  const opened = await realpath(folder);
  if (opened !== top && !isInside(top, opened)) throw new LeadsOutError(opened, top);
  const config = settingsIn(await git(['config', '-z', '--list']));
  const head = await git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']).catch(() => '');
  for (const name of ['refs', 'info']) await mkdir(join(place, name));
  await writeFile(join(place, 'HEAD'), head || 'ref: refs/heads/none\n');
  await writeFile(join(place, 'config'), formatOf(config));
  await writeFile(join(place, 'none'), '');
  await copyFiles(common, place, ['info/exclude', 'info/attributes', 'shallow']);
  await copyFiles(own, place, ['info/sparse-checkout', ...(await indexParts(own))]);
  return {
    env: {
      GIT_DIR: place,
      GIT_WORK_TREE: top,
      GIT_INDEX_FILE: join(own, 'index'),
      GIT_OBJECT_DIRECTORY: join(common, 'objects'),
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: join(place, 'none'),
    },
    options: [
      ...[...config]
        .filter(([key]) => carriedOver.has(key))
        .flatMap(([key, value]) => ['-c', value === undefined ? key : `${key}=${value}`]),
      // Without its filter, a large file is compared with its pointer, which says nothing.
      '-c',
      'diff.lfs.binary=true',
    ],
  };
}

/** The last value of each key; undefined where a key stands alone, which means true. */
function settingsIn(listed: string): ReadonlyMap<string, string | undefined> {
  return new Map(
    listed
      .split('\0')
      .filter(Boolean)
      .map((entry) => {
        const end = entry.indexOf('\n');
        return end === -1 ? [entry, undefined] : [entry.slice(0, end), entry.slice(end + 1)];
      }),
  );
}

/** How the repository's objects are named, as git looks for it in the file alone. */
function formatOf(config: ReadonlyMap<string, string | undefined>): string {
  const hash = config.get('extensions.objectformat') ?? 'sha1';
  const version = hash === 'sha1' ? 0 : 1;
  const extension =
    /^\w+$/.test(hash) && version === 1 ? `[extensions]\nobjectFormat = ${hash}\n` : '';
  return `[core]\nrepositoryFormatVersion = ${version}\nbare = false\n${extension}`;
}

/** An index may keep most of itself in other files beside it. */
async function indexParts(own: string): Promise<readonly string[]> {
  const names = await readdir(own).catch(() => []);
  return names.filter((name) => /^sharedindex\.\w+$/.test(name));
}

async function copyFiles(from: string, to: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await kindOf(join(from, path))) === 'file')
      await copyFile(join(from, path), join(to, path));
  }
}
