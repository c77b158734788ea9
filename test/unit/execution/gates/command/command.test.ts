import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  type CommandGateContext,
  createCommandGate,
} from '../../../../../src/execution/gates/command/command.ts';
import {
  commandHash,
  type GateCommand,
} from '../../../../../src/execution/gates/command/commandHash.ts';
import type { Candidate } from '../../../../../src/execution/gates/gate.ts';
import { taskTypes } from '../../../../../src/routing/task.ts';
import type { Verdict } from '../../../../../src/routing/verdict.ts';
import { taskWith } from '../../../../support/tasks.ts';
import { workspace } from '../../../demo/workspacePrompt.ts';
import {
  contentsOf,
  copyOf,
  never,
  temporaryFolder,
  writeFiles,
} from '../../sandbox/projectCopyRepositories.ts';

// Real processes, on machines that may be busy.
vi.setConfig({ testTimeout: 90_000 });

const node = process.execPath;

function commandOf(argv: readonly string[], more: Partial<GateCommand> = {}): GateCommand {
  return { name: 'tests', argv, source: 'user settings', ...more };
}

/** Runs `code` with node. */
function nodeCommand(code: string, more: Partial<GateCommand> = {}): GateCommand {
  return commandOf([node, '--eval', code], more);
}

function candidateOf(path: string, fileText: string, type: Candidate['task']['type'] = 'debug') {
  return {
    task: taskWith({ path, type }),
    text: fileText,
    outcome: 'complete',
    fileText,
  } satisfies Candidate;
}

/** A gate on a copy of `folder` where everything is allowed, unless `more` says otherwise. */
async function gateOn(
  folder: string,
  commands: readonly GateCommand[],
  more: Partial<CommandGateContext> = {},
) {
  const { copy } = await copyOf(folder);
  const gate = createCommandGate({
    commands,
    copy: async () => copy,
    approved: async () => true,
    env: process.env,
    trusted: () => true,
    ...more,
  });
  return { copy, gate };
}

async function projectOf(files: Readonly<Record<string, string>> = { 'a.js': 'old' }) {
  const folder = await temporaryFolder();
  await writeFiles(folder, files);
  return folder;
}

const shippingPath = 'src/shipping.ts';
const suite = commandOf([node, '--test']);

test('the demo suite passes an answer that keeps it green and fails one that breaks a test', async () => {
  const before = await contentsOf(workspace);
  const { copy, gate } = await gateOn(workspace, [suite]);
  const untouched = await contentsOf(copy.folder);
  const source = await readFile(join(workspace, shippingPath), 'utf8');
  const good = source.replace('export ', '// The same, said twice.\nexport ');
  const bad = source.replace('1000', '1002');
  expect(bad).not.toBe(source);

  expect(await gate.check(candidateOf(shippingPath, good), never)).toEqual({
    gate: 'command',
    kind: 'pass',
  });
  const verdict = await gate.check(candidateOf(shippingPath, bad), never);
  expect(verdict.kind === 'fail' && verdict.evidence).toEqual([
    {
      path: 'test/shipping.test.ts',
      line: expect.any(Number),
      message: expect.stringContaining('shipping a heavy parcel costs 590'),
    },
    { message: expect.stringContaining('"tests" ended with exit code 1.') },
  ]);
  expect(await contentsOf(copy.folder)).toEqual(untouched);
  expect(await contentsOf(workspace)).toEqual(before);
});

test.each([
  ['while the developer is asked', 1],
  ['between two runs of a command', 2],
])('trust that is taken back %s lets no other program start', async (_, trustedTimes) => {
  const folder = await projectOf();
  const marks = await temporaryFolder();
  let asked = 0;
  const trusted = () => (asked += 1) <= trustedTimes;
  const mark = `require('fs').appendFileSync(${JSON.stringify(join(marks, 'ran'))}, 'x'); process.exit(1)`;
  const { gate } = await gateOn(folder, [nodeCommand(mark)], { trusted });
  const verdict = await gate.check(candidateOf('a.js', 'new'), never);
  expect(verdict).toMatchObject({ kind: 'couldNotRun', why: /trusted workspaces only/ });
  const runs = await readFile(join(marks, 'ran'), 'utf8').catch(() => '');
  expect(runs).toHaveLength(trustedTimes - 1);
});

