import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { listProjectFiles } from '../../../../src/execution/sandbox/listFiles.ts';
import { gitDiff } from '../../../../src/editor/workflows/tools/gitDiff.ts';
import { plantedRepository, plants, startingRepository } from './plantedPrograms.ts';
import { git, never, onBug, temporaryFolder, writeFiles } from './projectCopyRepositories.ts';

let start = '';
beforeAll(async () => {
  start = await mkdtemp(join(tmpdir(), 'tierwise-start-'));
  await startingRepository(start);
});
afterAll(() => rm(start, { recursive: true, force: true }));

/** Every way in which Tierwise asks git, whether git can answer or not. */
async function everyCall(folder: string): Promise<void> {
  for (const more of [{}, { base: 'lastTag', path: '.' }, { staged: true }]) {
    await gitDiff({ folder, signal: never, ...more }).catch(() => undefined);
  }
  await listProjectFiles({
    folder,
    dependencyNames: new Set(),
    maxFiles: 1000,
    env: process.env,
    signal: never,
    report: onBug,
  });
}

// The planted programs are scripts for a shell that Windows does not have.
describe.skipIf(process.platform === 'win32')('git runs nothing that a repository plants', () => {
  test.each(plants)('$what', async ({ plant, plainly, inside = '' }) => {
    const { folder, mark } = await plantedRepository(start, plant);
    const opened = join(folder, inside);
    await everyCall(opened);
    expect(existsSync(mark)).toBe(false);
    if (!plainly) return;
    await git(opened, ...plainly).catch(() => undefined);
    expect(existsSync(mark), 'a plain git runs it').toBe(true);
  });

  test('nor a filter of the user for files that the repository chooses', async () => {
    const home = await temporaryFolder();
    vi.stubEnv('HOME', home);
    vi.stubEnv('XDG_CONFIG_HOME', undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { folder, mark } = await plantedRepository(start, async ({ folder, trap }) => {
      await writeFiles(home, { '.gitconfig': `[filter "trap"]\n\tclean = ${trap}\n` });
      await writeFiles(folder, { '.gitattributes': '* filter=trap\n' });
    });
    await everyCall(folder);
    expect(existsSync(mark)).toBe(false);
  });
});

test('a repository among the files is not taken for that of its folder', async () => {
  const plant = plants.find(({ inside }) => inside)!;
  const { folder } = await plantedRepository(start, plant.plant);
  const opened = join(folder, plant.inside!);
  await expect(gitDiff({ folder: opened, signal: never })).rejects.toThrow(/not a git repository/);
});

test('a repository that says that its files are elsewhere is treated as none', async () => {
  const outer = await temporaryFolder();
  const [home, folder] = [join(outer, 'home'), join(outer, 'project')];
  await writeFiles(home, { 'key.txt': 'a real key\n' });
  await writeFiles(folder, { 'key.txt': 'nothing\n' });
  await git(folder, 'init', '--quiet');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'first');
  await git(folder, 'config', 'core.worktree', home);
  await expect(gitDiff({ folder, signal: never })).rejects.toThrow(/its files are in/);
});
