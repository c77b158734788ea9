import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files that a shell or a careless program would run, by name; each has one line of code. */
export const trappedFiles = [
  '$(touch pwned).ts',
  'a;touch pwned;.ts',
  "--eval=process.getBuiltinModule('fs').writeFileSync('pwned','')",
  '`touch pwned`.ts',
] as const;

// A branch name cannot have spaces, so the shell must produce them. The first branch is checked out.
const branches = ['$(touch${IFS}pwned)', ';touch${IFS}pwned;', '--upload-pack=touch${IFS}pwned'];

export interface TrappedWorkspace {
  readonly folder: string;
  /** Names of the traps that have run. */
  sprung(): string[];
}

/**
 * A repository with a trap in every place where git runs configured programs. A trap that runs leaves a
 * file in `markers`.
 */
export function trappedWorkspace(markers: string): TrappedWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-trapped-'));
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder }).toString().trim();
  git('init', '--quiet');
  for (const file of trappedFiles) writeFileSync(join(folder, file), 'export const one = 1;\n');
  writeFileSync(join(folder, '.gitattributes'), '* filter=trap diff=trap\n');
  git('add', '--all');
  git('-c', 'user.name=T', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'start');
  const head = git('rev-parse', 'HEAD');
  for (const branch of branches) git('update-ref', `refs/heads/${branch}`, head);
  git('symbolic-ref', 'HEAD', `refs/heads/${branches[0]}`);

  const trap = (name: string) => {
    const file = join(markers, `${name}.sh`);
    writeFileSync(file, `#!/bin/sh\ntouch '${join(markers, `${name}.sprung`)}'\ncat\n`);
    chmodSync(file, 0o755);
    return file;
  };
  appendFileSync(
    join(folder, '.git', 'config'),
    [
      `[core]\n\tfsmonitor = ${trap('fsmonitor')}\n\tpager = ${trap('pager')}`,
      `\teditor = ${trap('editor')}\n\tsshCommand = ${trap('ssh')}`,
      `[filter "trap"]\n\tsmudge = ${trap('smudge')}\n\tclean = ${trap('clean')}`,
      `[diff]\n\texternal = ${trap('external')}`,
      `[diff "trap"]\n\ttextconv = ${trap('textconv')}`,
      `[credential]\n\thelper = ${trap('credential')}\n`,
    ].join('\n'),
  );
  mkdirSync(join(folder, '.git', 'hooks'), { recursive: true });
  for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
    writeFileSync(
      join(folder, '.git', 'hooks', hook),
      `#!/bin/sh\ntouch '${join(markers, `${hook}.sprung`)}'\n`,
      { mode: 0o755 },
    );
  }
  return {
    folder,
    sprung: () => readdirSync(markers).filter((name) => name.endsWith('.sprung')),
  };
}
