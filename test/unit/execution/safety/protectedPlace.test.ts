import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isManifest, riskOfPath } from '../../../../src/execution/safety/protectedPlace.ts';
import { protectedPlaces } from '../../../../src/execution/safety/protectedPlaces.ts';

const asked: [path: string, risk: RegExp][] = [
  ['.git/hooks/pre-commit', /git runs it at each commit/],
  ['scripts/hooks/post-checkout.sh', /git runs it/],
  ['.git/config', /git runs it, or chooses/],
  ['vendored/.git', /git runs it, or chooses/],
  ['.gitmodules', /git runs it, or chooses/],
  ['a/b/.gitattributes', /git runs it, or chooses/],
  ['fixtures/bare/HEAD', /takes a folder with such a file for a repository/],
  ['.husky/pre-push', /git runs it/],
  ['lefthook-local.yml', /git runs it/],
  ['.pre-commit-config.yaml', /git runs it/],
  ['.github/workflows/ci.yml', /server that you push to/],
  ['.gitlab-ci.yml', /server that you push to/],
  ['.circleci/config.yml', /server that you push to/],
  ['bitbucket-pipelines.yml', /server that you push to/],
  ['azure-pipelines-release.yml', /server that you push to/],
  ['ci/Jenkinsfile', /server that you push to/],
  ['.forgejo/workflows/x.yaml', /server that you push to/],
  ['.gitea/workflows/x.yaml', /server that you push to/],
  ['.vscode/tasks.json', /VS Code runs its tasks/],
  ['packages/a/.vscode/settings.json', /VS Code runs its tasks/],
  ['shop.code-workspace', /VS Code runs its tasks/],
  ['.idea/workspace.xml', /when the project is opened/],
  ['.devcontainer/devcontainer.json', /when the project is opened/],
  ['eslint.config.mjs', /extension of your editor/],
  ['test/conftest.py', /extension of your editor/],
  ['crates/a/build.rs', /extension of your editor/],
  ['.npmrc', /package manager follows it/],
  ['.yarnrc.yml', /package manager follows it/],
  ['.pnpmfile.cjs', /package manager follows it/],
  ['pip.conf', /package manager follows it/],
  ['setup.py', /package manager follows it/],
  ['.cargo/config.toml', /package manager follows it/],
  ['package-lock.json', /which packages are installed/],
  ['apps/web/pnpm-lock.yaml', /which packages are installed/],
  ['requirements-dev.txt', /which packages are installed/],
  ['node_modules/left-pad/index.js', /installed package/],
  ['.mcp.json', /agents take it/],
  ['.cursor/rules/a.mdc', /agents take it/],
  ['.claude/settings.json', /agents take it/],
  ['docs/AGENTS.md', /agents take it/],
  ['CLAUDE.local.md', /agents take it/],
  ['.bashrc', /your shell runs it/],
  ['home/.zshenv', /your shell runs it/],
  ['.profile', /your shell runs it/],
  ['.envrc', /direnv runs it/],
  ['.vimrc', /editor or a container/],
  ['.env', /keys and addresses/],
  ['api/.env.production', /keys and addresses/],
  ['/home/me/.ssh/authorized_keys', /lets others in/],
  ['/home/me/.config/autostart/x.desktop', /starts|lets others in/],
  ['Library/LaunchAgents/x.plist', /your computer starts it/],
  ['.tierwise/policy.yaml', /Tierwise takes its rules/],
  // Ways to write the same place, each taken from an advisory about another product.
  ['.VSCode/Tasks.JSON', /VS Code/],
  ['.git::$INDEX_ALLOCATION/hooks/x', /git/],
  ['.git:stream', /git/],
  ['.git./config', /git/],
  ['.git /config', /git/],
  ['GIT~1/config', /short name/],
  ['x/gi7eba~1/config', /short name/],
  ['.g\u200Cit/config', /git/],
  ['.vs\u00ADcode/tasks.json', /VS Code/],
  ['.ｖｓｃｏｄｅ/tasks.json', /VS Code/],
  ['.𝐆𝐢𝐭/config', /git/],
  ['a\\.git\\hooks\\x', /git/],
  ['.git\n/config', /git/],
  ['.env\u202E', /keys and addresses/],
];
test.each(asked)('%j asks', (path, risk) => {
  expect(riskOfPath(path)).toMatch(risk);
});

