import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withEnumWords } from '../../scripts/enumWords.ts';
import { settingsIn } from '../../scripts/settingsIn.mjs';
import { root } from '../../scripts/tools.mjs';
import {
  advisorTool,
  budgetTool,
  chatVendor,
  commandIds,
  costCommand,
  escalateCommand,
  planCommand,
  whyCommand,
  participantId,
  settingKeys,
  viewIds,
} from '../../src/editor/platform/contributed.ts';
import { watchSettingsSchema } from '../../src/evaluation/watching/watchSettings.ts';
import { turnsSchema } from '../../src/routing/policy/parseTurns.ts';
import { experimentSchema } from '../../src/routing/experiments/parseExperiments.ts';
import { ruleSchema } from '../../src/routing/policy/ruleShapes.ts';
import { taskTypes } from '../../src/routing/task.ts';
import { houseProblems } from '../support/houseRules.ts';
import { longFunctions } from '../support/longFunctions.ts';
import { readingProblems } from '../support/readingRules.ts';
import { roomProblems } from '../support/roomRules.ts';
import { writeProblems } from '../support/writeRules.ts';

const broken: [law: string, path: string, source: string, problem: string][] = [
  ['vscode', 'src/routing/x.ts', `import * as vscode from 'vscode';`, 'imports vscode'],
  ['vscode types', 'src/ledger/x.ts', `import type { Uri } from 'vscode';`, 'imports vscode'],
  ['vscode, lazily', 'src/execution/x.ts', `void import('vscode');`, 'imports vscode'],
  ['vscode, required', 'src/cli/x.ts', `require('vscode');`, 'imports vscode'],
  ['vscode in a type', 'src/protocol/x.ts', `type A = import('vscode').Uri;`, 'imports vscode'],
  ['upwards', 'src/providers/x.ts', `import '../execution/run.ts';`, 'may import routing'],
  [
    'upwards type',
    'src/routing/x.ts',
    `import type { A } from '../ledger/a.ts';`,
    'no other folder',
  ],
  [
    'upwards re-export',
    'src/execution/x.ts',
    `const b = 1;\nexport { a } from '../editor/a.ts';`,
    'may import',
  ],
  ['upwards from deep down', 'src/providers/a/x.ts', `import '../../cli/main.ts';`, 'may import'],
  ['late elsewhere than at a door', 'src/editor/a/x.ts', `import('../b/c.ts');`, 'by the door.ts'],
  ['to the root', 'src/editor/x.ts', `import '../extension.ts';`, 'may import'],
  ['to the command line', 'src/extension.ts', `import './cli/main.ts';`, 'may import'],
  ['media', 'media/costPanel/x.ts', `import '../../src/routing/task.ts';`, 'may import protocol'],
  ['protocol', 'src/protocol/x.ts', `import { a } from '../routing/a.ts';`, 'types only'],
  ['out of the house', 'src/editor/x.ts', `import '../../test/support/a.ts';`, 'lies outside'],
  ['SDK', 'src/execution/x.ts', `import type OpenAI from 'openai';`, 'only providers may'],
  ['SDK part', 'src/editor/x.ts', `import '@anthropic-ai/sdk/core';`, 'only providers may'],
  ['node', 'src/routing/x.ts', `import { join } from 'node:path';`, 'no node modules'],
  ['node, bare', 'src/routing/x.ts', `import { join } from 'path';`, 'no node modules'],
  ['node in media', 'media/answer/x.ts', `import 'node:fs';`, 'no node modules'],
  ['async', 'src/routing/x.ts', `export async function f() {}`, 'x.ts:1 uses async'],
  ['await', 'src/routing/x.ts', `\nawait f();`, 'x.ts:2 uses await'],
  ['for await', 'src/routing/x.ts', `for await (const a of b) f(a);`, 'uses await'],
  ['promise', 'src/routing/x.ts', `const a: Promise<void> = f();`, 'uses Promise'],
  ['now', 'src/routing/x.ts', `const a = Date.now();`, 'uses Date.now'],
  ['new date', 'src/routing/x.ts', `const a = new Date();`, 'uses the clock'],
  ['date', 'src/routing/x.ts', `const a = Date();`, 'uses the clock'],
  ['random', 'src/routing/x.ts', `const a = Math.random();`, 'uses Math.random'],
  ['long file', 'src/editor/x.ts', 'let a;\n'.repeat(301), 'has 301 lines'],
  ['index.ts', 'src/editor/index.ts', `export const a = 1;`, 'barrel file'],
  ['barrel', 'src/editor/x.ts', `export * from './a.ts';\nexport * from './b.ts';`, 'barrel file'],
];
test.each(broken)('%s: the breach is seen', (_law, path, source, problem) => {
  expect(houseProblems(path, source)).toEqual([expect.stringContaining(problem)]);
});

