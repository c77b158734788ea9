import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { ProjectCopy } from '../../sandbox/projectCopy.ts';
import type { GateCommand } from './commandHash.ts';

/** Where projects keep programs of their own, and how these are started. */
const own: readonly {
  readonly folder: string;
  start(path: string, argv: readonly string[]): string[];
}[] = [
  { folder: 'node_modules/.bin', start: (_, argv) => ['npx', ...argv] },
  { folder: 'vendor/bin', start: (path, [, ...args]) => ['php', path, ...args] },
  { folder: '.venv/bin', start: inShell },
  { folder: 'venv/bin', start: inShell },
  { folder: '.venv/Scripts', start: inShell },
  { folder: 'venv/Scripts', start: inShell },
];

/** Why a program was not found, and what to write instead. */
export async function notFound(
  { argv, cwd = '.' }: GateCommand,
  { folder }: Pick<ProjectCopy, 'folder'>,
): Promise<string> {
  const [program = ''] = argv;
  if (isAbsolute(program)) return `There is no program at "${program}".`;
  if (/^[~$%]/.test(program)) {
    return `Commands run without a shell, which would know "${program}". Write the whole path.`;
  }
  if (/[/\\]/.test(program)) {
    return `"${program}" is a path into the project. Name a program on the PATH, such as ${listed(inShell(program, argv))}.`;
  }
  for (const { folder: inside, start } of own) {
    for (const ending of ['', '.exe']) {
      const path = `${inside}/${program}${ending}`;
      if (program === '' || !(await exists(join(folder, cwd, path)))) continue;
      return `There is no program "${program}" on the PATH, but the project has one: write ${listed(start(path, argv))}.`;
    }
  }
  return `There is no program "${program}" on the PATH.`;
}

/** A shell starts a program of the project by its path. */
function inShell(path: string, [, ...args]: readonly string[]): string[] {
  const line = [path, ...args].join(' ');
  return process.platform === 'win32'
    ? ['cmd', '/c', line.replaceAll('/', '\\')]
    : ['sh', '-c', line];
}

const listed = (argv: readonly string[]): string =>
  `[${argv.map((each) => JSON.stringify(each)).join(', ')}]`;

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
