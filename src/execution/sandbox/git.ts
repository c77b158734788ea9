import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { findExecutable } from './findExecutable.ts';
import { plainEnvironment, type Environment } from './environment.ts';

/** Runs git with some arguments and resolves to its output. Rejects when git fails. */
export type Git = (...args: readonly string[]) => Promise<string>;

// Keeps git from running anything that the repository configures: hooks, monitors, transports, pagers.
const options = [
  ['-c', `core.hooksPath=${devNull}`, '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never'],
  ['-c', 'core.untrackedCache=false', '-c', 'safe.bareRepository=explicit', '--no-pager'],
  ['--no-optional-locks', '--literal-pathspecs'],
].flat();
const run = promisify(execFile);

/** Git for one folder; undefined when git is not installed. */
export async function openGit({
  folder,
  env: given,
  signal,
}: {
  readonly folder: string;
  /** The environment to take PATH and HOME from. */
  readonly env: Environment;
  readonly signal: AbortSignal;
}): Promise<Git | undefined> {
  const env = await plainEnvironment(given, folder);
  const program = await findExecutable('git', env);
  if (!program) return undefined;
  return async (...args) => {
    const { stdout } = await run(program, [...options, ...args], {
      cwd: folder,
      env: { ...env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' },
      maxBuffer: 256 * 1024 * 1024,
      signal,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    return stdout;
  };
}