const unable: [
  name: string,
  command: GateCommand,
  more: Partial<CommandGateContext>,
  says: string,
][] = [
  ['an untrusted workspace', suite, { trusted: () => false }, 'trusted workspaces only'],
  ['no approval', suite, { approved: async () => false }, '"tests" has not been approved'],
  ['no command', { ...suite, taskTypes: ['docs'] }, {}, 'No command is set up for debug tasks'],
  ['no program', commandOf(['no-such-program']), {}, '"no-such-program" on the PATH'],
  ['no file', commandOf(['/no/such/program']), {}, 'no program at "/no/such/program"'],
  ['an empty argv', commandOf([]), {}, 'no program ""'],
  [
    'a path into the project',
    commandOf(['./run.sh', 'a']),
    {},
    'such as ["sh", "-c", "./run.sh a"]',
  ],
  ['a path for a shell', commandOf(['~/run.sh']), {}, 'without a shell'],
  ['a program of a package', commandOf(['no-such', 'run']), {}, 'write ["npx", "no-such", "run"]'],
  ['a program of an environment', commandOf(['no-check']), {}, '"-c", ".venv/bin/no-check"]'],
  ['a NUL', commandOf([node, 'a\0b']), {}, 'could not be started'],
  ['a folder outside', { ...suite, cwd: '../../..' }, {}, 'cannot be used'],
  ['no folder', { ...suite, cwd: 'none' }, {}, 'no such folder'],
  [
    'a kill',
    nodeCommand('process.kill(process.pid, "SIGKILL")'),
    {},
    'does not end without the change',
  ],
  [
    'a hang',
    nodeCommand('setInterval(() => {}, 1e6)', { timeoutSeconds: 0.3 }),
    {},
    'does not end',
  ],
];
test.each(unable)('%s: no opinion, and why', async (_name, command, more, says) => {
  const { gate } = await gateOn(
    await projectOf({
      'a.js': '',
      'run.sh': 'exit 0',
      'node_modules/.bin/no-such': '',
      '.venv/bin/no-check': '',
    }),
    [command],
    more,
  );
  const verdict = await gate.check(candidateOf('a.js', 'new'), never);
  expect(verdict).toEqual({
    gate: 'command',
    kind: 'couldNotRun',
    why: expect.stringContaining(says),
  });
});

const endless: [string, string, string][] = [
  ['runs forever', 'setInterval(() => {}, 1e6)', 'did not end in time'],
  ['is killed', 'process.kill(process.pid, "SIGKILL")', 'was ended by SIGKILL'],
];
test.each(endless)('an answer with which the command %s fails', async (_, code, says) => {
  const suiteOf = nodeCommand('import("./a.js")', { timeoutSeconds: 5 });
  const { gate } = await gateOn(await projectOf({ 'a.js': '' }), [suiteOf]);
  expect(await gate.check(candidateOf('a.js', code), never)).toEqual({
    gate: 'command',
    kind: 'fail',
    evidence: [{ message: expect.stringContaining(says) }],
  });
});

test('an answer without code is not tried; a project too large says so', async () => {
  const { gate } = await gateOn(await projectOf(), [suite]);
  const { fileText: _, ...withoutCode } = candidateOf('a.js', '');
  expect((await gate.check(withoutCode, never)).kind).toBe('couldNotRun');
  const large = await projectOf({ a: '', b: '' });
  const tooLarge = await gateOn(large, [suite], {
    copy: async () => (await copyOf(large, { limits: { files: 1, bytes: 1 } })).copy,
  });
  expect(await tooLarge.gate.check(candidateOf('a', ''), never)).toMatchObject({
    kind: 'couldNotRun',
    why: expect.stringContaining('more than 1 files'),
  });
});