const plain = [
  'src/a.ts',
  'src/git/hooks.ts',
  'src/env.ts',
  'src/.environment.ts',
  'src/agents.ts',
  'src/head.ts',
  'src/vscode/tasks.json',
  'README.md',
  'Dockerfile',
  'tsconfig.json',
  'package.json',
  '.editorconfig',
  '.gitignore',
  '.prettierignore',
  'scripts/build.mjs',
  'migrations/0001.sql',
  'backup~1.verylong',
  'docs/a~b.md',
];
test.each(plain)('%j does not ask', (path) => {
  expect(riskOfPath(path)).toBeUndefined();
});

test('package.json is judged by what changes in it, wherever it lies and however it is written', () => {
  for (const path of [
    'package.json',
    'a/package.json',
    'Package.JSON',
    'package.json.',
    'package.json::$DATA',
  ])
    expect(isManifest(path)).toBe(true);
  for (const path of ['package.json5', 'my-package.json', 'package.json/a'])
    expect(isManifest(path)).toBe(false);
});

test('each row names its risk, and its paths in lower case', () => {
  for (const { risk, paths } of protectedPlaces) {
    expect(risk).toMatch(/^\S.+[^.\s]$/);
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect(path).toBe(path.toLowerCase().trim());
  }
});

const runs = Number(process.env['TIERWISE_WRITE_PATHS'] ?? 2_000);
/** Ways in which a file system, or only a reader, takes one name for another. */
const disguises: ((name: string, seed: number) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name, seed) =>
    [...name].map((each, at) => ((seed >> (at % 16)) & 1 ? each.toUpperCase() : each)).join(''),
  (name, seed) => {
    const hidden = [
      '\u200B',
      '\u200C',
      '\u200D',
      '\u2060',
      '\uFEFF',
      '\u00AD',
      '\uFE0F',
      '\u202E',
      '\u{E0041}',
    ];
    const letters = [...name];
    letters.splice(seed % (letters.length + 1), 0, hidden[seed % hidden.length]!);
    return letters.join('');
  },
  (name, seed) => name + ['.', ' ', '...', ' .', '. '][seed % 5],
  (name, seed) => name + ['::$DATA', ':x', '::$INDEX_ALLOCATION'][seed % 3],
  (name) =>
    [...name]
      .map((each) =>
        /[a-z]/.test(each) ? String.fromCodePoint(each.codePointAt(0)! + 0xfee0) : each,
      )
      .join(''),
  (name) => name.replace('k', '\u212A').replace('s', '\u017F'),
];
const examples = protectedPlaces.flatMap(({ paths }) =>
  paths.map((path) => path.replaceAll('*', 'x').replace(/\/$/, '/inner')),
);

test(`${runs} disguised paths of protected places all ask`, { timeout: 60_000 + runs }, () => {
  const places = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(fc.constantFrom('src', 'a b', 'ü', 'packages', '.hidden'), { maxLength: 3 }),
      fc.array(fc.nat({ max: disguises.length - 1 }), { minLength: 1, maxLength: 3 }),
      fc.nat({ max: 0xffff }),
      fc.constantFrom('/', '\\', '//', '/./'),
      (example, above, ways, seed, slash) => {
        const names = example
          .split('/')
          .map((name) => ways.reduce((worn, way) => disguises[way]!(worn, seed), name));
        const path = [...above, ...names].join(slash);
        places.add(path);
        expect({ path, risk: riskOfPath(path) }).toEqual({ path, risk: expect.any(String) });
      },
    ),
    { numRuns: runs },
  );
  expect(places.size).toBeGreaterThan(runs * 0.8);
});
