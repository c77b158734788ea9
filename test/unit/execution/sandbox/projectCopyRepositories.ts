import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import {
  createProjectCopy,
  type ProjectCopy,
} from '../../../../src/execution/sandbox/projectCopy.ts';

const run = promisify(execFile);
export const never = new AbortController().signal;
/** Fails the test when a copy reports a bug. */
export function onBug(bug: unknown): never {
  throw bug;
}

/** A real folder for one test, removed after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tierwise-test-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Runs git with a user name and without any other configuration. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  const { stdout } = await run('git', [...identity, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  });
  return stdout;
}

/** A repository with these files committed. */
export async function repositoryOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await temporaryFolder(), 'project');
  await writeFiles(folder, files);
  await git(folder, 'init', '--quiet');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'first');
  return folder;
}

/** Every file below a folder with its content, and every link with its target. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isSymbolicLink()) contents[name] = `→ ${await readlink(path)}`;
    else if (entry.isFile()) contents[name] = hashOf(await readFile(path));
  }
  return contents;
}

function hashOf(content: Buffer): string {
  return content.length < 100
    ? content.toString()
    : createHash('sha256').update(content).digest('hex');
}

/** A copy that is disposed after the test, and its scratch folder. */
export async function copyOf(
  folder: string,
  more: Partial<Parameters<typeof createProjectCopy>[0]> = {},
): Promise<{ readonly copy: ProjectCopy; readonly scratchFolder: string }> {
  const scratchFolder = await temporaryFolder();
  const request = {
    folder,
    scratchFolder,
    env: process.env,
    signal: never,
    report: onBug,
    ...more,
  };
  const copy = await createProjectCopy(request);
  onTestFinished(() => copy.dispose());
  return { copy, scratchFolder };
}
