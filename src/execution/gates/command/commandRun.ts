import { delimiter, isAbsolute, join } from 'node:path';
import { type Environment, plainEnvironment } from '../../sandbox/environment.ts';
import { findExecutable } from '../../sandbox/findExecutable.ts';
import { folderInside } from '../../sandbox/paths.ts';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';
import { type ProgramEnd, runProgram } from '../../sandbox/runProgram.ts';
import type { GateCommand } from './commandHash.ts';

// Both chosen by judgement; the output limit is in bytes.
const defaultTimeoutSeconds = 120;
const outputLimit = 64 * 1024;

/**
 * Runs a command in a copy of the project.
 * @throws ProjectCopyError when its folder is not in the copy, and the signal's reason on abort.
 */
export async function runCommand(
  command: GateCommand,
  copy: ProjectCopy,
  env: Environment,
  signal: AbortSignal,
): Promise<ProgramEnd> {
  const cwd = await folderInside(copy.folder, command.cwd ?? '.');
  const [program = '', ...args] = command.argv;
  const plain = await plainEnvironment(env, copy.source);
  const file = await findExecutable(program, plain);
  if (file === undefined) return { kind: 'notStarted', why: notFound(program) };
  const start = process.platform === 'win32' ? startOnWindows(file, args, plain) : { file, args };
  if ('why' in start) return { kind: 'notStarted', why: start.why };
  const timeoutMs = (command.timeoutSeconds ?? defaultTimeoutSeconds) * 1000;
  const inCopy = { ...plain, ...copyEnvironment(copy.folder) };
  return runProgram({ ...start, cwd, env: inCopy, timeoutMs, outputLimit }, signal);
}

/** Keeps tools inside the copy and stops them from prompting, colouring and watching. */
function copyEnvironment(folder: string): Record<string, string> {
  return {
    CI: 'true',
    NO_COLOR: '1',
    // The copy is no repository, and git must not find one in a folder above it.
    GIT_CEILING_DIRECTORIES: join(folder, '..'),
    // A package installed with `pip install -e` names the developer's files; the copy's come first.
    PYTHONPATH: [folder, join(folder, 'src')].join(delimiter),
    PYTHONDONTWRITEBYTECODE: '1',
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}

function notFound(program: string): string {
  if (isAbsolute(program)) return `There is no program at "${program}".`;
  if (!/[/\\]/.test(program)) return `There is no program "${program}" on the PATH.`;
  return `"${program}" is a path into the project. Name a program on the PATH, such as ["sh", "${program}"].`;
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
