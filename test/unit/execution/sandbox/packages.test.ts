import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, readFile, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { runCommand } from '../../../../src/execution/gates/command/commandRun.ts';
import { canClone } from '../../../../src/execution/sandbox/packages/cloning.ts';
import { plainEnvironment } from '../../../../src/execution/sandbox/environment.ts';
import { findExecutable } from '../../../../src/execution/sandbox/findExecutable.ts';
import type { ProjectCopy } from '../../../../src/execution/sandbox/projectCopy.ts';
import {
  contentsOf,
  copyOf,
  never,
  repositoryOf,
  temporaryFolder,
  writeFiles,
} from './projectCopyRepositories.ts';

/*
 * Commands that write into installed packages, with the real tools. The shapes were seen in public
 * reports, read on 2026-11-28: an editable install in a worktree that re-points the shared environment
 * (github.com/no-human-ai/no_human/pull/145), a generator that writes into a package shared by two
 * projects (github.com/nubjs/nub/pull/310), patches and rebuilds in place (docs of patch-package and npm).
 */

// Real processes, on machines that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const run = promisify(execFile);
const ways = [
  ['copied', {}],
  ['linked', { packageLimits: { files: 0, bytes: 0 } }],
] as const;

async function has(...programs: readonly string[]): Promise<boolean> {
  const env = await plainEnvironment(process.env, import.meta.dirname);
  const found = await Promise.all(programs.map((name) => findExecutable(name, env)));
  return found.every((each) => each !== undefined);
}

/** Runs a line of sh in a copy. */
function sh(line: string, copy: ProjectCopy) {
  const command = { name: 'tests', argv: ['sh', '-ec', line], source: 'user settings' };
  return runCommand(command, copy, process.env, never);
}

/** Runs a program text with node in a copy. */
function node(code: string, copy: ProjectCopy) {
  const argv = [process.execPath, '--eval', code];
  return runCommand({ name: 'tests', argv, source: 'user settings' }, copy, process.env, never);
}

const ended = { kind: 'exited', code: 0, output: expect.anything() };

const hasPython = await has('python3', 'sh');
const canMakeVenv =
  hasPython &&
  (await run('python3', ['-c', 'import venv, pip']).then(
    () => true,
    () => false,
  ));

/** Builds an editable wheel without setuptools: a path file that names this folder. */
const buildBackend = `
import os, zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    name = 'ledgerly-1-py3-none-any.whl'
    about = 'ledgerly-1.dist-info/'
    with zipfile.ZipFile(os.path.join(folder, name), 'w') as wheel:
        wheel.writestr('ledgerly.pth', os.getcwd() + chr(10))
        wheel.writestr(about + 'METADATA', 'Metadata-Version: 2.1\\nName: ledgerly\\nVersion: 1\\n')
        wheel.writestr(about + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        wheel.writestr(about + 'RECORD', '')
    return name
build_wheel = build_editable
`;

test.skipIf(!canMakeVenv).each(ways)(
  'an editable install in a copy, %s, leaves the environment alone [needs python3 with pip and venv]',
  async (_way, more) => {
    const folder = await repositoryOf({
      '.gitignore': '.venv/\n*.egg-info/\nbuild/\n',
      'pyproject.toml': `[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n`,
      'backend.py': buildBackend,
      'ledgerly.py': 'place = __file__\n',
    });
    const install = ['-m', 'pip', 'install', '-q', '--no-index', '--no-build-isolation', '-e', '.'];
    await run('python3', ['-m', 'venv', '--system-site-packages', '--without-pip', '.venv'], {
      cwd: folder,
    });
    await run(join(folder, '.venv/bin/python'), install, { cwd: folder });
    const script = join(folder, '.venv/bin/where');
    await writeFile(
      script,
      `#!${folder}/.venv/bin/python\nimport sys, ledgerly\nprint(sys.prefix)\n`,
    );
    await chmod(script, 0o755);
    const before = await contentsOf(join(folder, '.venv'));
    expect(Object.keys(before).some((path) => /ledgerly/.test(path))).toBe(true);

    const { copy } = await copyOf(folder, more);
    const seen = await sh('.venv/bin/where', copy);
    expect(seen).toEqual({ ...ended, output: `${copy.folder}/.venv\n` });
    expect(await sh(`.venv/bin/python ${install.join(' ')}`, copy)).toEqual(ended);
    const outside = await sh(
      'cd / && unset PYTHONPATH && "$OLDPWD/.venv/bin/python" -c "import ledgerly; print(ledgerly.place)"',
      copy,
    );
    expect(outside).toEqual({ ...ended, output: `${copy.folder}/ledgerly.py\n` });
    await copy.dispose();
    expect(await contentsOf(join(folder, '.venv'))).toEqual(before);
    const { stdout } = await run(join(folder, '.venv/bin/python'), [
      '-c',
      'import ledgerly; print(ledgerly.place)',
    ]);
    expect(stdout).toBe(`${folder}/ledgerly.py\n`);
  },
);

