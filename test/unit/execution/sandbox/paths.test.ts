import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join, win32 } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathProblem } from '../../../../src/execution/sandbox/paths.ts';
import { contentsOf, copyOf, temporaryFolder, writeFiles } from './projectCopyRepositories.ts';

const problems: [path: string, platform: NodeJS.Platform, says: string][] = [
  ['', 'linux', 'contains ""'],
  ['/etc/passwd', 'linux', 'not relative'],
  ['../x', 'linux', 'contains ".."'],
  ['a/../../x', 'linux', 'contains ".."'],
  ['a//b', 'linux', 'contains ""'],
  ['a/', 'linux', 'contains ""'],
  ['./a', 'linux', 'contains "."'],
  ['a\0b', 'linux', 'NUL'],
  ['.git/config', 'linux', '.git'],
  ['sub/.GIT/hooks/x', 'linux', '.git'],
  ['C:/x', 'win32', 'not a valid'],
  ['C:x', 'win32', 'not a valid'],
  ['a\\..\\..\\x', 'win32', 'not a valid'],
  ['\\\\server\\share', 'win32', 'not a valid'],
  ['a.txt:stream', 'win32', 'not a valid'],
  ['.git.', 'win32', 'not a valid'],
  ['.git ', 'win32', 'not a valid'],
  ['GIT~1/config', 'win32', 'not a valid'],
  ['src/con', 'win32', 'device'],
  ['NUL.txt', 'win32', 'device'],
  ['aux .h', 'win32', 'device'],
  ['COM¹', 'win32', 'device'],
];
test.each(problems)('%j on %s is refused', (path, platform, says) => {
  expect(pathProblem(path, platform)).toContain(says);
});

const good: [path: string, platform: NodeJS.Platform][] = [
  ['src/a.ts', 'win32'],
  ['src/console.ts', 'win32'],
  ['.github/x.yml', 'win32'],
  ['..a/b..c', 'win32'],
  ['src/con', 'linux'],
  ['a:b\nc', 'linux'],
];
test.each(good)('%j on %s is used', (path, platform) => {
  expect(pathProblem(path, platform)).toBeUndefined();
});

const nasty = fc.constantFrom(
  '..',
  '.',
  '',
  '/',
  '\\',
  'C:',
  'a',
  'A',
  'con',
  '.git',
  '\0',
  '~',
  'out',
  'in',
  'dep',
  'file',
  '%2e%2e',
  '\u2025',
  'x ',
);
const paths = fc.oneof(
  fc.array(nasty, { maxLength: 6 }).map((parts) => parts.join('/')),
  fc.array(nasty, { maxLength: 6 }).map((parts) => parts.join('\\')),
  fc.array(nasty, { maxLength: 4 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

test('what is used on Windows stays inside by the rules of Windows', () => {
  let used = 0;
  fc.assert(
    fc.property(paths, (path) => {
      if (pathProblem(path, 'win32')) return;
      used += 1;
      const way = win32.relative('C:\\copy', win32.resolve('C:\\copy', path));
      expect(way).toBe(path.replaceAll('/', '\\'));
      expect(way).not.toMatch(/^(\.\.(\\|$)|[a-z]:|\\)|(^|\\)(con|nul|\.git)(\\|$)/i);
    }),
    { numRuns: 2000 },
  );
  expect(used).toBeGreaterThan(400);
});

test('whatever the path, nothing is written outside of the copy', async () => {
  const home = await temporaryFolder();
  const project = join(home, 'project');
  await writeFiles(project, { file: 'file', 'a/x': 'x', 'node_modules/dep/index.js': 'dep' });
  await writeFiles(home, { 'outside/file': 'outside' });
  const { copy } = await copyOf(project, { scratchFolder: join(home, 'scratch') });
  // As a command could have left them.
  await symlink(join(home, 'outside'), join(copy.folder, 'out'));
  await symlink(join(home, 'outside/file'), join(copy.folder, 'A'));
  await symlink(join(home, 'not yet'), join(copy.folder, 'a/out'));
  await symlink('..', join(copy.folder, 'a/in'));
  await mkdir(join(copy.folder, 'in'));
  await symlink('../../../outside', join(copy.folder, 'in/a'));
  const outside = (): Promise<unknown[]> =>
    Promise.all([
      ...[home, join(home, 'scratch'), join(copy.folder, '..')].map((folder) => readdir(folder)),
      ...[project, join(home, 'outside')].map((folder) => contentsOf(folder)),
    ]);
  const before = await outside();
  let written = 0;
  const check = fc.asyncProperty(paths, async (path) => {
    const wrote = await copy.write(path, 'evil').then(
      () => true,
      () => false,
    );
    written += Number(wrote);
    expect(await outside()).toEqual(before);
  });
  await fc.assert(check, {
    numRuns: 400,
    examples: ['out/file', 'A', 'a/out', 'a/in/out/file', 'in/a/file', 'node_modules/dep/x'].map(
      (path) => [path],
    ),
  });
  expect(written).toBeGreaterThan(10);
}, 30_000);
