import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { workflowContext } from '../../../../src/editor/workflows/workflowContext.ts';
import type { WorkflowContext } from '../../../../src/execution/workflow/workflowContext.ts';
import type { diskEditor } from '../../../support/diskEditor.ts';
import { defined } from '../../../../src/routing/input/objects.ts';
import { usualLimits } from '../../../../src/routing/budgets/requestLimits.ts';
import { situationWith } from '../../../support/tasks.ts';
import { eventStream, startWireServer, type WireServer } from '../../../support/wireServer.ts';
import { providerFor, wires } from '../../../support/wires.ts';
import { played, workflowFrom, workflowWorld } from '../../../support/workflowWorld.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof diskEditor> }));
vi.mock('vscode', async () => {
  const { diskEditor: create } = await import('../../../support/diskEditor.ts');
  editor.current = create();
  return editor.current;
});

/*
 * A model on loopback calls one tool, and everything that arrives there is kept. Private files hold the canary;
 * ordinary ones the word beacon, which has to arrive, so that a tool that finds nothing at all is seen.
 */
const canary = 'canary-4f9Qx7Lm2Zt8';
const beacon = 'beacon';
const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

let outer = '';
let folder = '';
let server: WireServer;
let call: readonly [tool: string, given: object];

beforeEach(async () => {
  outer = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-reads-')));
  folder = join(outer, 'shop');
  mkdirSync(folder);
  Object.assign(editor.current.state, {
    folders: [folder],
    settings: {},
    selected: undefined,
    diagnostics: [],
    references: [],
    asked: [],
    answer: undefined,
  });
  write('src/a.ts', `const ${beacon} = 1;\n`);
  write('.env', `API_KEY=${canary}\n`);
  server = await startWireServer((socket, request) => {
    const isFirst = !request.text.includes('"role":"tool"');
    const [name, given] = call;
    const asks = wire.toolCall({ id: 'c1', name, pieces: [JSON.stringify(given)] });
    const events = isFirst
      ? [...wire.opening, ...asks, ...wire.closing('tool_calls', wire.plainUsage)]
      : [...wire.opening, wire.text('done'), ...wire.closing('stop', wire.plainUsage)];
    return eventStream(events)(socket, request);
  });
});
afterEach(async () => {
  await server.close();
  rmSync(outer, { recursive: true });
});

function write(path: string, text: string, under = folder): void {
  mkdirSync(dirname(join(under, path)), { recursive: true });
  writeFileSync(join(under, path), text);
}

function git(...args: readonly string[]): void {
  const who = ['-c', 'user.name=T', '-c', 'user.email=t@localhost'];
  execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
}

function commit(): void {
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'start');
}

const tools =
  'readFile, search, gitDiff, references, readSelection, diagnostics, lookup, editFile, command';
const agent = `
description: d
inputs: { file: { ask: which, default: '' } }
agents: { looker: { role: r, instructions: i, tools: [${tools}], model: fast } }
steps: { look: { agent: looker, task: look } }
`;

/** Runs a workflow and resolves to all that reached a model, and how the run ended. */
async function sentBy(yaml: string, inputs: Record<string, string> = {}) {
  const world = workflowWorld({});
  const memory = new Map<string, unknown>();
  const parts = {
    situation: { current: async () => situationWith() },
    session: { touch: () => ({ id: 'session' }) },
    budgets: { limits: usualLimits },
    attempts: world.context,
    scratchFolder: join(outer, 'scratch'),
    workspaceState: {
      get: (key: string) => memory.get(key),
      update: async (key: string, value: unknown) => void memory.set(key, value),
    },
  };
  const { readFile, tool, locate, folders } = workflowContext(parts as never, {
    folder: new editor.current.Uri(join(folder, '.tierwise')) as unknown as vscode.Uri,
    inputs: () => Object.values(inputs),
    remember: () => undefined,
  });
  const provider = providerFor(wire, server.url);
  const context: WorkflowContext = {
    ...world.context,
    readFile,
    tool,
    ...defined({ locate, folders }),
    provider: async () => provider,
  };
  const workflow = await workflowFrom(yaml);
  const { end } = await played({ workflow, inputs }, { ...world, context });
  return {
    ...(await import('../../../support/l10n.ts')),
    sent: server.requests.map(({ text }) => text).join('\n'),
    end,
  };
}

