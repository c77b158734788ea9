import { expect, test } from 'vitest';
import { relativeToFolders } from '../../../../src/routing/reading/attachments.ts';

const paths: readonly [path: string, folders: readonly string[], relative: string][] = [
  ['/work/shop/src/a.ts', ['/work/shop'], 'src/a.ts'],
  ['/work/shop/src/a.ts', ['/work/shop/'], 'src/a.ts'],
  ['/work/shop2/src/a.ts', ['/work/shop'], '/work/shop2/src/a.ts'],
  ['/work/shop/lib/a.ts', ['/work/shop', '/work/shop/lib'], 'a.ts'],
  ['src/a.ts', ['/work/shop'], 'src/a.ts'],
  ['./src/a.ts', ['/work/shop'], 'src/a.ts'],
  ['d:\\Repos\\shop\\src\\a.ts', ['D:\\Repos\\Shop'], 'src/a.ts'],
  ['src\\billing\\a.ts', [], 'src/billing/a.ts'],
  ['file:///work/shop/src/a%20b.ts', ['/work/shop'], 'src/a b.ts'],
  ['file:///d%3A/Repos/src/a.ts', ['d:\\Repos'], 'src/a.ts'],
  ['vscode-remote://ssh-remote%2Bbox/work/shop/src/a.ts', ['/work/shop'], 'src/a.ts'],
  ['file:///work/shop/100%.ts', ['/work/shop'], '100%.ts'],
  ['/Work/shop/a.ts', ['/work/shop'], '/Work/shop/a.ts'],
];

test.each(paths)('%s in %j is %s', (path, folders, relative) => {
  expect(
    relativeToFolders(
      path,
      folders.map((folder) => ({ path: folder })),
    ),
  ).toBe(relative);
});

test('a folder of several has its name in front', () => {
  const folders = [
    { path: '/work/api', name: 'api' },
    { path: '/work/web', name: 'web' },
  ];
  expect(relativeToFolders('/work/web/src/a.ts', folders)).toBe('web/src/a.ts');
  expect(relativeToFolders('/work/other/a.ts', folders)).toBe('/work/other/a.ts');
});
