import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createParticipant } from '../../../../src/editor/chat/participant.ts';
import type { ChatParts } from '../../../../src/editor/chat/chatTurn.ts';
import { createChatCaches } from '../../../../src/editor/chat/memory/conversationCaches.ts';
import { activeCodeEditor } from '../../../../src/editor/selection/codeEditor.ts';
import { targetOf, taskFor } from '../../../../src/editor/selection/taskFromEditor.ts';
import { openShadowPlan } from '../../../../src/editor/tasks/door.ts';
import { TaskRunner } from '../../../../src/editor/tasks/taskRunner.ts';
import type { Services } from '../../../../src/editor/services.ts';
import { usualLimits } from '../../../../src/routing/budgets/requestLimits.ts';
import type { TaskType } from '../../../../src/routing/task.ts';
import type { diskEditor } from '../../../support/diskEditor.ts';
import { situationWith } from '../../../support/tasks.ts';
import { eventStream, startWireServer, type WireServer } from '../../../support/wireServer.ts';
import { providerFor, wires } from '../../../support/wires.ts';
import { workflowWorld } from '../../../support/workflowWorld.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof diskEditor> }));
vi.mock('vscode', async () => {
  const { diskEditor: create } = await import('../../../support/diskEditor.ts');
  editor.current = create();
  return editor.current;
});

/* What a developer selects or attaches; all that reaches a model on loopback is kept. */
const canary = 'canary-8Kd3Wq5Rz1Yp';
const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

let folder = '';
let server: WireServer;
beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-chosen-')));
  Object.assign(editor.current.state, {
    folders: [folder],
    settings: { 'tierwise.maxOutputTokens': 1000 },
    selected: undefined,
    asked: [],
    answer: undefined,
  });
  write('.env', `API_KEY=${canary}\n`);
  write('src/a.ts', 'const beacon = 1;\n');
  server = await startWireServer((socket, request) =>
    eventStream([...wire.opening, wire.text('done'), ...wire.closing('stop', wire.plainUsage)])(
      socket,
      request,
    ),
  );
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const sent = () => server.requests.map(({ text }) => text).join('\n');

function parts() {
  const world = workflowWorld({});
  const provider = providerFor(wire, server.url);
  const nothing = () => undefined;
  return {
    situation: { current: async () => situationWith() },
    session: { touch: () => ({ id: 'session' }) },
    budgets: { ensureKnown: async () => undefined, all: [], blocks: [], limits: usualLimits },
    attempts: { ...world.context, provider: async () => provider },
    news: { emitDecision: nothing, emitSpend: nothing },
    report: { log: { info: nothing, error: nothing }, warnOnce: nothing },
    answers: { add: nothing, cancel: nothing },
    view: { show: async () => undefined, applyEvent: async () => undefined },
    textGates: {},
    turnStates: { keep: nothing },
    chatCaches: createChatCaches(),
    saidTurns: {},
    allowances: { of: () => new Set() },
    turnMemory: { keep: nothing },
    taskTypes: { classify: async () => ({ taskType: 'explain', confidence: 1 }) },
  };
}

async function runOnSelection(path: string, type: TaskType = 'explain'): Promise<void> {
  editor.current.state.selected = join(folder, path);
  const bound = await taskFor(type, await targetOf(activeCodeEditor(), type), '');
  await new TaskRunner(parts() as unknown as Services, openShadowPlan).run(bound);
}

type Reference = { readonly path: string; readonly line?: number };

/** A turn of `@tierwise`; resolves to what it says went wrong. */
async function chat(references: readonly Reference[]): Promise<string | undefined> {
  const { Uri, Location, Position } = editor.current;
  const values = references.map(({ path, line }) => {
    const uri = new Uri(join(folder, path));
    return { value: line === undefined ? uri : new Location(uri, new Position(line, 0)) };
  });
  const participant = createParticipant(parts() as unknown as ChatParts);
  const result = await participant(
    {
      prompt: 'what is it?',
      references: values,
      toolReferences: [],
      command: 'explain',
      model: undefined,
    } as never,
    { history: [] } as never,
    { markdown: () => undefined, progress: () => undefined, button: () => undefined } as never,
    {
      onCancellationRequested: () => ({ dispose: () => undefined }),
    } as unknown as vscode.CancellationToken,
  );
  return (result as vscode.ChatResult).errorDetails?.message;
}

