import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  collectedFilesIn,
  type Collection,
  countOf,
  isFull,
  type CollectedSample,
} from '../../../../src/evaluation/collect/collected.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tierwise-collected-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const collection: Collection = {
  id: 'c1',
  subject: { kind: 'taskType', taskType: 'refactor' },
  workspace: 'file:///shop',
  wanted: 2,
  startedAtMs: 1,
};
const sample = (key: string, instruction = key): CollectedSample => ({
  key,
  atMs: 2,
  fixture: { instruction },
});
const path = () => join(folder, 'deep', 'c1.jsonl');
const files = () => collectedFilesIn(join(folder, 'deep'));

test('samples are kept in order, the newest of each request, until there are enough', async () => {
  await files().begin(collection);
  expect(isFull((await files().add('c1', sample('a')))!)).toBe(false);
  const again = await files().add('c1', sample('a', 'changed'));
  expect(again?.samples).toEqual([sample('a', 'changed')]);
  const full = await files().add('c1', sample('b'));
  expect(full?.samples.map(({ key }) => key)).toEqual(['a', 'b']);
  expect(isFull(full!)).toBe(true);
  expect(await files().all()).toEqual([full]);
});

test('the same content twice counts once', () => {
  expect(countOf([sample('a', 'x'), sample('b', 'x'), sample('c')])).toBe(2);
});

test('a torn last line loses nothing else, and what comes after it is whole', async () => {
  await files().begin(collection);
  await files().add('c1', sample('a'));
  appendFileSync(path(), '{"kind":"sample","sample":{"key":"torn","fix');
  expect((await files().read('c1'))?.samples.map(({ key }) => key)).toEqual(['a']);
  const after = await files().add('c1', sample('b'));
  expect(after?.samples.map(({ key }) => key)).toEqual(['a', 'b']);
});

test('what is removed is no longer on the disk; with the last sample goes the file', async () => {
  await files().begin(collection);
  await files().add('c1', sample('a', 'secret of a'));
  await files().add('c1', sample('b'));
  await files().remove('c1', ['a']);
  expect(readFileSync(path(), 'utf8')).not.toContain('secret of a');
  expect((await files().read('c1'))?.samples).toEqual([sample('b')]);
  await files().remove('c1', ['b']);
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test('nothing is added to a file that was deleted', async () => {
  await files().begin(collection);
  await files().forget(await files().older());
  expect(await files().add('c1', sample('a'))).toBeUndefined();
  expect(readdirSync(join(folder, 'deep'))).toEqual([]);
});

test.runIf(process.platform !== 'win32')('only the owner may read the file', async () => {
  await files().begin(collection);
  expect(statSync(path()).mode & 0o077).toBe(0);
});

test('old files are found by their age', async () => {
  await files().begin(collection);
  utimesSync(path(), 100, 100);
  expect(await files().older(100_000)).toEqual([]);
  expect(await files().older(100_001)).toEqual([path()]);
  expect(await files().older()).toEqual([path()]);
});
