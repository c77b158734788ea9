import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DiffHunk } from '../../../../../src/editor/workflows/tools/diffHunks.ts';
import { gitDiff } from '../../../../../src/editor/workflows/tools/gitDiff.ts';

let outer = '';
let folder = '';
const { signal } = new AbortController();

beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), 'tierwise-diff-'));
  folder = join(outer, 'project');
  mkdirSync(folder);
  git('init', '--quiet');
  write('a.ts', 'one\ntwo\nthree\n');
  write('b.ts', '--- a/x\n+++ b/y\n');
  commit('start');
});
afterEach(() => rmSync(outer, { recursive: true, force: true }));

function git(...args: string[]): void {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@localhost'];
  execFileSync('git', [...who, ...args], { cwd: folder });
}

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function commit(subject: string): void {
  git('add', '--all');
  git('commit', '--quiet', '-m', subject);
}

interface Diff {
  readonly text: string;
  readonly files: readonly string[];
  readonly hunks: readonly DiffHunk[];
  readonly commits: readonly { readonly subject: string }[];
}

async function diff(given: { base?: string; staged?: boolean; path?: string } = {}): Promise<Diff> {
  return gitDiff({ folder, signal, ...given });
}

const placesOf = ({ hunks }: Diff) =>
  hunks.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`);

test('changed, new and removed files, lines that look like headers too', async () => {
  write('a.ts', 'one\n2\nthree\n');
  write('b.ts', '--- a/z\n+++ b/y\n');
  write('new.ts', 'first\nsecond\n');
  expect(placesOf(await diff())).toEqual(['a.ts:1-3', 'b.ts:1-2', 'new.ts:1-2']);
  rmSync(join(folder, 'b.ts'));
  const { hunks } = await diff({ path: 'b.ts' });
  expect(hunks.map(({ path }) => path)).toEqual(['b.ts']);
});

test('a new link is not followed, and a repository inside is left alone', async () => {
  write('../secret.txt', 'a secret\n');
  mkdirSync(join(folder, 'inner'));
  execFileSync('git', ['init', '--quiet'], { cwd: join(folder, 'inner') });
  symlinkSync(join(folder, 'inner'), join(folder, 'linked'));
  symlinkSync(join(folder, '..', 'secret.txt'), join(folder, 'secret.txt'));
  write('new.ts', 'first\n');
  const { files, text } = await diff();
  expect(files).toEqual(['new.ts']);
  expect(text).not.toContain('a secret');
});

test('only staged changes', async () => {
  write('a.ts', 'one\n2\nthree\n');
  git('add', 'a.ts');
  write('b.ts', 'other\n');
  expect((await diff({ staged: true })).files).toEqual(['a.ts']);
});

test('since the last tag, with the commits', async () => {
  git('tag', 'v1');
  write('a.ts', 'one\n2\nthree\n');
  commit('fix two');
  const { files, commits } = await diff({ base: 'lastTag' });
  expect(files).toEqual(['a.ts']);
  expect(commits.map(({ subject }) => subject)).toEqual(['fix two']);
});

const refused: [what: string, base: string, why: RegExp][] = [
  ['an option', '--output=stolen', /There is no commit/],
  ['an unknown name', 'nowhere', /There is no commit/],
  ['a tag where there is none', 'lastTag', /no tag yet/],
];

test.each(refused)('%s is refused with a next step', async (_, base, why) => {
  await expect(diff({ base })).rejects.toThrow(why);
});

test('programs from the repository’s git settings are not run', async () => {
  const trap = `touch ${join(folder, 'ran')}`;
  git('config', 'diff.external', trap);
  git('config', 'diff.trap.textconv', trap);
  git('config', 'core.fsmonitor', trap);
  write('.gitattributes', '* diff=trap\n');
  write('a.ts', 'one\n2\nthree\n');
  const { files } = await diff();
  expect(files).toContain('a.ts');
  expect(files).not.toContain('ran');
});