const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['a selection', () => runOnSelection('.env')],
  [
    'a selection in a link',
    () => {
      symlinkSync('.env', join(folder, 'notes.txt'));
      return runOnSelection('notes.txt');
    },
  ],
  [
    'the source of tests',
    () => {
      write('deploy/wp-config.php', canary);
      return runOnSelection('deploy/wp-config.php', 'test');
    },
  ],
  [
    'an existing test file that is a link',
    () => {
      mkdirSync(join(folder, 'test'));
      symlinkSync('../.env', join(folder, 'test/a.test.ts'));
      return runOnSelection('src/a.ts', 'test');
    },
  ],
  ['an attachment', () => chat([{ path: '.env' }])],
  ['an attached range', () => chat([{ path: '.env', line: 0 }])],
  [
    'an attachment among others, in another case',
    () => {
      write('web/.Env.Local', canary);
      return chat([{ path: 'src/a.ts' }, { path: 'web/.Env.Local' }]);
    },
  ],
  [
    'an attached picture',
    () => {
      write('.ssh/scan.png', canary);
      return chat([{ path: '.ssh/scan.png' }]);
    },
  ],
  [
    'the selection beside a chat',
    () => {
      editor.current.state.selected = join(folder, '.env');
      return chat([]);
    },
  ],
];

test.each(ways)(
  '%s in a private file is asked about first, by its path and the model',
  async (_, act) => {
    await act();
    const [asked] = editor.current.state.asked;
    expect(editor.current.state.asked).toHaveLength(1);
    expect(asked!.message).toContain(`Send your private file ${folder}/`);
    expect(`${asked!.message} ${asked!.detail}`).toMatch(/(?:fast|balanced|reasoning) \(/);
    expect(server.requests).toEqual([]);
  },
);

test.each(ways)('%s is sent once the developer allows it', async (_, act) => {
  editor.current.state.answer = 'Send It Once';
  await act();
  const coded = Buffer.from(canary).toString('base64');
  expect([canary, coded].some((text) => sent().includes(text))).toBe(true);
});

test('a chat that is not sent says so, and what to do', async () => {
  expect(await chat([{ path: '.env' }])).toMatch(
    /^Nothing was sent, because a private file is attached/,
  );
});

test('about ordinary files nobody is asked', async () => {
  await runOnSelection('src/a.ts');
  expect(await chat([{ path: 'src/a.ts' }])).toBeUndefined();
  expect(sent().match(/const beacon = 1/g)!.length).toBeGreaterThanOrEqual(2);
  expect(editor.current.state.asked).toEqual([]);
});

test('a link is named together with where it leads', async () => {
  symlinkSync('.env', join(folder, 'notes.txt'));
  await runOnSelection('notes.txt');
  const [{ message, detail }] = editor.current.state.asked as [{ message: string; detail: string }];
  expect(message).toContain(join(folder, 'notes.txt'));
  expect(detail).toContain(`It is a link to ${join(folder, '.env')}.`);
});

test('each request asks again: an answer for one is none for the next', async () => {
  editor.current.state.answer = 'Send It Once';
  await runOnSelection('.env');
  await runOnSelection('.env');
  expect(editor.current.state.asked).toHaveLength(2);
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['a selection', () => runOnSelection('src/a.ts')],
  ['a chat about a file', () => chat([{ path: 'src/a.ts' }])],
  ['a chat about nothing', () => chat([])],
])(
  '%s takes the project’s instructions along, and never in a workspace without trust',
  async (_, ask) => {
    write('AGENTS.md', 'Write whole cents.');
    await ask();
    expect(sent()).toContain('Write whole cents.');
    const before = server.requests.length;
    editor.current.workspace.isTrusted = false;
    await ask().finally(() => {
      editor.current.workspace.isTrusted = true;
    });
    const after = server.requests.slice(before).map(({ text }) => text);
    expect(after).toHaveLength(1);
    expect(after[0]).not.toContain('Write whole cents.');
  },
);
