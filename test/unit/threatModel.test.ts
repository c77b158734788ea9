import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/tools.mjs';

const page = readFileSync(join(root, 'docs', 'threat-model.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => /^\| [SLRE]\d+ \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id, , place, tests]) => ({ id: id!, place: place!, tests: tests! }));
const sources = globSync('{src,scripts}/**/*.{ts,mjs}', { cwd: root }).map((file) =>
  file.replaceAll('\\', '/'),
);

test('every requirement has a row', () => {
  const counts = { S: 25, L: 6, R: 4, E: 6 };
  const wanted = Object.entries(counts).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  );
  expect(rows.map(({ id }) => id)).toEqual(wanted);
});

test.each(rows)('the places of $id are there', ({ place }) => {
  const named = [...place.matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
  const missing = named.filter((path) =>
    path.endsWith('/') || !path.includes('/')
      ? !existsSync(join(root, 'src', path)) &&
        !existsSync(join(root, path)) &&
        !sources.some((file) => basename(file) === path)
      : !existsSync(join(root, 'src', path)) && !existsSync(join(root, path)),
  );
  expect(missing).toEqual([]);
});

const folders: Readonly<Record<string, string>> = {
  U: 'test/unit',
  F: 'test/faults',
  E: 'test/editor',
};

test.each(rows)('the tests of $id are there', ({ tests }) => {
  const named = [...tests.matchAll(/\b([UFE])\/([\w/]+)(?:[^;]*?"([^"]+)")?/g)].map(
    ([, letter, path, name]) => ({ path: `${folders[letter!]}/${path}`, name }),
  );
  const host = [...tests.matchAll(/`(test\/host\/\w+)`/g)].map(([, path]) => ({
    path: path!,
    name: undefined,
  }));
  const all = [...named, ...host];
  expect(all.length).toBeGreaterThan(0);
  const missing = all.filter(({ path, name }) => {
    const files = globSync([`${path}.test.ts`, `${path}/**/*.test.ts`], { cwd: root });
    const holds = (file: string) =>
      name === undefined || readFileSync(join(root, file), 'utf8').includes(name);
    return files.length === 0 || !files.some(holds);
  });
  expect(missing).toEqual([]);
});
