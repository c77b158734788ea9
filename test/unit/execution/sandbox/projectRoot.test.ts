import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../../../src/execution/sandbox/projectRoot.ts';
import { temporaryFolder, writeFiles } from './projectCopyRepositories.ts';

type Files = Readonly<Record<string, string>>;

// The opened folder is always `apps/web`; each case says where its project begins.
const cases: [name: string, files: Files, root: string][] = [
  ['a package alone', { 'apps/web/package.json': '{}', 'README.md': '' }, 'apps/web'],
  ['pnpm', { 'apps/web/package.json': '{}', 'pnpm-workspace.yaml': '' }, '.'],
  ['npm', { 'apps/web/package.json': '{}', 'package.json': '{\n  "workspaces": []\n}' }, '.'],
  [
    'a deeper key of that name',
    { 'apps/web/package.json': '{}', 'package.json': '{\n  "a": {\n      "workspace": 1\n  }\n}' },
    'apps/web',
  ],
  [
    'a hoisted dependency',
    {
      'apps/web/package.json': '{"devDependencies":{"tool":"1"}}',
      'apps/node_modules/tool/index.js': '',
    },
    'apps',
  ],
  [
    'its own dependency',
    {
      'apps/web/package.json': '{"devDependencies":{"tool":"1"}}',
      'apps/web/node_modules/tool/index.js': '',
      'node_modules/tool/index.js': '',
    },
    'apps/web',
  ],
  [
    'a base configuration, named without its ending',
    {
      'apps/web/package.json': '{}',
      'apps/web/tsconfig.json': '{"extends": "../../base"}',
      'base.json': '',
    },
    '.',
  ],
  [
    'a package beside it',
    {
      'apps/web/package.json': '{"dependencies":{"ui":"file:../ui"}}',
      'apps/ui/package.json': '{}',
    },
    'apps',
  ],
  ['Cargo', { 'apps/web/Cargo.toml': '', 'Cargo.toml': '[workspace]\nmembers = []' }, '.'],
  ['Go', { 'apps/web/go.mod': '', 'go.work': '' }, '.'],
  ['Gradle', { 'apps/web/build.gradle.kts': '', 'settings.gradle.kts': '' }, '.'],
  ['Python', { 'apps/web/pyproject.toml': '', '.venv/pyvenv.cfg': '' }, '.'],
  ['a folder inside a package', { 'apps/web/a.js': '', 'apps/package.json': '{}' }, 'apps'],
  ['no package at all', { 'apps/web/a.js': '' }, 'apps/web'],
];
test.each(cases)('%s', async (_name, files, root) => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, '.git'));
  await writeFiles(folder, files);
  expect(await projectRoot(join(folder, 'apps/web'))).toBe(join(folder, root));
});

test('nothing above the repository counts', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'pnpm-workspace.yaml': '', 'own/package.json': '{}' });
  await mkdir(join(folder, 'own/.git'));
  expect(await projectRoot(join(folder, 'own'))).toBe(join(folder, 'own'));
});