/** A project whose generator writes into two packages, as Prisma's does. */
async function generatedClient(): Promise<string> {
  const folder = await repositoryOf({ '.gitignore': 'node_modules\n', 'package.json': '{}' });
  await writeFiles(folder, {
    'node_modules/@prisma/client/package.json': '{"name":"@prisma/client"}',
    'node_modules/@prisma/client/index.js': `module.exports = require('.prisma/client');`,
    'node_modules/.prisma/client/index.js': `module.exports = 'generated before';`,
    'node_modules/adapter/package.json': '{"peerDependencies":{"@prisma/client":"*"}}',
    'node_modules/adapter/index.js': `module.exports = require('@prisma/client');`,
    'node_modules/plain/package.json': '{}',
    'node_modules/plain/index.js': '',
  });
  return folder;
}

test.each(ways)('what a generator writes stays in a copy, %s', async (_way, more) => {
  const folder = await generatedClient();
  const before = await contentsOf(folder);
  const { copy } = await copyOf(folder, more);
  const code = `
    const { dirname, join } = require('path');
    const { writeFileSync } = require('fs');
    const client = dirname(require.resolve('@prisma/client'));
    writeFileSync(join(client, '../../.prisma/client/index.js'), "module.exports = 'generated now';");
    writeFileSync(join(client, 'schema.txt'), 'new');
    if (require('adapter') !== 'generated now') process.exit(1);`;
  expect(await node(code, copy)).toEqual({ ...ended, output: '' });
  expect(await contentsOf(folder)).toEqual(before);
});

test('what a run left in packages is gone before the next', async () => {
  const { copy } = await copyOf(await generatedClient());
  await copy.remember(never);
  const before = await contentsOf(copy.folder);
  const made = await sh('echo x > node_modules/plain/index.js; rm -r node_modules/adapter', copy);
  expect(made).toEqual(ended);
  await copy.tidy(never);
  expect(await contentsOf(copy.folder)).toEqual(before);
});

test.each(ways)('cleaning a copy, %s, removes nothing else', async (_way, more) => {
  const folder = await generatedClient();
  const before = await contentsOf(folder);
  for (const line of [
    'rm -rf node_modules',
    'git init -q && git clean -qffdx',
    'find . -delete || true',
  ]) {
    const { copy } = await copyOf(folder, more);
    expect(await sh(line, copy)).toEqual(ended);
    expect(existsSync(join(copy.folder, 'node_modules/plain'))).toBe(false);
    expect(await contentsOf(folder)).toEqual(before);
  }
});

test.skipIf(!(await has('npm', 'sh')))(
  'packages that are built, installed and removed in place stay [needs npm]',
  async () => {
    const folder = await repositoryOf({
      '.gitignore': 'node_modules\n',
      'tools/native/package.json': `{"name":"native","version":"1.0.0","scripts":{"install":"node build.js"}}`,
      'tools/native/build.js': `require('fs').appendFileSync('built.txt', 'x');`,
      'package.json': '{"name":"shop","version":"1.0.0"}',
    });
    await mkdir(join(folder, 'node_modules'));
    await run('cp', ['-R', join(folder, 'tools/native'), join(folder, 'node_modules/native')]);
    const before = await contentsOf(folder);
    const { copy } = await copyOf(folder);
    expect(await sh('npm rebuild --offline', copy)).toEqual(ended);
    expect(await readFile(join(copy.folder, 'node_modules/native/built.txt'), 'utf8')).toBe('x');
    expect(await sh('npm install --offline --no-audit ./tools/native', copy)).toEqual(ended);
    expect(await sh('npm prune --offline && npm uninstall native', copy)).toEqual(ended);
    expect(await contentsOf(folder)).toEqual(before);
  },
);

test('installing into packages that are links is refused, also by way of scripts', async () => {
  const folder = await generatedClient();
  await writeFiles(folder, {
    'package.json': JSON.stringify({
      scripts: { test: 'npm run build && node t.js', prebuild: 'patch-package', build: 'tsc' },
    }),
  });
  const { copy } = await copyOf(folder, ways[1][1]);
  const refused = async (...argv: string[]) => {
    const command = { name: 'tests', argv, source: 'user settings' };
    const end = await runCommand(command, copy, process.env, never);
    return end.kind === 'refused' ? end.why : end.kind;
  };
  expect(await refused('npm', 'test')).toContain('"patch-package" writes into installed packages');
  expect(await refused('npm', '--silent', 'ci')).toContain('npm --silent ci');
  expect(await refused('sh', '-c', 'pnpm install --offline && vitest')).toContain('pnpm install');
  expect(await refused('sh', '-c', 'yarn')).toContain('"yarn"');
  expect(await refused('sh', '-c', 'echo npm information; pip install x')).toBe('exited');
  const small = await copyOf(folder);
  const command = { name: 'tests', argv: ['sh', '-c', 'exit 0; npm ci'], source: 'user settings' };
  expect((await runCommand(command, small.copy, process.env, never)).kind).toBe('exited');
});