/** What an agent learns by one call of a tool. */
async function learnedBy(tool: string, given: object, inputs?: Record<string, string>) {
  call = [tool, given];
  const { sent, end } = await sentBy(agent, inputs);
  expect([end.problem, end.status]).toEqual([undefined, 'done']);
  expect(server.requests.length).toBe(2);
  return sent;
}

const isPrivateWords = 'is one of the developer’s private files, so it was not read';

const reads: readonly (readonly [what: string, path: string, prepare: () => void])[] = [
  ['the file itself', '.env', () => undefined],
  [
    'a file in a sub-folder',
    'packages/web/.env.local',
    () => write('packages/web/.env.local', canary),
  ],
  ['another case', '.ENV', () => write('.ENV', canary)],
  ['a link to it', 'notes.txt', () => symlinkSync('.env', join(folder, 'notes.txt'))],
  [
    'a linked folder',
    'conf/id',
    () => {
      write('.ssh/id', canary);
      symlinkSync('.ssh', join(folder, 'conf'));
    },
  ],
  ['the settings of git', '.git/config', () => write('.git/config', `[x]\nurl = ${canary}\n`)],
  ['a key', 'deploy/server.key', () => write('deploy/server.key', canary)],
];
test.each(reads)(
  'readFile of %s: the model is told that it is private, and the run goes on',
  async (_, path, prepare) => {
    prepare();
    const sent = await learnedBy('readFile', { path });
    expect(sent).not.toContain(canary);
    expect(sent).toContain(isPrivateWords);
    expect(editor.current.state.asked).toEqual([]);
  },
);

test('readFile of an ordinary file, a template, and a file that the user allows', async () => {
  write('.env.example', `API_KEY=${beacon}`);
  expect(await learnedBy('readFile', { path: 'src/a.ts' })).toContain(`const ${beacon}`);
  expect(server.requests.length).toBe(2);
});

test('readFile of what the user adds and allows by globs', async () => {
  editor.current.state.settings['tierwise.privateFiles'] = ['customers/', '!.env'];
  write('data/customers/list.txt', canary);
  expect(await learnedBy('readFile', { path: 'data/customers/list.txt' })).not.toContain(canary);
});

test('a file that the user takes off the list is read', async () => {
  editor.current.state.settings['tierwise.privateFiles'] = ['!.env'];
  expect(await learnedBy('readFile', { path: '.env' })).toContain(canary);
});

test('what git ignores is not read by itself, but when the developer allows it', async () => {
  write('.gitignore', 'local/\n');
  write('local/notes.txt', canary);
  commit();
  expect(await learnedBy('readFile', { path: 'local/notes.txt' })).not.toContain(canary);
  expect(server.requests.at(-1)!.text).toContain('is ignored by git');
  expect(await sentOf('search', { text: 'canary' })).not.toContain('local/notes.txt');
});

test('what git ignores is read with the setting', async () => {
  editor.current.state.settings['tierwise.readIgnoredFiles'] = true;
  write('.gitignore', 'local/\n');
  write('local/notes.txt', beacon);
  commit();
  expect(await learnedBy('readFile', { path: 'local/notes.txt' })).toContain(
    `"text\\":\\"${beacon}`,
  );
});

/** As `learnedBy`, with a fresh list of requests. */
async function sentOf(tool: string, given: object): Promise<string> {
  const before = server.requests.length;
  call = [tool, given];
  await sentBy(agent);
  return server.requests
    .slice(before)
    .map(({ text }) => text)
    .join('\n');
}

test('search finds ordinary lines only, in both folders, through links, and counts no private ones', async () => {
  const second = join(outer, 'api');
  write('.env', `API_KEY=${canary} ${beacon}`, second);
  write('b.ts', `${beacon} in the second folder`, second);
  editor.current.state.folders.push(second);
  symlinkSync('.env', join(folder, 'notes.txt'));
  write('web/.npmrc', `//r/:_authToken=${canary} ${beacon}`);
  write('a.pem', `${canary} ${beacon}`);
  const sent = await learnedBy('search', { text: beacon });
  expect(sent).not.toContain(canary);
  expect(sent).toContain(`const ${beacon}`);
  expect(sent).toContain('in the second folder');
});

