import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contentsOf, copyOf, temporaryFolder, writeFiles } from './projectCopyRepositories.ts';

/** A copy that is made with this script in place of git, and the bugs that were reported. */
async function copiedWith(script: string) {
  const [folder, programs] = [await temporaryFolder(), await temporaryFolder()];
  await writeFiles(folder, { 'a.ts': 'a', 'b/c.ts': 'c' });
  await writeFile(join(programs, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const bugs: unknown[] = [];
  const report = (bug: unknown) => bugs.push(bug);
  const { copy } = await copyOf(folder, { env: { PATH: programs }, report });
  return { contents: await contentsOf(copy.folder), bugs };
}

const all = { 'a.ts': 'a', 'b/c.ts': 'c' };

// The scripts are for a shell that Windows does not have.
test.skipIf(process.platform === 'win32').each([
  ['there is no repository', 'echo "fatal: not a git repository" >&2; exit 128'],
  ['the repository belongs to somebody else', 'echo "fatal: dubious ownership" >&2; exit 128'],
])('where %s, everything is copied and no bug is reported', async (_, script) => {
  expect(await copiedWith(script)).toEqual({ contents: all, bugs: [] });
});

test.skipIf(process.platform === 'win32')(
  'where git crashes, everything is copied, and it is reported',
  async () => {
    const { contents, bugs } = await copiedWith('kill -SEGV $$');
    expect(contents).toEqual(all);
    expect(bugs).toMatchObject([{ signal: 'SIGSEGV' }]);
  },
);
