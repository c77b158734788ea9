import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { settingsIn } from '../../scripts/settingsIn.mjs';
import { root } from '../../scripts/tools.mjs';
import { type SettingKey, settingKeys } from '../../src/editor/platform/contributed.ts';
import { userSetting } from '../../src/editor/platform/setting.ts';
import { safetyProblems } from '../support/safetyRules.ts';

const planted: readonly [what: string, path: string, source: string, problem: RegExp][] = [
  ['trusted Markdown', 'src/editor/x.ts', `const a = { isTrusted: true };`, /sets isTrusted/],
  ['some trust', 'src/editor/x.ts', `m.isTrusted = { enabledCommands: [] };`, /sets isTrusted/],
  ['trust by a name', 'src/editor/x.ts', `f({ isTrusted });`, /sets isTrusted/],
  ['HTML in Markdown', 'src/editor/x.ts', `m.supportHtml = true;`, /sets supportHtml/],
  ['commands in pages', 'src/editor/x.ts', `f({ enableCommandUris: on });`, /enableCommandUris/],
  ['eval', 'src/routing/x.ts', `eval(a);`, /makes code/],
  ['eval of an object', 'src/routing/x.ts', `globalThis.eval(a);`, /makes code/],
  ['a made function', 'media/x.ts', `const f = new Function('a', 'return a');`, /makes code/],
  ['a socket', 'src/execution/x.ts', `server.listen(0);`, /listens/],
  ['a server', 'src/execution/x.ts', `createServer(f);`, /makes a server/],
  ['a socket module', 'src/execution/x.ts', `import net from 'node:net';`, /uses node:net/],
  ['a machine for code', 'src/execution/x.ts', `import vm from 'vm';`, /uses vm/],
  ['a shell', 'src/execution/sandbox/git.ts', `exec('git ' + name);`, /a shell/],
  [
    'a shell by an option',
    'src/execution/sandbox/git.ts',
    `spawn(a, b, { shell: true });`,
    /by a shell/,
  ],
  [
    'a named shell',
    'src/cli/read/newerNode.ts',
    `spawn(a, b, { shell: '/bin/sh' });`,
    /by a shell/,
  ],
  [
    'a program',
    'src/editor/x.ts',
    `import { spawn } from 'node:child_process';`,
    /not on the list/,
  ],
  ['a workspace setting', 'src/editor/x.ts', `vscode.workspace.getConfiguration('a');`, /settings/],
  ['a model in a path', 'src/ledger/x.ts', `join(folder, call.model);`, /no part of a path/],
  ['a provider in a path', 'src/editor/x.ts', `Uri.joinPath(a, providerId);`, /no part of a path/],
  ['a model in a file name', 'src/cli/x.ts', 'writeFile(`${modelName}.json`, a);', /no part of/],
  ['raw HTML', 'media/costPanel/x.ts', `a.innerHTML = b;`, /writes HTML/],
];
test.each(planted)('%s is seen', (_, path, source, problem) => {
  expect(safetyProblems(path, source)).toEqual([expect.stringMatching(problem)]);
});

test.each([
  ['src/editor/x.ts', `const a = { isTrusted: false, shell: false };`],
  ['src/editor/x.ts', `if (vscode.workspace.isTrusted) pattern.exec(model);`],
  ['src/editor/x.ts', `emitter.on('model', join(folder, name));`],
])('%s keeps to what is safe: %s', (path, source) => {
  expect(safetyProblems(path, source)).toEqual([]);
});

test('nothing in the sources trusts, listens, or makes code and paths of what it is told', () => {
  const files = globSync('{src,media}/**/*.ts', { cwd: root }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  expect(files.length).toBeGreaterThan(300);
  const found = files.flatMap((file) =>
    safetyProblems(file, readFileSync(join(root, file), 'utf8')),
  );
  expect(found).toEqual([]);
});

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const contributed: Readonly<Record<string, { scope?: string; default?: unknown }>> =
  settingsIn(manifest);

/** Every setting, and what a repository could do if it could set it. A new one is reviewed here. */
const reviewed: Readonly<Record<SettingKey, string>> = {
  'tierwise.providers': 'send prompts to its server',
  'tierwise.models': 'hide what a model costs',
  'tierwise.tiers': 'choose the dearest model',
  'tierwise.rules': 'send all work to the dearest tier',
  'tierwise.turns': 'send each turn of an agent to the dearest tier',
  'tierwise.aim': 'let work go to models that do it less well',
  'tierwise.unsureGuesses': 'let work go to models that do it less well',
  'tierwise.gateCommands': 'run its programs',
  'tierwise.copyAlso': 'put secret files where its programs run',
  'tierwise.maxOutputTokens': 'make each answer dearer',
  'tierwise.latencyBudgets': 'start several models for each task',
  'tierwise.budgets': 'lift the limits of spending',
  'tierwise.limits': 'lift the limits of one request',
  'tierwise.localHosts': 'call its own server this machine',
  'tierwise.privateFiles': 'send secret files to a model',
  'tierwise.readIgnoredFiles': 'send what git ignores to a model',
  'tierwise.projectInstructions': 'send longer prompts, or leave out what its users rely on',
  'tierwise.advisor': 'let agents spend on the dearest tier',
  'tierwise.timeZone': 'begin a new day of a budget early',
  'tierwise.otherExtensions': 'let other extensions spend',
  'tierwise.classifyWithModel': 'send each prompt to one more model',
  'tierwise.otlp': 'send what was spent to its server',
  'tierwise.confirmPlan': 'spend without the question',
  'tierwise.confirmAboveUsd': 'spend without the question',
  'tierwise.keepRunsDays': 'keep prompts and code for ever, or delete them',
  'tierwise.evaluations': 'spend on evaluations that nobody starts',
  'tierwise.experiments': 'send work to the dearest tier, or twice',
};

test('every contributed setting is reviewed, of application scope, and restricted without trust', () => {
  expect(Object.keys(contributed).toSorted()).toEqual(Object.keys(reviewed).toSorted());
  const others = Object.entries(contributed).filter(([, { scope }]) => scope !== 'application');
  expect(others).toEqual([]);
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(supported).toBe('limited');
  expect(restrictedConfigurations.toSorted()).toEqual(Object.keys(reviewed).toSorted());
});

const inspected = vi.hoisted(() => new Map<string, unknown>());
vi.mock('vscode', () => ({
  workspace: {
    getConfiguration: () => ({
      inspect: (key: string) => inspected.get(key),
      get: () => 'of the workspace',
    }),
  },
}));

test.each(settingKeys)('%s is the user’s, whatever a workspace says', (key) => {
  const hostile = {
    workspaceValue: 'of the workspace',
    workspaceFolderValue: 'of the folder',
    workspaceLanguageValue: 'of the workspace',
    workspaceFolderLanguageValue: 'of the folder',
    globalLanguageValue: 'of a language',
    defaultLanguageValue: 'of a language',
  };
  inspected.set(key, { key, ...hostile, globalValue: 'of the user', defaultValue: 'shipped' });
  expect(userSetting(key)).toBe('of the user');
  inspected.set(key, { key, ...hostile, defaultValue: 'shipped' });
  expect(userSetting(key)).toBe('shipped');
});
