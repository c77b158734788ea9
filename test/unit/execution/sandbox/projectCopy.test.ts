import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { ProjectCopyError } from '../../../../src/execution/sandbox/paths.ts';
import { createProjectCopy } from '../../../../src/execution/sandbox/projectCopy.ts';
import { sweepProjectCopies } from '../../../../src/execution/sandbox/sweep.ts';
import {
  contentsOf,
  copyOf,
  git,
  never,
  onBug,
  repositoryOf,
  temporaryFolder,
  writeFiles,
} from './projectCopyRepositories.ts';

// Real processes, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

test('a copy holds the project as it is on disk now, and the repository is as it was', async () => {
  const folder = await repositoryOf({
    '.gitignore': 'dist/\n*.log\n',
    'src/a.ts': 'committed',
    'src/gone.ts': 'committed',
    'run.sh': '#!/bin/sh\n',
  });
  await writeFiles(folder, {
    'src/a.ts': 'changed',
    'new/b.ts': 'new',
    'dist/x.js': '',
    'y.log': '',
  });
  await rm(join(folder, 'src/gone.ts'));
  await chmod(join(folder, 'run.sh'), 0o755);
  const before = [await contentsOf(folder), await git(folder, 'status', '--porcelain')];

  const { copy, scratchFolder } = await copyOf(folder, {
    overlay: [
      { path: 'src/a.ts', text: 'unsaved' },
      { path: 'src/untitled.ts', text: 'only in the editor' },
    ],
  });
  expect(await contentsOf(copy.folder)).toEqual({
    '.gitignore': 'dist/\n*.log\n',
    'new/b.ts': 'new',
    'run.sh': '#!/bin/sh\n',
    'src/a.ts': 'unsaved',
    'src/untitled.ts': 'only in the editor',
  });
  expect((await stat(join(copy.folder, 'run.sh'))).mode & 0o111).toBe(0o111);
  await copy.write('new/b.ts', 'written in place');
  await copy.dispose();
  expect(await readdir(scratchFolder)).toEqual([]);
  expect([await contentsOf(folder), await git(folder, 'status', '--porcelain')]).toEqual(before);
  expect((await git(folder, 'worktree', 'list', '--porcelain')).match(/^worktree /gm)).toHaveLength(
    1,
  );
  await copy.dispose();
});

test('hostile names are copied as they are and mean nothing', async () => {
  const names = ['a;touch x', '$(touch x)', '-rf', '--exec=touch x', 'two\nlines', '`touch x`'];
  const hostile = [
    ...names,
    '"quoted\'',
    ':(glob)**',
    '*',
    'ü\u202e',
    'deep/-c/core.pager=touch x',
  ];
  const files = Object.fromEntries(hostile.map((name) => [name, `content of ${name}`]));
  const folder = await repositoryOf(files);
  await git(folder, 'branch', '--', '$(touch${IFS}x);`touch${IFS}x`');
  await git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/$(touch${IFS}x);`touch${IFS}x`');
  await writeFiles(folder, { '$(id) untracked': 'new' });
  const { copy } = await copyOf(folder);
  expect(await contentsOf(copy.folder)).toEqual({ ...files, '$(id) untracked': 'new' });
});