const readers: readonly (readonly [what: string, path: string, source: string])[] = [
  ['a document', 'src/editor/chat/x.ts', `vscode.workspace.openTextDocument(uri);`],
  ['bytes', 'src/editor/tasks/x.ts', `await vscode.workspace.fs.readFile(uri);`],
  ['by node', 'src/execution/x.ts', `import { readFile as read } from 'node:fs/promises';`],
  ['a search', 'src/editor/x.ts', `vscode.workspace.findFiles('**/*');`],
  ['an open editor', 'src/editor/x.ts', `const { activeTextEditor } = vscode.window;`],
];
test.each(readers)('%s read outside of the choke point is seen', (_what, path, source) => {
  const [problem] = readingProblems(new Map([[path, source]]), {});
  expect(problem).toContain(`${path} reads files: let src/editor/reading/ do it`);
});

test('the choke point may read, and a reason without its reader is seen', () => {
  const tree = new Map([['src/editor/reading/x.ts', `vscode.workspace.fs.readFile(uri);`]]);
  expect(readingProblems(tree, {})).toEqual([]);
  expect(readingProblems(tree, { 'src/editor/x.ts': 'gone' })).toEqual([
    'src/editor/x.ts reads no files any more: take it out of test/support/readingRules.ts',
  ]);
});

const planted: [law: string, files: Record<string, string>, problem: string][] = [
  [
    'a circle of files',
    {
      'src/routing/x/a.ts': `import { b } from './b.ts';`,
      'src/routing/x/b.ts': `import type { A } from './a.ts';`,
    },
    'src/routing/x has a circle: a.ts → b.ts → a.ts',
  ],
  [
    'a circle of sub-folders, through other files',
    {
      'src/ledger/x/a.ts': `import '../y/b.ts';`,
      'src/ledger/y/b.ts': '',
      'src/ledger/y/c.ts': `export { d } from '../x/d.ts';`,
      'src/ledger/x/d.ts': '',
    },
    'src/ledger has a circle: x → y → x',
  ],
  [
    'a circle of a sub-folder and a file beside it',
    {
      'src/cli/x/a.ts': `await import('../b.ts');`,
      'src/cli/b.ts': `type A = import('./x/a.ts').A;`,
    },
    'src/cli has a circle: x → b.ts → x',
  ],
  [
    'a crowded folder',
    Object.fromEntries(Array.from({ length: 23 }, (_, at) => [`media/page/x${at}.ts`, ''])),
    'media/page has 23 files; 22 is the most',
  ],
  [
    'two types of one name',
    {
      'src/editor/a.ts': `export interface Same {}`,
      'src/editor/x/b.ts': `export type Same = string;`,
    },
    'Same of src/editor is exported by src/editor/a.ts, src/editor/x/b.ts',
  ],
];
test.each(planted)('%s: the breach is seen', (_law, files, problem) => {
  expect(roomProblems(new Map(Object.entries(files)))).toEqual([problem]);
});

const writes: [what: string, source: string][] = [
  ['applyEdit', 'await vscode.workspace.applyEdit(edit);'],
  ['applyEdit', "await vscode.workspace['applyEdit'](edit);"],
  ['applyEdit', 'const { applyEdit } = vscode.workspace;'],
  ['WorkspaceEdit', 'action.change = new vscode.WorkspaceEdit();'],
  ['createFile', 'changes.createFile(uri);'],
  ['writeFile', "import { writeFile as put } from 'node:fs/promises';"],
  ['writeFile', 'await vscode.workspace.fs.writeFile(uri, bytes);'],
  ['fs.rename', 'await vscode.workspace.fs.rename(from, to);'],
  ['edit()', 'await editor.edit((builder) => builder.insert(at, text));'],
  ['insertSnippet', 'await editor.insertSnippet(snippet);'],
];
test.each(writes)('%s: a write past the choke point is seen', (what, source) => {
  expect(writeProblems('src/editor/answers/x.ts', source)).toEqual([
    `src/editor/answers/x.ts:1 uses ${what}: answers are written by src/editor/writing/writeChanges.ts only`,
  ]);
});

test('the choke point writes, the rooms below may, and an edit is no write', () => {
  const source = 'await vscode.workspace.applyEdit(edit);';
  expect(writeProblems('src/editor/writing/writeChanges.ts', source)).toEqual([]);
  expect(writeProblems('src/execution/x.ts', "import { writeFile } from 'node:fs';")).toEqual([]);
  expect(writeProblems('src/editor/x.ts', 'const { edit } = step; show(step.edit);')).toEqual([]);
});

test('long functions are found, nested ones and those without a name too', () => {
  const lines = '\n'.repeat(5);
  const source = `
    const a = () => {${lines}};
    class B { c() { f(() => {${lines}}); } }
    function short() {}
  `;
  expect(longFunctions('src/x.ts', source, 5)).toEqual([
    { name: 'src/x.ts a', lines: 6 },
    { name: 'src/x.ts c', lines: 6 },
    { name: 'src/x.ts in f', lines: 6 },
  ]);
});