test('a command that fails without the change too does not count, and runs without it once', async () => {
  const runs = join(await temporaryFolder(), 'runs');
  const count = `require('fs').appendFileSync(${JSON.stringify(runs)}, '.');`;
  const { gate } = await gateOn(await projectOf(), [nodeCommand(`${count} process.exit(3)`)]);
  for (const text of ['one', 'two']) {
    expect(await gate.check(candidateOf('a.js', text), never)).toMatchObject({
      kind: 'couldNotRun',
      why: '"tests" fails without the change too.',
    });
  }
  expect(await readFile(runs, 'utf8')).toBe('...');
});

test('a file that does not exist yet is gone for the baseline and afterwards', async () => {
  const command = nodeCommand(`process.exit(require('fs').existsSync('new/b.js') ? 1 : 0)`);
  const { copy, gate } = await gateOn(await projectOf(), [command]);
  expect((await gate.check(candidateOf('new/b.js', 'b'), never)).kind).toBe('fail');
  expect(await contentsOf(copy.folder)).toEqual({ 'a.js': 'old' });
});

test('debug, refactor and feature are judged unless the developer says otherwise', async () => {
  const { gate } = await gateOn(await projectOf(), [nodeCommand('')]);
  const passed = [];
  for (const type of taskTypes) {
    if ((await gate.check(candidateOf('a.js', '', type), never)).kind === 'pass') passed.push(type);
  }
  expect(passed).toEqual(['feature', 'refactor', 'debug']);
});

test('the first failing command decides; one that could not run leaves no pass', async () => {
  const passes = nodeCommand('', { name: 'passes' });
  const fails = nodeCommand(`process.exit(require('fs').readFileSync('a.js') == 'new' ? 1 : 0)`);
  const missing = commandOf(['no-such-program'], { name: 'missing' });
  const kinds = [];
  for (const commands of [
    [passes, passes],
    [passes, missing],
    [missing, fails],
  ]) {
    const { gate } = await gateOn(await projectOf(), commands);
    kinds.push((await gate.check(candidateOf('a.js', 'new'), never)).kind);
  }
  expect(kinds).toEqual(['pass', 'couldNotRun', 'fail']);
});

test('approval is asked when a command is used, by a hash of all that matters', async () => {
  const asked: string[] = [];
  const command = nodeCommand('');
  const { gate } = await gateOn(await projectOf(), [command], {
    approved: async (hash) => asked.push(hash) > 0,
  });
  expect(asked).toEqual([]);
  await gate.check(candidateOf('a.js', '', 'docs'), never);
  expect(asked).toEqual([]);
  await gate.check(candidateOf('a.js', ''), never);
  expect(asked).toEqual([commandHash(command)]);

  const base = commandOf(['npm', 'test']);
  // Stable, or approvals would be asked for again: sha256 of [["npm","test"],".","user settings"].
  expect(commandHash(base)).toBe(
    '9eb27bb244a364f2227e6414ccf01436ff6e4b93e152dc8cbbef298f16faca2d',
  );
  const same: GateCommand[] = [
    { ...base, name: 'other' },
    { ...base, cwd: '.' },
    { ...base, timeoutSeconds: 5 },
  ];
  const others: GateCommand[] = [
    { ...base, argv: ['npm', 'test', ''] },
    { ...base, argv: ['npm test'] },
    { ...base, argv: ['npm', 'tes', 't'] },
    { ...base, cwd: 'packages' },
    { ...base, source: 'workspace policy' },
  ];
  expect(new Set(same.map(commandHash))).toEqual(new Set([commandHash(base)]));
  expect(new Set([base, ...others].map(commandHash)).size).toBe(others.length + 1);
});