test('nothing that a repository configures runs', async () => {
  const folder = await repositoryOf({ 'a.txt': 'plain', '.gitattributes': '* filter=evil\n' });
  const mark = join(await temporaryFolder(), 'ran');
  const evil = `sh -c 'touch ${mark}; cat'`;
  const hook = join(folder, '.git/hooks/post-checkout');
  await writeFile(hook, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  await git(folder, 'config', 'core.fsmonitor', `touch ${mark} #`);
  await git(folder, 'update-index', '--fsmonitor');
  // That was our own call: the monitor does run when nothing forbids it.
  await git(folder, 'status');
  await rm(mark);
  for (const key of ['core.pager', 'core.editor', 'core.sshCommand']) {
    await git(folder, 'config', key, evil);
  }
  for (const key of ['filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process']) {
    await git(folder, 'config', key, evil);
  }
  await git(folder, 'config', 'alias.ls-files', `!touch ${mark}`);
  await git(folder, 'config', 'core.hooksPath', '.git/hooks');
  const { copy } = await copyOf(folder);
  expect(await readFile(join(copy.folder, 'a.txt'), 'utf8')).toBe('plain');
  await expect(stat(mark)).rejects.toThrow('ENOENT');
});

test('a git in the project folder is not the git that runs', async () => {
  const folder = await repositoryOf({ '.gitignore': 'ignored\n', ignored: '' });
  const mark = join(await temporaryFolder(), 'ran');
  await writeFile(join(folder, 'git'), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  const PATH = ['.', '', folder, process.env['PATH']].join(':');
  const { copy } = await copyOf(folder, { env: { ...process.env, PATH } });
  expect(Object.keys(await contentsOf(copy.folder)).toSorted()).toEqual(['.gitignore', 'git']);
  await expect(stat(mark)).rejects.toThrow('ENOENT');
});

test('without a repository all is copied but caches', async () => {
  const folder = await temporaryFolder();
  const files = { 'a.py': '1', 'lib/b.py': '2', '.env.example': '3' };
  await writeFiles(folder, { ...files, '__pycache__/a.pyc': '', '.tox/x': '', '.hg/store': '' });
  const { copy } = await copyOf(folder);
  expect(await contentsOf(copy.folder)).toEqual(files);
});

test('a folder that an outer repository ignores is copied all the same', async () => {
  const outer = await repositoryOf({ '.gitignore': 'sandbox/\n' });
  await writeFiles(outer, { 'sandbox/shop/a.ts': 'a' });
  const { copy } = await copyOf(join(outer, 'sandbox/shop'));
  expect(await contentsOf(copy.folder)).toEqual({ 'a.ts': 'a' });
});

test('repositories in the repository are copied too', async () => {
  const inner = await repositoryOf({ 'inner.ts': 'inner' });
  const folder = await repositoryOf({ 'outer.ts': 'outer' });
  const add = ['submodule', '--quiet', 'add', '--', inner, 'sub'];
  await git(folder, '-c', 'protocol.file.allow=always', ...add);
  await git(folder, 'clone', '--quiet', '--', inner, join(folder, 'nested'));
  const { copy } = await copyOf(folder);
  const { '.gitmodules': _, ...files } = await contentsOf(copy.folder);
  expect(files).toEqual({
    'inner.ts': undefined,
    'nested/inner.ts': 'inner',
    'outer.ts': 'outer',
    'sub/inner.ts': 'inner',
  });
});

const linking = { packageLimits: { files: 0, bytes: 0 } };
const ignoring: [name: string, files: Record<string, string>, inGit: boolean][] = [
  ['ignored', { '.gitignore': 'node_modules\n' }, true],
  ['new and not ignored', {}, true],
  ['outside of git', {}, false],
];
test.each(ignoring)(
  'installed packages that are too many to copy are linked, %s',
  async (_name, files, inGit) => {
    const own = { ...files, 'packages/shop/index.js': 'shop', 'main.js': '' };
    const folder = inGit ? await repositoryOf(own) : await temporaryFolder();
    await writeFiles(folder, {
      ...own,
      'node_modules/left-pad/index.js': 'pad',
      'node_modules/@org/tool/index.js': 'tool',
      'node_modules/.cache/x': 'cached',
      'packages/shop/node_modules/deep/index.js': 'deep',
    });
    await symlink('../../packages/shop', join(folder, 'node_modules/@org/shop'));
    const before = await contentsOf(folder);

    const { copy } = await copyOf(folder, linking);
    const text = (path: string): Promise<string> => readFile(join(copy.folder, path), 'utf8');
    expect(await text('node_modules/left-pad/index.js')).toBe('pad');
    expect(await text('node_modules/@org/tool/index.js')).toBe('tool');
    expect(await text('packages/shop/node_modules/deep/index.js')).toBe('deep');
    await copy.write('packages/shop/index.js', 'changed');
    expect(await text('node_modules/@org/shop/index.js')).toBe('changed');
    await copy.write('node_modules/.cache/x', 'of the copy');
    for (const path of ['node_modules/left-pad/index.js', 'node_modules/@org/tool/new.js']) {
      await expect(copy.write(path, 'evil')).rejects.toThrow('a link leads out of the project');
    }
    await copy.dispose();
    expect(await contentsOf(folder)).toEqual(before);
  },
);

test('what a repository holds of its packages is copied; composer finds the copy', async () => {
  const folder = await repositoryOf({ 'go/vendor/m/a.go': 'm', '.gitignore': '/vendor/\n' });
  await writeFiles(folder, { 'vendor/composer/loader.php': '', 'vendor/acme/a.php': '' });
  const whole = await copyOf(folder);
  expect(await contentsOf(whole.copy.folder)).toEqual({
    '.gitignore': '/vendor/\n',
    'go/vendor/m/a.go': 'm',
    'vendor/acme/a.php': '',
    'vendor/composer/loader.php': '',
  });
  const { copy } = await copyOf(folder, linking);
  expect(await contentsOf(copy.folder)).toEqual({
    '.gitignore': '/vendor/\n',
    'go/vendor/m/a.go': 'm',
    'vendor/acme': `→ ${join(folder, 'vendor/acme')}`,
    'vendor/composer/loader.php': '',
  });
});

test('links inside the project are repeated, links out of it are left out', async () => {
  const outside = await temporaryFolder();
  await writeFiles(outside, { 'secret.txt': 'secret', 'was/b.txt': 'outside' });
  const folder = await repositoryOf({ 'src/a.txt': 'a', 'was/b.txt': 'b' });
  await symlink('../src', join(folder, 'src/self'));
  await symlink(join(folder, 'src/a.txt'), join(folder, 'absolute.txt'));
  await symlink(outside, join(folder, 'out'));
  await symlink(join(outside, 'secret.txt'), join(folder, 'secret.txt'));
  await symlink('nowhere', join(folder, 'dangling'));
  // A tracked folder that became a link: git still lists the file behind it.
  await rm(join(folder, 'was'), { recursive: true });
  await symlink(join(outside, 'was'), join(folder, 'was'));
  const { copy } = await copyOf(folder);
  expect(await contentsOf(copy.folder)).toEqual({
    'src/a.txt': 'a',
    'src/self': `→ ${join(copy.folder, 'src')}`,
    'absolute.txt': '→ src/a.txt',
  });
});

const limits: [name: string, limits: { files: number; bytes: number }, says: string][] = [
  ['many files', { files: 3, bytes: 1e6 }, 'more than 3 files'],
  ['many bytes', { files: 10, bytes: 1024 * 1024 }, 'more than 1 MB'],
];
test.each(limits)('too %s: no copy, and why', async (_name, limits, says) => {
  const big = 'x'.repeat(600_000);
  for (const inGit of [true, false]) {
    const files = { a: big, b: big, c: '', 'd/e': '' };
    const folder = inGit ? await repositoryOf(files) : await temporaryFolder();
    await writeFiles(folder, files);
    const scratchFolder = await temporaryFolder();
    const request = {
      folder,
      scratchFolder,
      env: process.env,
      limits,
      signal: never,
      report: onBug,
    };
    await expect(createProjectCopy(request)).rejects.toThrow(ProjectCopyError);
    await expect(createProjectCopy(request)).rejects.toThrow(says);
    expect(await readdir(scratchFolder)).toEqual([]);
  }
});

test('without other limits, 512 MB are the most', async () => {
  const folder = await temporaryFolder();
  const scratchFolder = await temporaryFolder();
  // A sparse file takes no room on the disk.
  await writeFile(join(folder, 'film.mp4'), '');
  await truncate(join(folder, 'film.mp4'), 513 * 1024 * 1024);
  const request = { folder, scratchFolder, env: process.env, signal: never, report: onBug };
  await expect(createProjectCopy(request)).rejects.toThrow('more than 512 MB');
});

test('a copy is not made inside the project', async () => {
  const folder = await repositoryOf({ a: 'a' });
  await expect(copyOf(folder, { scratchFolder: join(folder, 'tmp') })).rejects.toThrow(
    'inside the project itself',
  );
});

test('cancelled at any moment, nothing is left', async () => {
  const files = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`d${i % 20}/${i}`, 'x']));
  const folder = await repositoryOf({ ...files, '.gitignore': 'node_modules' });
  await writeFiles(folder, { 'node_modules/p/index.js': '' });
  const scratchFolder = await temporaryFolder();
  const outcomes = new Set<string>();
  for (let turns = 0; !outcomes.has('made'); turns = Math.ceil((turns + 1) * 1.2)) {
    const abort = new AbortController();
    const reason = new Error('cancelled');
    const making = createProjectCopy({
      folder,
      scratchFolder,
      env: process.env,
      signal: abort.signal,
      report: onBug,
    }).then(
      async (copy) => {
        await copy.dispose();
        return 'made';
      },
      (thrown) => (thrown === reason ? 'cancelled' : `failed: ${thrown}`),
    );
    for (let turn = 0; turn < turns; turn += 1) await nextTurn();
    abort.abort(reason);
    outcomes.add(await making);
    expect(await readdir(scratchFolder)).toEqual([]);
  }
  expect([...outcomes]).toEqual(['cancelled', 'made']);
});