test('a search for the text of a private file does not even say that it is there', async () => {
  expect(await learnedBy('search', { text: 'canary-4f9' })).toContain(String.raw`\"count\":0`);
});

test('a search in a private file alone says that it is private', async () => {
  expect(await learnedBy('search', { text: 'API', include: '.env' })).toContain(
    'private files, so it was not read',
  );
});

test('references leave out lines of private files, and refuse one as the place to look', async () => {
  write('.envrc', `export theSymbol=${canary}\n`);
  symlinkSync('.envrc', join(folder, 'linked.sh'));
  editor.current.state.references = [
    [join(folder, 'src/a.ts'), 0],
    [join(folder, '.envrc'), 0],
    [join(folder, 'linked.sh'), 0],
  ];
  const sent = await learnedBy('references', { symbol: 'theSymbol' });
  expect(sent).not.toContain(canary);
  expect(sent).toContain(`const ${beacon}`);
  expect(sent).toContain(String.raw`\"count\":1`);
  expect(await sentOf('references', { symbol: 'API_KEY', path: '.env' })).toContain(isPrivateWords);
});

test('diagnostics quote no private file', async () => {
  editor.current.state.diagnostics = [
    { path: join(folder, '.env'), message: `unexpected ${canary}` },
    { path: join(folder, 'src/a.ts'), message: `unused ${beacon}` },
  ];
  const sent = await learnedBy('diagnostics', {});
  expect(sent).not.toContain(canary);
  expect(sent).toContain(`unused ${beacon}`);
  expect(await sentOf('diagnostics', { path: '.env' })).toContain(isPrivateWords);
});

test('a lookup beside the workflow reads no private file and no link to one', async () => {
  write('.tierwise/table.json', `{"key":"${beacon}"}`);
  write('.tierwise/secrets.json', `{"key":"${canary}"}`);
  symlinkSync('../.env', join(folder, '.tierwise', 'linked.yaml'));
  expect(await learnedBy('lookup', { file: 'table.json', key: 'key' })).toContain(
    `value\\":\\"${beacon}`,
  );
  for (const file of ['secrets.json', 'linked.yaml']) {
    const sent = await sentOf('lookup', { file, key: 'key' });
    expect(sent).not.toContain(canary);
    expect(sent).toContain(isPrivateWords);
  }
});

test('a model proposes no change to a private file, and learns nothing of its size', async () => {
  const sent = await learnedBy('editFile', {
    path: '.env',
    text: 'x',
    startLine: 900,
    endLine: 900,
  });
  expect(sent).toContain(isPrivateWords);
  expect(sent).not.toContain('has 2 lines');
});

test('a model does not get the selection in a private file; a step asks for it, naming path and models', async () => {
  const { state } = editor.current;
  state.selected = join(folder, '.env');
  expect(await learnedBy('readSelection', {})).not.toContain(canary);
  expect(state.asked).toEqual([]);
  const step = `
description: d
steps:
  selected: { tool: readSelection }
  say: { model: fast, prompt: 'about {{ selected.text }}' }
`;
  const refused = await sentBy(step);
  expect(refused.sent).not.toContain(canary);
  expect(refused.end).toMatchObject({ status: 'failed' });
  expect(state.asked).toHaveLength(1);
  expect(state.asked[0]!.message).toContain(join(folder, '.env'));
  expect(state.asked[0]!.detail).toContain('small');
  state.answer = 'Send It Once';
  expect((await sentBy(step)).sent).toContain(canary);
});

const named = `
description: d
inputs: { file: { ask: which, type: file } }
steps:
  file: { tool: readFile, with: { path: '{{ inputs.file }}' } }
  again: { tool: readFile, with: { path: '{{ inputs.file }}' } }
  say: { model: fast, prompt: 'about {{ file.text }}' }
`;

test('a private file that the developer named is asked about once a run', async () => {
  const { state } = editor.current;
  call = ['readFile', {}];
  const refused = await sentBy(named, { file: '.env' });
  expect(refused.sent).not.toContain(canary);
  expect(refused.end.problem).toContain(isPrivateWords);
  expect(state.asked).toHaveLength(1);
  state.answer = 'Send It Once';
  expect((await sentBy(named, { file: '.env' })).sent).toContain(canary);
  expect(state.asked).toHaveLength(2);
});

