import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plainEnvironment, type Environment } from './environment.ts';
import { findExecutable } from './findExecutable.ts';
import { standInFor, type StandIn } from './gitStandIn.ts';
import { removeTree } from './sweep.ts';

/*
 * A repository can configure programs: filters, signature checkers, drivers, monitors, transports. None
 * of them may run. So git looks into the repository itself for names alone, and for contents it is
 * pointed at a stand-in of `.git` that shares the objects and the index, and has no configuration but
 * what says how files are compared. No program of the user's own configuration runs either, because the
 * repository chooses the files that it would get.
 */

interface CommandRules {
  /** `names` run in the repository itself: they read its configuration and start nothing. */
  readonly reads: 'names' | 'contents';
  readonly options: readonly string[];
}

const commandRules = {
  'rev-parse': { reads: 'names', options: [] },
  describe: { reads: 'names', options: [] },
  'ls-files': { reads: 'contents', options: [] },
  log: { reads: 'contents', options: ['--no-show-signature'] },
  // A submodule has a configuration of its own, which git reads to see whether its files changed.
  diff: {
    reads: 'contents',
    options: [
      '--no-ext-diff',
      '--no-textconv',
      '--ignore-submodules=dirty',
      '--submodule=short',
      '--no-color',
    ],
  },
} as const satisfies Readonly<Record<string, CommandRules>>;

/** Runs a command of git and resolves to its output. Rejects when git fails. */
export type Git = (
  command: keyof typeof commandRules,
  ...args: readonly string[]
) => Promise<string>;

export interface GitRequest {
  readonly folder: string;
  /** The environment to take PATH and HOME from. */
  readonly env: Environment;
  readonly signal: AbortSignal;
}

const options = [
  ['-c', `core.hooksPath=${devNull}`, '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never'],
  ['-c', 'core.untrackedCache=false', '-c', 'safe.bareRepository=explicit', '--no-pager'],
  ['-c', 'core.quotePath=false', '-c', 'core.safecrlf=false'],
  ['--no-optional-locks', '--literal-pathspecs'],
].flat();
// Stronger than any `protocol.<name>.allow` of a configuration. There is no protocol of this name.
const noTransport = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' };
/** Ends a git that waits for ever, such as for a pipe in place of a file. Chosen by judgement. */
const longestMs = 120_000;
const run = promisify(execFile);

/** Does some work with git for one folder; with undefined when git is not installed. */
export async function useGit<T>(
  { folder, env: given, signal }: GitRequest,
  work: (git: Git | undefined) => Promise<T>,
): Promise<T> {
  const plain = await plainEnvironment(given, folder);
  const program = await findExecutable('git', plain);
  if (!program) return work(undefined);
  const env = { ...plain, ...noTransport, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
  const start = async (args: readonly string[], more: Partial<StandIn> = {}): Promise<string> => {
    const { stdout } = await run(program, [...options, ...(more.options ?? []), ...args], {
      cwd: folder,
      env: { ...env, ...more.env },
      maxBuffer: 256 * 1024 * 1024,
      timeout: longestMs,
      signal,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    return stdout;
  };
  const place = await mkdtemp(join(tmpdir(), 'tierwise-git-'));
  let standIn: Promise<StandIn> | undefined;
  try {
    return await work(async (command, ...args) => {
      const rules: CommandRules = commandRules[command];
      if (rules.reads === 'names') return start([command, ...rules.options, ...args]);
      standIn ??= standInFor(folder, place, start);
      return start([command, ...rules.options, ...args], await standIn);
    });
  } finally {
    await removeTree(place);
  }
}

/** Whether git ran and failed: `code` is then its exit code, and otherwise a word such as `ENOENT`. */
export function isGitFailure(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'number';
}