test('what a killed process left is removed at the next start, living copies are not', async () => {
  const folder = await repositoryOf({ 'a.ts': 'a' });
  const { scratchFolder } = await copyOf(folder);
  await writeFiles(scratchFolder, { 'copy-notes/mine.txt': 'mine' });
  const living = await readdir(scratchFolder);
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const { createProjectCopy } = await import(process.argv[1]);
       const [, , folder, scratchFolder] = process.argv;
       const { signal } = new AbortController();
       await createProjectCopy({ folder, scratchFolder, env: process.env, signal });
       process.kill(process.pid, 'SIGKILL');`,
      new URL('../../../../src/execution/sandbox/projectCopy.ts', import.meta.url).href,
      folder,
      scratchFolder,
    ],
    { stdio: 'inherit' },
  );
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  expect(await readdir(scratchFolder)).toHaveLength(living.length + 1);
  await sweepProjectCopies(scratchFolder);
  expect(await readdir(scratchFolder)).toEqual(living);
  const aDayLater = Date.now() + 25 * 60 * 60 * 1000;
  await sweepProjectCopies(scratchFolder, aDayLater);
  expect(await readdir(scratchFolder)).toEqual(['copy-notes']);
  await sweepProjectCopies(join(scratchFolder, 'never made'));
});

test('a written file is brought back, a new one is removed', async () => {
  const folder = await repositoryOf({ 'a.ts': 'a' });
  const { copy } = await copyOf(folder);
  const before = await contentsOf(copy.folder);
  for (const text of ['first', 'second']) await copy.write('a.ts', text);
  await copy.write('new/b.ts', 'b');
  expect(await contentsOf(copy.folder)).toEqual({ 'a.ts': 'second', 'new/b.ts': 'b' });
  for (const path of ['a.ts', 'new/b.ts', 'never/written.ts']) await copy.restore(path);
  expect(await contentsOf(copy.folder)).toEqual(before);
});

test('work in a copy is done one after the other, and disposing waits', async () => {
  const { copy } = await copyOf(await repositoryOf({ 'a.ts': 'a' }));
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const working = copy.inTurn(async () => {
    await first.promise;
    done.push('first');
  }, never);
  const abort = new AbortController();
  const waiting = copy.inTurn(async () => done.push('never'), abort.signal);
  const second = copy.inTurn(async () => done.push('second'), never);
  const disposing = copy.dispose().then(() => done.push('disposed'));
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(done).toEqual([]);
  first.resolve();
  await Promise.all([working, second, disposing]);
  expect(done).toEqual(['first', 'second', 'disposed']);
});
