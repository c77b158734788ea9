import { chmod, cp, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git, temporaryFolder, writeFiles } from './projectCopyRepositories.ts';

/** A repository with a program that leaves a mark, and the places where a test may plant it. */
export interface PlantedRepository {
  /** The folder that the developer opens. */
  readonly folder: string;
  /** A program that writes `mark`. */
  readonly trap: string;
  /** The file that exists once the program has run. */
  readonly mark: string;
}

/** A way for a repository to have a program run. */
export interface Plant {
  readonly what: string;
  readonly plant: (repository: PlantedRepository) => Promise<void>;
  /** A plain git that runs it, to show that the plant works; none where only a terminal or a network would. */
  readonly plainly?: readonly string[];
  /** The folder to open, below the repository's. */
  readonly inside?: string;
}

/** Makes a repository with two commits and a tag, to be copied for each plant. */
export async function startingRepository(folder: string): Promise<void> {
  await writeFiles(folder, { 'a.txt': 'one\n', 'b.txt': 'b\n' });
  await git(folder, 'init', '--quiet');
  await commit(folder);
  await git(folder, 'tag', 'v1');
  await writeFiles(folder, { 'b.txt': 'b2\n' });
  await commit(folder);
}

export async function plantedRepository(
  start: string,
  plant: Plant['plant'],
): Promise<PlantedRepository> {
  const outer = await temporaryFolder();
  const folder = join(outer, 'project');
  await cp(start, folder, { recursive: true });
  const [trap, mark] = [join(outer, 'trap.sh'), join(outer, 'mark')];
  await writeFile(trap, `#!/bin/sh\ntouch ${mark}\n`);
  await chmod(trap, 0o755);
  await plant({ folder, trap, mark });
  await rm(mark, { force: true });
  // Longer than before, so that git has to look into the file.
  await writeFiles(folder, { 'a.txt': 'one and two\n', 'new.txt': 'new\n' });
  return { folder, trap, mark };
}

export async function commit(folder: string): Promise<void> {
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'more');
}

async function configure(folder: string, settings: Readonly<Record<string, string>>) {
  for (const [key, value] of Object.entries(settings)) await git(folder, 'config', key, value);
}

const attributes = (text: string) => ({ '.gitattributes': `${text}\n` });
const filtered = (trap: string) => `[filter "trap"]\n\tclean = ${trap}\n`;

/** A commit on top with a signature of some kind, which nothing has made. */
async function signedCommit(folder: string, begin: string, end: string): Promise<void> {
  const raw = await git(folder, 'cat-file', 'commit', 'HEAD');
  const signature = `gpgsig -----${begin}-----\n \n c2lnbmF0dXJl\n -----${end}-----\n`;
  await writeFiles(folder, { '../commit': raw.replace('\n\n', `\n${signature}\n`) });
  const made = await git(folder, 'hash-object', '-t', 'commit', '-w', '../commit');
  await git(folder, 'update-ref', 'HEAD', made.trim());
}

