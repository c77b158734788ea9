import { createHash } from 'node:crypto';
import { readdir, rename, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { gitDiff } from '../../../../../src/editor/workflows/tools/gitDiff.ts';
import {
  git,
  never,
  repositoryOf,
  temporaryFolder,
  writeFiles,
} from '../../../execution/sandbox/projectCopyRepositories.ts';

interface Diff {
  readonly text: string;
  readonly files: readonly string[];
  readonly commits: readonly unknown[];
}

async function diff(folder: string, more: { base?: string; staged?: boolean } = {}): Promise<Diff> {
  return (await gitDiff({ folder, signal: never, ...more })) as Diff;
}

/** The lines that a diff takes out and puts in. */
function changed({ text }: Diff): readonly string[] {
  return text.split('\n').filter((line) => /^[+-](?![+-]{2} )/.test(line));
}

async function commit(folder: string): Promise<void> {
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'more');
}

test.each([
  ['core.autocrlf of the repository', { 'core.autocrlf': 'true' }, ''],
  ['an attribute', {}, '* text=auto eol=crlf\n'],
])('line ends that differ by %s are no change', async (_, settings, attributes) => {
  const folder = await repositoryOf({ 'a.txt': 'one\ntwo\n', '.gitattributes': attributes });
  for (const [key, value] of Object.entries(settings)) await git(folder, 'config', key, value);
  await writeFiles(folder, { 'a.txt': 'one\r\n2\r\n' });
  expect(changed(await diff(folder))).toEqual(['-two', '+2']);
});

// The shape of a pointer: the specification of Git LFS, docs/spec.md.
function pointerTo(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${hash}\nsize ${text.length}\n`;
}

test('a file of Git LFS is said to be binary when it changed, and nothing is said otherwise', async () => {
  const folder = await repositoryOf({
    '.gitattributes': '*.psd filter=lfs diff=lfs merge=lfs -text\n',
    'same.psd': pointerTo('a large picture'),
    'new.psd': pointerTo('another'),
  });
  await git(folder, 'config', 'filter.lfs.clean', 'git-lfs clean -- %f');
  await git(folder, 'config', 'filter.lfs.required', 'true');
  await writeFiles(folder, { 'new.psd': 'changed' });
  const { text, files } = await diff(folder);
  expect(text).toContain('Binary files a/new.psd and b/new.psd differ');
  expect(text).not.toContain('same.psd');
  expect(text).not.toContain('oid sha256');
  expect(files).toEqual([]);
});

test('a notebook with a filter is compared as it is on the disk', async () => {
  const folder = await repositoryOf({
    '.gitattributes': '*.ipynb filter=strip\n',
    'a.ipynb': '{ "outputs": [] }\n',
  });
  await git(folder, 'config', 'filter.strip.clean', 'nbstripout');
  await writeFiles(folder, { 'a.ipynb': '{ "outputs": [1] }\n' });
  expect(changed(await diff(folder))).toEqual(['-{ "outputs": [] }', '+{ "outputs": [1] }']);
});

test('files that were touched and not changed are left out', async () => {
  const folder = await repositoryOf({ 'a.txt': 'one\n' });
  const file = join(folder, 'a.txt');
  const { atime, mtimeMs } = await stat(file);
  await utimes(file, atime, new Date(mtimeMs + 60_000));
  expect((await diff(folder)).text).toBe('');
});

test('below the top, in a linked work tree, with an index in two files and with other hashes', async () => {
  const top = await repositoryOf({ 'web/a.txt': 'one\n', 'api/a.txt': 'one\n' });
  await git(top, 'update-index', '--split-index');
  await writeFiles(top, { 'web/a.txt': 'two\n', 'api/a.txt': 'two\n' });
  expect((await diff(join(top, 'web'))).files).toEqual(['a.txt']);

  const linked = join(await temporaryFolder(), 'linked');
  await git(top, 'worktree', 'add', '--quiet', '-b', 'other', linked);
  await writeFiles(linked, { 'web/a.txt': 'three\n', 'web/new.txt': 'new\n' });
  expect((await diff(linked)).files).toEqual(['web/a.txt', 'web/new.txt']);

  const other = await temporaryFolder();
  await git(other, 'init', '--quiet', '--object-format=sha256');
  await writeFiles(other, { 'a.txt': 'one\n' });
  await commit(other);
  await writeFiles(other, { 'a.txt': 'two\n' });
  expect(changed(await diff(other))).toEqual(['-one', '+two']);
});

test('what the repository ignores in its own settings stays out', async () => {
  const folder = await repositoryOf({ 'a.txt': 'one\n' });
  await git(folder, 'config', 'core.excludesFile', join(folder, '.git/mine'));
  await writeFiles(folder, {
    '.git/mine': 'notes\n',
    '.git/info/exclude': 'drafts\n',
    notes: 'n\n',
    drafts: 'd\n',
    'new.txt': 'new\n',
  });
  expect((await diff(folder)).files).toEqual(['new.txt']);
});

test('a sparse work tree is not a removal of what is not there', async () => {
  const folder = await repositoryOf({ 'web/a.txt': 'one\n', 'api/a.txt': 'one\n' });
  await git(folder, 'sparse-checkout', 'set', '--sparse-index', 'web');
  await writeFiles(folder, { 'web/a.txt': 'two\n' });
  expect((await diff(folder)).files).toEqual(['web/a.txt']);
});

test('a shallow clone has its commits, and names of branches and upstreams are found', async () => {
  const start = await repositoryOf({ 'a.txt': 'one\n' });
  await writeFiles(start, { 'a.txt': 'two\n' });
  await commit(start);
  const folder = join(await temporaryFolder(), 'clone');
  await git(start, 'clone', '--quiet', '--depth=1', `file://${start}`, folder);
  await writeFiles(folder, { 'a.txt': 'three\n' });
  await commit(folder);
  for (const base of ['@{upstream}', 'HEAD~1', 'origin/HEAD']) {
    const found = await diff(folder, { base });
    expect(changed(found)).toEqual(['-two', '+three']);
    expect(found.commits).toHaveLength(1);
  }
});

test('a submodule shows that it is at another commit, and not what changed in it', async () => {
  const folder = await repositoryOf({ 'a.txt': 'one\n' });
  const inner = join(folder, 'inner');
  await writeFiles(inner, { 'c.txt': 'one\n' });
  await git(inner, 'init', '--quiet');
  await commit(inner);
  await commit(folder);
  await writeFiles(inner, { 'c.txt': 'two\n' });
  expect((await diff(folder)).text).toBe('');
  await commit(inner);
  expect(changed(await diff(folder))).toEqual([
    expect.stringMatching(/^-Subproject commit \w{40}$/),
    expect.stringMatching(/^\+Subproject commit \w{40}$/),
  ]);
});

test('a repository that lacks an old file says what to do', async () => {
  const folder = await repositoryOf({ 'a.txt': 'one\n' });
  const blob = (await git(folder, 'rev-parse', 'HEAD:a.txt')).trim();
  const file = join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2));
  await rename(file, `${file}.gone`);
  await writeFiles(folder, { 'a.txt': 'two\n' });
  await expect(diff(folder)).rejects.toThrow(/unable to read \w+\. Run git fsck, or git fetch/);
});

test('nothing is left in the folder for temporary files', async () => {
  const folder = await repositoryOf({ 'a.txt': 'one\n' });
  const temporary = await temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  await diff(folder);
  await diff(folder, { base: 'nowhere' }).catch(() => undefined);
  expect(await readdir(temporary)).toEqual([]);
});
