import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ignoredAmong } from '../../../../src/execution/safety/ignored.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-ignored-')));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text = 'text\n'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function git(folder: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@localhost'];
  execFileSync('git', [...who, ...args], { cwd: join(root, folder), stdio: 'ignore' });
}

async function ignored(folder: string, ...paths: readonly string[]): Promise<string[]> {
  const found = await ignoredAmong(
    paths.map((path) => join(root, path)),
    { folder: join(root, folder), env: process.env, signal: new AbortController().signal },
  );
  return [...found].map((path) => path.slice(root.length + 1));
}

test('what git ignores, but for what it tracks', async () => {
  git('.', 'init', '--quiet');
  write('.gitignore', 'dist/\n*.log\n');
  write('dist/kept.js');
  write('dist/made.js');
  write('src/a.ts');
  write('src/a b [1].ts');
  write('x.log');
  git('.', 'add', '-f', 'dist/kept.js');
  const all = ['src/a.ts', 'src/a b [1].ts', 'dist/kept.js', 'dist/made.js', 'x.log'];
  expect(await ignored('.', ...all)).toEqual(['dist/made.js', 'x.log']);
});

test('a repository inside has its own rules, and an outer one that ignores all of the project has no say', async () => {
  git('.', 'init', '--quiet');
  write('.gitignore', '/projects/\n*.tmp\n');
  write('projects/shop/a.ts');
  write('inner/b.tmp');
  write('c.tmp');
  git('inner', 'init', '--quiet');
  expect(await ignored('projects/shop', 'projects/shop/a.ts')).toEqual([]);
  expect(await ignored('.', 'inner/b.tmp', 'c.tmp')).toEqual(['c.tmp']);
});

test('no repository ignores nothing; one that git cannot read ignores everything', async () => {
  write('plain/a.ts');
  write('broken/a.ts');
  expect(await ignored('plain', 'plain/a.ts')).toEqual([]);
  write('broken/.git', 'gitdir: /nowhere\n');
  expect(await ignored('broken', 'broken/a.ts')).toEqual(['broken/a.ts']);
});

test('thousands of files are asked about in a few calls', async () => {
  git('.', 'init', '--quiet');
  write('.gitignore', '*.log\n');
  const names = Array.from(
    { length: 3000 },
    (_, index) => `folder/of/many/files/number-${index}.ts`,
  );
  for (const name of names) write(name, '');
  write('last.log');
  expect(await ignored('.', ...names, 'last.log')).toEqual(['last.log']);
});
