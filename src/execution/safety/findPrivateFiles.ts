import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { dependencyFolders, neverCopied } from '../sandbox/rules.ts';
import { isPrivate } from './privateFiles.ts';
import type { PrivateText } from './privateValues.ts';

// Bounds that keep the search fast in large projects. Chosen by judgement.
const most = { folders: 4000, files: 200, bytes: 64 * 1024 };

const packages = dependencyFolders.map(({ name }) => name);
const skipped: ReadonlySet<string> = new Set([...neverCopied, ...packages]);

/** Where tools keep credentials in a developer's home folder, which code that runs here can read. */
const atHome: readonly string[] = [
  ['.aws/credentials', '.npmrc', '.yarnrc.yml', '.netrc', '.git-credentials', '.pypirc', '.pgpass'],
  ['.docker/config.json', '.kube/config', '.config/gh/hosts.yml', '.cargo/credentials.toml'],
  [
    '.ssh/id_rsa',
    '.ssh/id_ed25519',
    '.ssh/id_ecdsa',
    '.config/gcloud/application_default_credentials.json',
  ],
].flat();

/**
 * The private files of a project, with absolute paths, and the usual ones in the home folder. Folders of packages
 * and of caches are not searched.
 */
export async function findPrivateFiles(
  folder: string,
  globs: readonly string[],
  home: string = homedir(),
): Promise<readonly string[]> {
  const found: string[] = [join(folder, '.git', 'config')];
  const folders = [folder];
  for (let at = 0; at < folders.length && at < most.folders && found.length < most.files; at += 1) {
    const inside = folders[at]!;
    const entries = await readdir(inside, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(inside, entry.name);
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) folders.push(path);
      } else if (isPrivate({ absolute: path, relative: relative(folder, path) }, globs)) {
        found.push(path);
      }
    }
  }
  return [...found, ...atHome.map((path) => join(home, path))];
}

/** The texts of private files; those that are not there are missing. Names are relative to `folder`. */
export async function privateTexts(
  files: readonly string[],
  folder: string,
): Promise<readonly PrivateText[]> {
  const texts = await Promise.all(
    files.map(async (file): Promise<PrivateText[]> => {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text === undefined || text.includes('\0')) return [];
      const name = relative(folder, file).split(sep).join('/');
      const own = name.startsWith('../') ? file : name;
      return [{ name: own, text: ofGit(own, text.slice(0, most.bytes)) }];
    }),
  );
  return texts.flat();
}

/** Of a repository's settings only the lines with a password are private enough to be hidden in an output. */
function ofGit(name: string, text: string): string {
  if (!name.endsWith('.git/config')) return text;
  return text
    .split('\n')
    .flatMap(
      (line) =>
        /:\/\/([^\s/@]+)@/.exec(line)?.[1] ??
        (/authorization|password|token/i.test(line) ? line : []),
    )
    .map((line) => (line.includes('=') ? line : `password=${line}`))
    .join('\n');
}