test('a program planted in the project does not run', async () => {
  const mark = join(await temporaryFolder(), 'ran');
  const folder = await projectOf({ 'a.js': '' });
  for (const name of ['npm', 'npm.cmd', 'planted']) {
    await writeFile(join(folder, name), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  }
  const PATH = ['', '.', './', folder, process.env['PATH']].join(':');
  const env = { ...process.env, PATH };
  const { gate } = await gateOn(folder, [commandOf(['npm', '--version'])], { env });
  expect((await gate.check(candidateOf('a.js', ''), never)).kind).toBe('pass');
  const planted = await gateOn(folder, [commandOf(['planted'])], { env });
  expect((await planted.gate.check(candidateOf('a.js', ''), never)).kind).toBe('couldNotRun');
  // A child that looks up the program itself does not find it either.
  const child = nodeCommand(`require('child_process').execFileSync('planted')`);
  const byChild = await gateOn(folder, [child], { env });
  expect((await byChild.gate.check(candidateOf('a.js', ''), never)).kind).toBe('couldNotRun');
  await expect(stat(mark)).rejects.toThrow('ENOENT');
});

test('a command gets exactly its argv, no key, no input', async () => {
  const seen = join(await temporaryFolder(), 'seen.json');
  const code = `
    const fs = require('fs');
    const input = fs.readFileSync(0, 'utf8');
    const { argv, env } = process;
    fs.writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ argv: argv.slice(1), env, input }));`;
  const hostile = ['; touch x', '$(touch x)', '`touch x`', '*', '"', "'", 'two\nlines', ''];
  const command = commandOf([node, '--eval', code, '--', ...hostile]);
  const env = {
    ...process.env,
    OPENAI_API_KEY: 'secret',
    GITHUB_TOKEN: 'secret',
    HTTPS_PROXY: 'http://user:secret@proxy',
    NODE_OPTIONS: '--require=/secret.js',
    LANG: 'de_DE.UTF-8',
  };
  const { copy, gate } = await gateOn(await projectOf(), [command], { env });
  expect((await gate.check(candidateOf('a.js', ''), never)).kind).toBe('pass');
  const found = JSON.parse(await readFile(seen, 'utf8'));
  expect(found).toMatchObject({
    argv: hostile,
    input: '',
    env: { LANG: 'de_DE.UTF-8', CI: 'true' },
  });
  expect(JSON.stringify(found.env)).not.toContain('secret');
  expect(found.env.PATH).not.toBe('');
  expect(await readdir(copy.folder)).toEqual(['a.js']);
});

test('a command that was ended with this answer alone shows its last lines', async () => {
  const code = `
    const fs = require('fs');
    if (fs.readFileSync('a.js') == 'old') process.exit(0);
    fs.writeSync(1, 'half way');
    process.kill(process.pid, 'SIGKILL');`;
  const { gate } = await gateOn(await projectOf(), [nodeCommand(code)]);
  const verdict = await gate.check(candidateOf('a.js', 'new'), never);
  expect(verdict).toMatchObject({
    kind: 'fail',
    evidence: [{ message: '"tests" was ended by SIGKILL.\nhalf way' }],
  });
});

test('of much output the end is kept', async () => {
  const code = `
    if (require('fs').readFileSync('a.js') == 'old') process.exit(0);
    process.exitCode = 1;
    for (let i = 0; i < 200000; i++) console.log('line ' + i);
    console.error('the end');`;
  const { gate } = await gateOn(await projectOf(), [nodeCommand(code)]);
  const verdict = await gate.check(candidateOf('a.js', 'new'), never);
  const message = verdict.kind === 'fail' ? verdict.evidence.at(-1)!.message : '';
  expect(message).toMatch(/line 199999$|the end$/);
  expect(message.length).toBeLessThan(1000);
});

/** A command whose grandchildren ignore SIGTERM; one leaves the group. Their ids are in `pids`. */
function stubborn(pids: string, last: string): GateCommand {
  const sleeper = `process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {});
    require('fs').appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n');
    setInterval(() => {}, 1e6);`;
  const start = (options: string): string =>
    `spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], ${options});`;
  const child = `const { spawn } = require('child_process');
    process.on('SIGTERM', () => {});
    ${start(`{ stdio: 'inherit' }`)}
    ${start(`{ stdio: 'ignore', detached: true }`)}
    setInterval(() => {}, 1e6);`;
  return nodeCommand(`
    const fs = require('fs');
    require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
    const ready = () => fs.existsSync(${JSON.stringify(pids)})
      && fs.readFileSync(${JSON.stringify(pids)}, 'utf8').split('\\n').length > 2;
    const wait = setInterval(() => { if (ready()) { clearInterval(wait); ${last} } }, 5);`);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie, which waits for its parent, is not running.
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !readFileSync(stat, 'latin1').includes(') Z ');
}

async function pidsIn(file: string): Promise<number[]> {
  const pids = (await readFile(file, 'utf8')).trim().split('\n').map(Number);
  onTestFinished(() => pids.filter(isRunning).forEach((pid) => process.kill(pid, 'SIGKILL')));
  return pids;
}

/** Checks an answer by a command that starts another process, and finds none of them running. */
async function checkStubborn(last: string, timeoutSeconds: number): Promise<Verdict> {
  const pids = join(await temporaryFolder(), 'pids');
  const command = { ...stubborn(pids, last), timeoutSeconds };
  const { gate } = await gateOn(await projectOf(), [command]);
  const verdict = await gate.check(candidateOf('a.js', ''), never);
  const started = await pidsIn(pids);
  // Once with the answer, and where that fails once without it.
  expect(started.length).toBeGreaterThanOrEqual(2);
  expect(started.filter(isRunning)).toEqual([]);
  return verdict;
}

test('nothing is left running when a command ends by itself or takes too long', async () => {
  const beganAt = performance.now();
  expect((await checkStubborn('process.exit(0)', 60)).kind).toBe('pass');
  // Long enough for its processes to start, however busy the machine is.
  const seconds = 1 + (3 * (performance.now() - beganAt)) / 1000;
  expect((await checkStubborn('setInterval(() => {}, 1e6)', seconds)).kind).toBe('couldNotRun');
}, 120_000);

test('nothing is left when a check is cancelled', async () => {
  const folder = await temporaryFolder();
  const [pids, ready] = [join(folder, 'pids'), join(folder, 'ready')];
  const signalReady = `fs.writeFileSync(${JSON.stringify(ready)}, ''); setInterval(() => {}, 1e6)`;
  const { copy, gate } = await gateOn(await projectOf(), [stubborn(pids, signalReady)]);
  const abort = new AbortController();
  const reason = new Error('cancelled');
  const checking = gate.check(candidateOf('a.js', 'new'), abort.signal);
  await expect.poll(() => readdir(folder), { timeout: 10_000 }).toContain('ready');
  abort.abort(reason);
  await expect(checking).rejects.toBe(reason);
  expect((await pidsIn(pids)).filter(isRunning)).toEqual([]);
  expect(await contentsOf(copy.folder)).toEqual({ 'a.js': 'old' });
  await expect(gate.check(candidateOf('a.js', 'new'), abort.signal)).rejects.toBe(reason);
});

test('two answers for one file are judged one after the other', async () => {
  const code = `
    const fs = require('fs');
    const text = fs.readFileSync('a.js', 'utf8');
    setTimeout(() => process.exit(fs.readFileSync('a.js', 'utf8') === text && text !== 'bad' ? 0 : 1), 50);`;
  const { gate } = await gateOn(await projectOf(), [nodeCommand(code)]);
  const verdicts = await Promise.all(
    ['one', 'bad', 'two'].map((text) => gate.check(candidateOf('a.js', text), never)),
  );
  expect(verdicts.map(({ kind }) => kind)).toEqual(['pass', 'fail', 'pass']);
});
