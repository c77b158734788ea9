import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { findExecutable } from './findExecutable.ts';
import { plainEnvironment, type Environment } from './environment.ts';

/** Runs git with some arguments and resolves with its output. Rejects when git says no. */
export type Git = (...args: readonly string[]) => Promise<string>;

// Nothing that the repository configures may run: no hook, no monitor, no transport, no pager.
const options = [
  ['-c', `core.hooksPath=${devNull}`, '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never'],
  ['-c', 'core.untrackedCache=false', '-c', 'safe.bareRepository=explicit', '--no-pager'],
  ['--no-optional-locks', '--literal-pathspecs'],
].flat();
const run = promisify(execFile);

/** Git for one folder; undefined when there is none. */
export async function openGit({
  folder,
  env: given,
  signal,
}: {
  readonly folder: string;
  /** For PATH and HOME. */
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
