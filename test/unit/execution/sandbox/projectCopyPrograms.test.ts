import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { findExecutable } from '../../../../src/execution/sandbox/findExecutable.ts';
import { plainEnvironment } from '../../../../src/execution/sandbox/environment.ts';
import { temporaryFolder } from './projectCopyRepositories.ts';

async function programs(...names: string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of names) await writeFile(join(folder, name), '', { mode: 0o755 });
  return folder;
}

test('the first program on the PATH that can be run is found', async () => {
  const [one, two] = [await programs('notes'), await programs('notes', 'npm')];
  await chmod(join(one, 'notes'), 0o644);
  await mkdir(join(one, 'npm'));
  const env = { PATH: ['', '.', one, two].join(delimiter) };
  expect(await findExecutable('notes', env, 'linux')).toBe(join(two, 'notes'));
  expect(await findExecutable('npm', env, 'linux')).toBe(join(two, 'npm'));
  expect(await findExecutable(join(two, 'npm'), {}, 'linux')).toBe(join(two, 'npm'));
  for (const name of ['', '.', '..', './npm', '../npm', 'a/npm', 'n\0', join(one, 'notes')]) {
    expect(await findExecutable(name, env, 'linux')).toBeUndefined();
  }
});

test('on Windows a name is completed by PATHEXT, and only by what can be started', async () => {
  const folder = await programs('npm', 'npm.cmd', 'node.exe', 'script.js', 'tool.bat', 'tool.exe');
  const env = { PATH: folder, PATHEXT: '.COM;.EXE;.BAT;.CMD;.JS' };
  const found = async (name: string): Promise<string | undefined> =>
    (await findExecutable(name, env, 'win32'))?.slice(folder.length + 1);
  expect(await found('npm')).toBe('npm.cmd');
  expect(await found('node')).toBe('node.exe');
  expect(await found('node.exe')).toBe('node.exe');
  expect(await found('tool')).toBe('tool.exe');
  expect(await found('script')).toBeUndefined();
});

test('the environment is an allow-list, whatever the case of its names on Windows', async () => {
  const [project, tools] = [await temporaryFolder(), await temporaryFolder()];
  const env = {
    Path: [tools, project, '.', join(tools, 'gone')].join(delimiter),
    systemroot: 'C:\\Windows',
    ANTHROPIC_API_KEY: 'secret',
    npm_config__authToken: 'secret',
  };
  expect(await plainEnvironment(env, project, 'win32')).toEqual({
    PATH: tools,
    SystemRoot: 'C:\\Windows',
  });
  expect(await plainEnvironment(env, project, 'linux')).toEqual({ PATH: '' });
});
