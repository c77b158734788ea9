import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { placeOf, placeWithin } from '../../../../src/execution/safety/writePlace.ts';

let top: string;
let repo: string;

/** A repository with links of each kind beside a folder that nothing may reach. */
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-write-')));
  repo = join(top, 'repo');
  for (const folder of ['repo/src/deep', 'repo/.git/hooks', 'repo-evil', 'outside/autostart']) {
    mkdirSync(join(top, folder), { recursive: true });
  }
  writeFileSync(join(top, 'outside', 'kept.txt'), 'kept');
  writeFileSync(join(repo, 'src', 'a.ts'), 'a');
  const links: [link: string, target: string][] = [
    ['docs', '../outside'],
    ['absolute', join(top, 'outside', 'autostart')],
    ['src/up', '../..'],
    ['sibling', '../repo-evil'],
    ['dangling', '../outside/notYet'],
    ['danglingDeep', '../outside/not/yet/there'],
    ['file.txt', '../outside/new.txt'],
    ['kept.txt', '../outside/kept.txt'],
    ['chain1', 'chain2/autostart'],
    ['chain2', 'docs'],
    ['circle', 'circle2'],
    ['circle2', 'circle'],
    ['inside', 'src/deep'],
    ['insideAbsolute', join(repo, 'src')],
    ['danglingInside', 'src/later'],
    ['hooks', '.git/hooks'],
    ['outAndIn', `../../${top.slice(top.lastIndexOf('/') + 1)}/repo/src`],
    ['src/deep/dots', '../../docs/..'],
    ['self', '.'],
  ];
  for (const [link, target] of links) symlinkSync(target, join(repo, link));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

test.each([
  ['src/a.ts', 'src/a.ts'],
  ['src/new/folder/x.ts', 'src/new/folder/x.ts'],
  ['inside/x.ts', 'src/deep/x.ts'],
  ['insideAbsolute/new/x.ts', 'src/new/x.ts'],
  ['danglingInside/x.ts', 'src/later/x.ts'],
  ['hooks/pre-commit', '.git/hooks/pre-commit'],
  ['outAndIn/x.ts', 'src/x.ts'],
  ['self/self/src/x.ts', 'src/x.ts'],
  ['src/up/repo/src/x.ts', 'src/x.ts'],
  ['..hidden/x', '..hidden/x'],
])('%s really is %s', async (path, real) => {
  expect(await placeWithin(repo, join(repo, path))).toBe(real);
});

test.each([
  'docs/x.desktop',
  'docs/new/folder/x',
  'absolute/x',
  'src/up/x',
  'src/up/repo-evil/x',
  'sibling/x',
  'dangling',
  'dangling/x',
  'danglingDeep/x/y',
  'file.txt',
  'kept.txt',
  'chain1/x',
  'chain2/new/x',
  'circle/x',
  'src/deep/dots/x',
  'self/docs/x',
  '../repo-evil/x',
  '..',
  '.',
  'src/../../outside/x',
  'src/../src/a.ts',
  'hooks/../docs',
  'a\0b',
])('%j leads out', async (path) => {
  expect(await placeWithin(repo, `${repo}/${path}`)).toBeUndefined();
});

test('a folder that was opened through a link has its files inside', async () => {
  const alias = join(top, 'alias');
  symlinkSync('repo', alias);
  expect(await placeWithin(alias, join(alias, 'src/new.ts'))).toBe('src/new.ts');
  expect(await placeWithin(repo, join(alias, 'src/new.ts'))).toBe('src/new.ts');
  expect(await placeWithin(alias, join(alias, 'docs/new.ts'))).toBeUndefined();
  rmSync(alias);
});

test('a circle of links leads nowhere, and says so', async () => {
  expect(await placeOf(join(repo, 'circle'))).toBeUndefined();
});

const runs = Number(process.env['TIERWISE_WRITE_PATHS'] ?? 500);
const names = fc.constantFrom(
  'docs',
  'absolute',
  'up',
  'sibling',
  'dangling',
  'danglingDeep',
  'file.txt',
  'kept.txt',
  'chain1',
  'chain2',
  'circle',
  'inside',
  'insideAbsolute',
  'danglingInside',
  'hooks',
  'outAndIn',
  'dots',
  'self',
  'src',
  'deep',
  'a.ts',
  'new',
  'later',
  'repo',
  'repo-evil',
  'outside',
  'autostart',
  '.git',
  '..',
  '.',
  '',
  'ünïcode',
  'x ',
  'x.',
  'C:',
  '~',
  '\\',
  '%2e%2e',
  '\u202E',
);

/** Every file below a folder that no path may reach, with what is in it. */
function reached(): string[] {
  const outside = ['outside', 'repo-evil'].flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true }).map((name) => `${folder}/${String(name)}`),
  );
  return [...outside, ...readdirSync(top)].toSorted();
}

test(
  `${runs} generated paths: none that is let through writes outside`,
  { timeout: 60_000 + runs * 20 },
  async () => {
    const before = reached();
    const seen = { written: 0, refused: 0, through: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(names, { minLength: 1, maxLength: 6 }), async (parts) => {
        const path = `${repo}/${parts.join('/')}`;
        const real = await placeWithin(repo, path);
        if (real === undefined) {
          seen.refused += 1;
          return;
        }
        const made = tryToWrite(path, real);
        if (!made) return;
        seen.written += 1;
        if (real !== parts.join('/')) seen.through += 1;
        // Where it was said to be is where it is.
        expect(realpathSync.native(path)).toBe(join(repo, real));
        made();
      }),
      { numRuns: runs },
    );
    expect(reached()).toEqual(before);
    expect(seen.written).toBeGreaterThan(runs / 40);
    expect(seen.through).toBeGreaterThan(runs / 100);
    expect(seen.refused).toBeGreaterThan(runs / 10);
  },
);

/** Writes as an editor does, folders included; returns what takes it back. Undefined where it cannot be. */
function tryToWrite(path: string, real: string): (() => void) | undefined {
  const place = join(repo, real);
  if (existsSync(place)) return undefined;
  const above = highestMissing(place);
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(path, 'written');
  } catch {
    if (!existsSync(place)) rmSync(above, { recursive: true, force: true });
    return undefined;
  }
  return () => rmSync(above, { recursive: true, force: true });
}

function highestMissing(place: string): string {
  const parent = dirname(place);
  return existsSync(parent) ? place : highestMissing(parent);
}