test('a path that an earlier model or the author of a workflow named is refused without a question', async () => {
  const authored = named.replace('{{ inputs.file }}', '.env');
  const { sent, end } = await sentBy(authored, { file: 'src/a.ts' });
  expect([sent, end.status]).toEqual(['', 'failed']);
  expect(editor.current.state.asked).toEqual([]);
});

const diffs: readonly (readonly [string, () => void, object])[] = [
  ['changed', () => write('.env', `API_KEY=${canary}\nB=2\n`), {}],
  [
    'staged',
    () => {
      write('.env', `API_KEY=${canary}\nB=2\n`);
      git('add', '--all');
    },
    { staged: true },
  ],
  ['removed', () => rmSync(join(folder, '.env')), {}],
  [
    'renamed to an ordinary name',
    () => {
      renameSync(join(folder, '.env'), join(folder, 'settings.txt'));
      write('settings.txt', `API_KEY=${canary}\nA=1\nB=2\nC=4\n`);
      git('add', '--all');
    },
    {},
  ],
  [
    'moved to an ordinary name that git does not know yet',
    () => renameSync(join(folder, '.env'), join(folder, 'settings.txt')),
    {},
  ],
  ['new', () => write('web/.env.local', `API_KEY=${canary}\n`), {}],
  ['new, by a name that git quotes', () => write('we\tb/.env', `API_KEY=${canary}\n`), {}],
  [
    'staged, by a name that git quotes',
    () => {
      write('we"b\\n/.env', `API_KEY=${canary}\n`);
      git('add', '--all');
    },
    { staged: true },
  ],
  ['named', () => write('.env', `API_KEY=${canary}\nB=2\n`), { path: '.env' }],
  [
    'that looks like the diff of another file',
    () =>
      write(
        '.env',
        `\rdiff --git a/x b/x\n\rdiff --git a/src/b.ts b/src/b.ts\r\n--- a/src/b.ts\n+${canary}\n`,
      ),
    {},
  ],
  ['with spaces around its name', () => write('a b/.env', `API_KEY=${canary}\n`), {}],
];
test.each(diffs)(
  'a diff leaves out a private file that is %s, and says so',
  async (_, change, given) => {
    write('.env', `API_KEY=${canary}\nA=1\nB=2\nC=3\n`);
    commit();
    change();
    write('src/a.ts', `const ${beacon} = 2;\n`);
    const sent = await learnedBy('gitDiff', given);
    expect(sent).not.toContain(canary);
    expect(sent).toMatch(/is private, so its changes are left out here/);
    const isWhole = !('staged' in given || 'path' in given);
    expect(sent.includes(`+const ${beacon} = 2;`)).toBe(isWhole);
  },
);

test('the output of a command shows no value of a private file, also not in its text as evidence', async () => {
  const { state } = editor.current;
  write('deep/.env.test', 'DEEP_SECRET=canary-77-deeper-down\n');
  write(
    'print.mjs',
    [
      `import { readFileSync } from 'node:fs';`,
      `const all = readFileSync('.env', 'utf8') + readFileSync('deep/.env.test', 'utf8');`,
      `console.log('the bug is in .env', all, Buffer.from(all).toString('base64'));`,
      `console.log([...all].map((one) => '\\x1b[31m' + one + '\\x1b[0m').join(''));`,
      `throw new Error(all.slice(8, 24));`,
    ].join('\n'),
  );
  state.settings['tierwise.gateCommands'] = [
    { name: 'tests', argv: [process.execPath, 'print.mjs'] },
  ];
  state.answer = 'Allow';
  const sent = await learnedBy('command', { name: 'tests' });
  expect(sent).toContain('the bug is in .env');
  expect(sent).toContain('[value from .env hidden]');
  expect(sent).toContain('[value from deep/.env.test hidden]');
  const plain = sent.replaceAll(/\\+u001b\[\d+m/gi, '');
  for (let at = 0; at + 12 <= canary.length; at += 1) {
    expect(plain).not.toContain(canary.slice(at, at + 12));
  }
  expect(sent).not.toContain('deeper-down');
  expect(sent).not.toContain(
    Buffer.from(readFileSync(join(folder, '.env')))
      .toString('base64')
      .slice(12, 30),
  );
});
