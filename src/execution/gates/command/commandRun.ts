import { delimiter, join } from 'node:path';
import { type Environment, plainEnvironment } from '../../sandbox/environment.ts';
import { findExecutable } from '../../sandbox/findExecutable.ts';
import { folderInside } from '../../sandbox/paths.ts';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';
import { type ProgramEnd, runProgram } from '../../sandbox/runProgram.ts';
import { changedBetween } from '../../sandbox/fingerprint.ts';
import type { GateCommand } from './commandHash.ts';
import { installsInto } from './installers.ts';
import { notFound } from './notFound.ts';
import { privateTextsFor, withoutPrivateOutput } from './privateOutput.ts';

// Both chosen by judgement; the output limit is in bytes.
const defaultTimeoutSeconds = 120;
const outputLimit = 64 * 1024;

/** Whether the beginning of an output may be missing. */
export function mayBeCut(output: string): boolean {
  return Buffer.byteLength(output) > outputLimit / 2;
}

/**
 * How a command ended. `refused`: it was not started, because it would change the developer's packages.
 * `reachedOut`: it ended, and meanwhile some of the developer's own files changed.
 */
export type CommandEnd =
  | ProgramEnd
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'reachedOut'; readonly why: string };

/**
 * Runs a command in a copy of the project, unless it would install into the developer's own packages, and
 * looks afterwards whether it changed them. Values of private files are hidden in its output.
 * @throws ProjectCopyError when its folder is not in the copy, and the signal's reason on abort.
 */
export async function runCommand(
  command: GateCommand,
  copy: ProjectCopy,
  env: Environment,
  signal: AbortSignal,
): Promise<CommandEnd> {
  const installs = await installsInto(command, copy);
  if (installs !== undefined) return { kind: 'refused', why: whyRefused(command, installs) };
  const before = await copy.outside(signal);
  const texts = await privateTextsFor(copy, env);
  const end = withoutPrivateOutput(await start(command, copy, env, signal), texts);
  if (end.kind === 'notStarted') return end;
  const changed = changedBetween(before, await copy.outside(signal));
  if (changed.length === 0) return end;
  return { kind: 'reachedOut', why: whyReachedOut(command, changed) };
}

function whyRefused({ name }: GateCommand, words: string): string {
  return `"${name}" did not run: "${words}" writes into installed packages, and this project has too many to copy, so it would change your own. Leave it out of the command, and run it yourself.`;
}

function whyReachedOut({ name }: GateCommand, changed: readonly string[]): string {
  const more = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
  return `While "${name}" ran, ${changed[0]}${more} changed, which is your own and not in the throwaway copy. If you did not change it yourself, take what writes there out of the command, and install your packages again.`;
}

async function start(
  command: GateCommand,
  copy: ProjectCopy,
  env: Environment,
  signal: AbortSignal,
): Promise<ProgramEnd> {
  const cwd = await folderInside(copy.folder, command.cwd ?? '.');
  const [program = '', ...args] = command.argv;
  const inCopy = await commandEnvironment(copy, env);
  const file = await findExecutable(program, inCopy);
  if (file === undefined) return { kind: 'notStarted', why: await notFound(command, copy) };
  const how = process.platform === 'win32' ? startOnWindows(file, args, inCopy) : { file, args };
  if ('why' in how) return { kind: 'notStarted', why: how.why };
  const timeoutMs = (command.timeoutSeconds ?? defaultTimeoutSeconds) * 1000;
  return runProgram({ ...how, cwd, env: inCopy, timeoutMs, outputLimit }, signal);
}

/** The variables that a command gets. */
export async function commandEnvironment(
  copy: ProjectCopy,
  env: Environment,
): Promise<Record<string, string>> {
  return { ...(await plainEnvironment(env, copy.sourceRoot)), ...copyEnvironment(copy) };
}

/** Keeps tools inside the copy and stops them from prompting, colouring and watching. */
function copyEnvironment({ folder, root }: ProjectCopy): Record<string, string> {
  return {
    CI: 'true',
    NO_COLOR: '1',
    // The copy is no repository, and git must not find one in a folder above it.
    GIT_CEILING_DIRECTORIES: join(root, '..'),
    // A package installed with `pip install -e` names the developer's files; the copy's come first.
    PYTHONPATH: [folder, join(folder, 'src')].join(delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
    // Without an environment in the copy, pip would install for the whole machine.
    PIP_REQUIRE_VIRTUALENV: '1',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    // `uv run` and pnpm's scripts install first, by themselves.
    UV_NO_SYNC: '1',
    npm_config_verify_deps_before_run: 'false',
    npm_config_update_notifier: 'false',
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}

type Start = { readonly file: string; readonly args: readonly string[] } | { readonly why: string };

/** Only cmd.exe runs batch files such as npm.cmd. Arguments that it would change are refused. */
function startOnWindows(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Start {
  if (!/\.(bat|cmd)$/i.test(file)) return { file, args };
  const unsafe = [file, ...args].find((each) => !/^[\w .:/\\@=,+~()-]*$/.test(each));
  if (unsafe !== undefined) {
    return { why: `"${unsafe}" cannot be passed to a batch file safely.` };
  }
  const cmd = join(env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'cmd.exe');
  return { file: cmd, args: ['/d', '/c', 'call', file, ...args] };
}