/** Makes the repository one that fetches what it lacks from `url`, and removes the old file of a commit. */
async function lackingObject(folder: string, url: string, protocol: string): Promise<void> {
  await configure(folder, {
    'core.repositoryFormatVersion': '1',
    'extensions.partialClone': 'origin',
    'remote.origin.url': url,
    'remote.origin.promisor': 'true',
    'remote.origin.partialCloneFilter': 'blob:none',
    [`protocol.${protocol}.allow`]: 'always',
  });
  const blob = (await git(folder, 'rev-parse', 'HEAD:a.txt')).trim();
  await rm(join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
}

/** A repository inside, as a submodule, whose own `.git` has the settings. */
async function withSubmodule(folder: string, settings: Readonly<Record<string, string>>) {
  const inner = join(folder, 'inner');
  await writeFiles(inner, { 'c.txt': 'c\n', ...attributes('* filter=trap') });
  await git(inner, 'init', '--quiet');
  await commit(inner);
  await writeFiles(folder, {
    '.gitmodules': '[submodule "inner"]\n\tpath = inner\n\turl = ./inner\n\tignore = none\n',
  });
  await commit(folder);
  await configure(inner, settings);
  // As long as before, so that git has to look into the file.
  await writeFiles(inner, { 'c.txt': 'd\n' });
}

const ownConfig: readonly [string, (trap: string) => Record<string, string>][] = [
  ['a clean filter', (trap) => ({ 'filter.trap.clean': trap })],
  ['a filter process', (trap) => ({ 'filter.trap.process': trap })],
  ['a required filter', (trap) => ({ 'filter.trap.clean': trap, 'filter.trap.required': 'true' })],
];

export const plants: readonly Plant[] = [
  ...ownConfig.map(([what, settings]) => ({
    what,
    plant: async ({ folder, trap }: PlantedRepository) => {
      await configure(folder, settings(trap));
      await writeFiles(folder, attributes('* filter=trap'));
    },
    plainly: ['diff', 'HEAD'],
  })),
  {
    what: 'a filter whose name has a sign of equality and a quote',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'filter.a="b.clean': trap });
      await writeFiles(folder, attributes('* filter=a="b'));
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a filter in an included file',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'include.path': '../included' });
      await writeFiles(folder, { included: filtered(trap), ...attributes('* filter=trap') });
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a filter in a file that is included by condition',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'includeIf.gitdir:**.path': '../included' });
      await writeFiles(folder, { included: filtered(trap), ...attributes('* filter=trap') });
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a filter in the configuration of the work tree',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'extensions.worktreeConfig': 'true' });
      await writeFiles(folder, {
        '.git/config.worktree': filtered(trap),
        ...attributes('* filter=trap'),
      });
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a filter for the attributes in .git',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'filter.trap.clean': trap });
      await writeFiles(folder, { '.git/info/attributes': '* filter=trap\n' });
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a filter for an attributes file elsewhere',
    plant: async ({ folder, trap }) => {
      const file = join(folder, 'elsewhere');
      await configure(folder, { 'filter.trap.clean': trap, 'core.attributesFile': file });
      await writeFiles(folder, { elsewhere: '* filter=trap\n' });
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a filter of a linked work tree',
    plant: async ({ folder, trap }) => {
      const main = `${folder}-main`;
      await rename(folder, main);
      await git(main, 'worktree', 'add', '--quiet', '-b', 'other', folder);
      await configure(main, { 'filter.trap.clean': trap });
      await writeFiles(folder, attributes('* filter=trap'));
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a smudge filter',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'filter.trap.smudge': trap });
      await writeFiles(folder, attributes('* filter=trap'));
    },
    plainly: ['checkout', '--', 'b.txt', 'a.txt'],
  },
  {
    what: 'textconv',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'diff.trap.textconv': trap });
      await writeFiles(folder, attributes('* diff=trap'));
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a diff driver',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'diff.trap.command': trap });
      await writeFiles(folder, attributes('* diff=trap'));
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'an external diff',
    plant: ({ folder, trap }) => configure(folder, { 'diff.external': trap }),
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a checker of signatures',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'gpg.program': trap, 'log.showSignature': 'true' });
      await signedCommit(folder, 'BEGIN PGP SIGNATURE', 'END PGP SIGNATURE');
    },
    plainly: ['log'],
  },
  {
    what: 'a checker of SSH signatures',
    plant: async ({ folder, trap }) => {
      await configure(folder, {
        'gpg.format': 'ssh',
        'gpg.ssh.program': trap,
        'gpg.ssh.allowedSignersFile': trap,
        'log.showSignature': 'true',
      });
      await signedCommit(folder, 'BEGIN SSH SIGNATURE', 'END SSH SIGNATURE');
    },
    plainly: ['log'],
  },
  {
    what: 'a file system monitor',
    plant: ({ folder, trap }) => configure(folder, { 'core.fsmonitor': trap }),
    plainly: ['status'],
  },
  {
    what: 'a hook in a folder that is configured',
    plant: async ({ folder, trap }) => {
      const hooks = join(folder, 'hooks');
      await mkdir(hooks);
      for (const name of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction']) {
        await writeFile(join(hooks, name), `#!/bin/sh\n${trap} </dev/null\n`, { mode: 0o755 });
      }
      await configure(folder, { 'core.hooksPath': hooks });
    },
    plainly: ['add', 'a.txt'],
  },
  {
    what: 'a hook in .git',
    plant: async ({ folder, trap }) => {
      for (const name of await readdir(join(folder, '.git/hooks'))) {
        const file = join(folder, '.git/hooks', name.replace('.sample', ''));
        await writeFile(file, `#!/bin/sh\n${trap} </dev/null\n`, { mode: 0o755 });
      }
      const file = join(folder, '.git/hooks/post-index-change');
      await writeFile(file, `#!/bin/sh\n${trap} </dev/null\n`, { mode: 0o755 });
    },
    plainly: ['add', 'a.txt'],
  },
  {
    what: 'an SSH program for what is missing',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'core.sshCommand': trap });
      await lackingObject(folder, 'ssh://nobody@localhost/x', 'ssh');
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a transport of its own for what is missing',
    plant: async ({ folder, trap }) => lackingObject(folder, `ext::${trap}`, 'ext'),
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a proxy for what is missing',
    plant: async ({ folder, trap }) => {
      await configure(folder, { 'core.gitProxy': trap });
      await lackingObject(folder, 'git://localhost/x', 'git');
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a filter of a submodule',
    plant: ({ folder, trap }) => withSubmodule(folder, { 'filter.trap.clean': trap }),
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a monitor of a submodule',
    plant: ({ folder, trap }) => withSubmodule(folder, { 'core.fsmonitor': trap }),
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a diff of submodules in full',
    plant: async ({ folder, trap }) => {
      await withSubmodule(folder, { 'filter.trap.clean': trap });
      await configure(folder, { 'diff.submodule': 'diff', 'diff.ignoreSubmodules': 'none' });
    },
    plainly: ['diff', 'HEAD'],
  },
  {
    what: 'a bare repository among the files',
    inside: 'bare',
    plant: async ({ folder, trap }) => {
      const bare = join(folder, 'bare');
      await cp(join(folder, '.git'), bare, { recursive: true });
      await writeFiles(bare, {
        config: `[core]\n\trepositoryFormatVersion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = ${trap}\n`,
      });
    },
    plainly: ['status'],
  },
  {
    what: 'pagers, editors, aliases, helpers and drivers of all kinds',
    plant: ({ folder, trap }) =>
      configure(folder, {
        'core.pager': trap,
        'pager.diff': trap,
        'pager.log': trap,
        'core.editor': trap,
        'core.askPass': trap,
        'core.alternateRefsCommand': trap,
        'credential.helper': trap,
        'merge.trap.driver': trap,
        'sequence.editor': trap,
        'uploadpack.packObjectsHook': trap,
        'alias.diff': `!${trap}`,
        'alias.log': `!${trap}`,
        'alias.ls-files': `!${trap}`,
        'alias.rev-parse': `!${trap}`,
        'alias.describe': `!${trap}`,
        'interactive.diffFilter': trap,
        'trailer.x.command': trap,
        'browser.x.cmd': trap,
        'trace2.eventTarget': trap,
      }),
  },
];
