import { mkdtempSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  folderNames,
  identityOf,
  placeOf,
  plainPath,
} from '../../../../src/execution/workflow/projectPaths.ts';

const plain: readonly [written: string, path: string | undefined][] = [
  ['a.ts', 'a.ts'],
  ['./a.ts', 'a.ts'],
  ['././a.ts', 'a.ts'],
  ['src//a.ts', 'src/a.ts'],
  ['src/../a.ts', 'a.ts'],
  ['src/./b/../a.ts', 'src/a.ts'],
  ['a.ts/', 'a.ts'],
  ['...', '...'],
  ['', undefined],
  ['.', undefined],
  ['src/..', undefined],
  ['../a.ts', undefined],
  ['src/../../a.ts', undefined],
  ['/a.ts', undefined],
  ['\\a.ts', undefined],
  ['src\\a.ts', undefined],
  ['C:/a.ts', undefined],
  ['a.ts:stream', undefined],
  ['a\0.ts', undefined],
];
test.each(plain)('%j is written %j', (written, path) => {
  expect(plainPath(written)).toBe(path);
});

const named: readonly [folders: readonly string[], names: readonly string[]][] = [
  [
    ['/w/api', '/w/web'],
    ['api', 'web'],
  ],
  [
    ['/one/api', '/two/api'],
    ['one-api', 'two-api'],
  ],
  [
    ['/one/api', '/two/API', '/w/web'],
    ['one-api', 'two-API', 'web'],
  ],
  [
    ['/x/one/api', '/y/one/api'],
    ['one-api', 'one-api-2'],
  ],
  [
    ['/one/api', '/two/api', '/w/one-api'],
    ['one-api-2', 'two-api', 'one-api'],
  ],
  [
    ['/w/one-api', '/one/api', '/two/api'],
    ['one-api', 'one-api-2', 'two-api'],
  ],
];
test.each(named)('the folders %j are named %j', (folders, names) => {
  const given = folders.map((path) => ({ name: path.slice(path.lastIndexOf('/') + 1), path }));
  expect(folderNames(given)).toEqual(names);
});

test('a name that a workspace file gives holds no slash, and is never empty', () => {
  const folders = [
    { name: 'Back / End', path: '/w/api' },
    { name: '..', path: '/w/web' },
  ];
  expect(folderNames(folders)).toEqual(['Back - End', 'web']);
});

const there = new Set(['0 src/index.ts', '1 src/index.ts', '1 src/page.ts', '0 web/src/page.ts']);
const find = (path: string, names: readonly string[] = ['api', 'web']) =>
  placeOf(path, names, async ({ folder, inside }) => there.has(`${folder} ${inside}`));

test('a path that begins with a folder’s name is in that folder, there or not', async () => {
  expect(await find('web/src/index.ts')).toEqual({ folder: 1, inside: 'src/index.ts' });
  expect(await find('web/src/new.ts')).toEqual({ folder: 1, inside: 'src/new.ts' });
  expect(await find('api/web/src/page.ts')).toEqual({ folder: 0, inside: 'web/src/page.ts' });
  // Both readings name a file; the whole one counts, because every path that is shown is whole.
  expect(await find('web/src/page.ts')).toEqual({ folder: 1, inside: 'src/page.ts' });
});

test('without the name it is the file of the only folder that has it', async () => {
  expect(await find('src/page.ts')).toEqual({ folder: 1, inside: 'src/page.ts' });
  expect(await find('src/index.ts')).toEqual({
    problem:
      'Several folders of this workspace have "src/index.ts". Write which one you mean: api/src/index.ts or web/src/index.ts.',
  });
  expect(await find('src/new.ts')).toEqual({
    problem:
      'No folder of this workspace has "src/new.ts". Begin the path with the name of its folder: api or web.',
  });
});

test('with one folder a path has no name', async () => {
  expect(await find('web/src/index.ts', [])).toEqual({ folder: 0, inside: 'web/src/index.ts' });
});

let folder = '';
beforeEach(() => void (folder = realpathSync(mkdtempSync(join(tmpdir(), 'paths-')))));
afterEach(() => rmSync(folder, { recursive: true }));

test('a link and what it leads to are one file, also one that does not exist yet', async () => {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'a.ts'), '');
  symlinkSync('src', join(folder, 'link'));
  symlinkSync('src/a.ts', join(folder, 'b.ts'));
  const identity = await identityOf(join(folder, 'src', 'a.ts'));
  expect(await identityOf(join(folder, 'link', 'a.ts'))).toBe(identity);
  expect(await identityOf(join(folder, 'b.ts'))).toBe(identity);
  expect(await identityOf(join(folder, 'link', 'deep', 'new.ts'))).toBe(
    await identityOf(join(folder, 'src', 'deep', 'new.ts')),
  );
});

test('another case is another file only where the disk says so', async () => {
  const both = (ignoresCase: boolean) =>
    Promise.all(
      ['new/A.ts', 'NEW/a.ts'].map((each) => identityOf(join(folder, each), ignoresCase)),
    );
  const [one, other] = await both(true);
  expect(one).toBe(other);
  expect(new Set(await both(false)).size).toBe(2);
});