test('a write into a package that is a link is told, with the place', async () => {
  const folder = await generatedClient();
  const { copy } = await copyOf(folder, ways[1][1]);
  const end = await sh('echo broken > node_modules/plain/index.js', copy);
  expect(end).toEqual({
    kind: 'reachedOut',
    why: expect.stringContaining(join(folder, 'node_modules/plain/index.js')),
  });
  expect(await sh('cat node_modules/plain/index.js', copy)).toEqual(ended);
});

/** As pnpm installs: packages are hard links into a store, and each package sees only its own. */
async function pnpmProject(): Promise<{ folder: string; store: string }> {
  const store = await temporaryFolder();
  const folder = await repositoryOf({ '.gitignore': 'node_modules\n', 'package.json': '{}' });
  const files = {
    'node_modules/.pnpm/a@1.0.0/node_modules/a/package.json': '{"dependencies":{"b":"1"}}',
    'node_modules/.pnpm/a@1.0.0/node_modules/a/index.js': `module.exports = require('b');`,
    'node_modules/.pnpm/b@1.0.0/node_modules/b/package.json': '{"scripts":{"install":"x"}}',
    'node_modules/.pnpm/b@1.0.0/node_modules/b/index.js': `module.exports = 'b';`,
    'node_modules/.pnpm/c@1.0.0/node_modules/c/index.js': '',
    'node_modules/.modules.yaml': `storeDir: ${store}\n`,
    'node_modules/.pnpm/lock.yaml': '',
  };
  for (const [path, text] of Object.entries(files)) {
    const [file, stored] = [join(folder, path), join(store, path.replaceAll('/', '+'))];
    await writeFile(stored, text);
    await mkdir(dirname(file), { recursive: true });
    await link(stored, file);
  }
  const modules = join(folder, 'node_modules');
  await symlink('../../b@1.0.0/node_modules/b', join(modules, '.pnpm/a@1.0.0/node_modules/b'));
  for (const name of ['a', 'c']) {
    await symlink(`.pnpm/${name}@1.0.0/node_modules/${name}`, join(modules, name));
  }
  return { folder, store };
}

test.each(ways)('hard links into a store are not written through, %s', async (_way, more) => {
  const { folder, store } = await pnpmProject();
  const before = [await contentsOf(folder), await contentsOf(store)];
  const { copy } = await copyOf(folder, more);
  const code = `
    const { appendFileSync, realpathSync, writeFileSync } = require('fs');
    const found = require.resolve('b', { paths: [realpathSync('node_modules/a')] });
    appendFileSync(found, "module.exports = 'built';");
    writeFileSync('node_modules/.pnpm/lock.yaml', 'new');
    writeFileSync('node_modules/.modules.yaml', 'new');
    if (require('a') !== 'built') process.exit(1);`;
  expect(await node(code, copy)).toEqual({ ...ended, output: '' });
  expect([await contentsOf(folder), await contentsOf(store)]).toEqual(before);
});

const cloning = await (async () => {
  const { tmpdir } = await import('node:os');
  const { mkdtemp, rm } = await import('node:fs/promises');
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'tierwise-clone-'));
  await writeFile(join(folder, 'a'), 'x'.repeat(100_000));
  try {
    return await canClone(join(folder, 'a'), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
})();

test.skipIf(!cloning)(
  'where the file system clones, many packages are cloned whole [needs TMPDIR on btrfs, xfs or APFS]',
  async () => {
    const folder = await repositoryOf({ '.gitignore': 'node_modules\n', 'package.json': '{}' });
    const files = Object.fromEntries(
      Array.from({ length: 3_200 }, (_, i) => [`node_modules/p${i}/index.js`, `${i}`]),
    );
    await writeFiles(folder, files);
    const { copy } = await copyOf(folder);
    expect(copy.linked.size).toBe(0);
    expect(await sh('for each in node_modules/*/index.js; do echo x >> $each; done', copy)).toEqual(
      ended,
    );
    expect((await stat(join(folder, 'node_modules/p3199/index.js'))).size).toBe(4);
  },
);