test('rooms may share names, and a room may use another twice', () => {
  const files = {
    'src/ledger/a.ts': `export interface Same {}\nimport '../routing/a.ts';`,
    'src/routing/a.ts': `export interface Same {}\nimport './x/b.ts';`,
    'src/routing/x/b.ts': `interface Own {}\nimport './c.ts';`,
    'src/routing/x/c.ts': `export class Own {}`,
  };
  expect(roomProblems(new Map(Object.entries(files)))).toEqual([]);
});

const kept: [path: string, source: string][] = [
  ['src/extension.ts', `import * as vscode from 'vscode';\nimport { a } from './editor/a.ts';`],
  ['src/editor/x.ts', `import * as vscode from 'vscode';\nimport '../execution/run.ts';`],
  ['src/evaluation/x.ts', `import '../execution/run.ts';`],
  ['src/editor/a/door.ts', `export const open = () => import('./b.ts');`],
  ['src/cli/x.ts', `import { join } from 'node:path';\nimport '../ledger/a.ts';`],
  ['src/providers/openai/x.ts', `import OpenAI from 'openai';\nimport '../provider.ts';`],
  ['src/protocol/x.ts', `import type { A } from '../ledger/facts.ts';`],
  ['media/costPanel/x.ts', `import { formatUsd } from '../../src/routing/models/money.ts';`],
  ['media/costPanel/x.ts', `import type { A } from '../../src/protocol/costPanel.ts';`],
  ['src/routing/x.ts', `const a = new Date(0);\nconst b = 'import vscode from "vscode"';`],
  ['src/routing/y.ts', 'let a;\n'.repeat(300)],
  ['src/editor/y.ts', `export * from './a.ts';\nexport const b = 1;`],
];
test.each(kept)('%s keeps the laws', (path, source) => {
  expect(houseProblems(path, source)).toEqual([]);
});

interface Contributions {
  commands?: { command: string }[];
  views?: Record<string, { id: string }[]>;
  menus?: Record<string, { command?: string }[]>;
  keybindings?: { command: string }[];
  languageModelChatProviders?: { vendor: string }[];
  languageModelTools?: { name: string; modelDescription: string }[];
  chatParticipants?: { id: string; commands: { name: string }[] }[];
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const contributes: Contributions = manifest.contributes ?? {};

test('package.json contributes exactly the commands, settings and views that the code names', () => {
  const commands = contributes.commands?.map(({ command }) => command) ?? [];
  const settings = Object.keys(settingsIn(manifest));
  const views = Object.values(contributes.views ?? {}).flatMap((ids) => ids.map(({ id }) => id));
  expect(commands.toSorted()).toEqual([...commandIds].toSorted());
  expect(settings.toSorted()).toEqual([...settingKeys].toSorted());
  expect(views.toSorted()).toEqual([...viewIds].toSorted());
});

test('the tools for agents are those that the code names, and say what they are for', () => {
  const tools = contributes.languageModelTools ?? [];
  expect(tools.map(({ name }) => name)).toEqual([budgetTool, advisorTool]);
  expect(tools.every(({ modelDescription }) => modelDescription.length > 100)).toBe(true);
});

test('the chat participant has a slash command for each task type, and those with a name', () => {
  expect(contributes.languageModelChatProviders?.map(({ vendor }) => vendor)).toEqual([chatVendor]);
  const [participant, ...others] = contributes.chatParticipants ?? [];
  expect(participant?.id).toBe(participantId);
  expect(others).toEqual([]);
  const types = taskTypes.filter((type) => type !== 'other');
  expect(participant?.commands.map(({ name }) => name)).toEqual([
    ...types,
    escalateCommand,
    planCommand,
    whyCommand,
    costCommand,
  ]);
});

test('menus and key bindings point at contributed commands', () => {
  const known: readonly string[] = commandIds;
  const used = [
    ...Object.values(contributes.menus ?? {}).flat(),
    ...(contributes.keybindings ?? []),
  ];
  const unknown = used.filter(({ command }) => command !== undefined && !known.includes(command));
  expect(unknown).toEqual([]);
});

// `npm run build` writes it; a manifest that was edited by hand is seen here.
test('the settings editor completes rules by the shapes in the code', () => {
  const rules = settingsIn(manifest)['tierwise.rules'];
  expect(rules.items).toEqual(withEnumWords(ruleSchema()));
});

test('the settings editor completes experiments, evaluations and turns by the shapes in the code', () => {
  const settings = settingsIn(manifest);
  expect(settings['tierwise.experiments'].items).toEqual(withEnumWords(experimentSchema()));
  expect(settings['tierwise.evaluations']).toMatchObject(watchSettingsSchema());
  expect(settings['tierwise.turns']).toMatchObject(turnsSchema());
});
