import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Answers } from '../../../../src/editor/answers/answer.ts';
import type { Answered } from '../../../../src/editor/chat/answered.ts';
import type { ChatParts } from '../../../../src/editor/chat/chatTurn.ts';
import { reviewEdits } from '../../../../src/editor/chat/edits/reviewEdits.ts';
import { createParticipant } from '../../../../src/editor/chat/participant.ts';
import { createChatCaches } from '../../../../src/editor/chat/memory/conversationCaches.ts';
import { createAllowances } from '../../../../src/editor/chat/memory/allowances.ts';
import { createSaidTurns } from '../../../../src/editor/chat/memory/saidTurns.ts';
import { createTurnMemory } from '../../../../src/editor/chat/memory/turnMemory.ts';
import { completeGate } from '../../../../src/execution/gates/complete/complete.ts';
import { usualLimits } from '../../../../src/routing/budgets/requestLimits.ts';
import type { diskEditor } from '../../../support/diskEditor.ts';
import { situationWith } from '../../../support/tasks.ts';
import { eventStream, startWireServer, type WireServer } from '../../../support/wireServer.ts';
import { providerFor, wires } from '../../../support/wires.ts';
import { workflowWorld } from '../../../support/workflowWorld.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof diskEditor> }));
vi.mock('vscode', async () => {
  const { diskEditor: create } = await import('../../../support/diskEditor.ts');
  editor.current = create();
  class EventEmitter {
    readonly event = () => ({ dispose() {} });
    fire(): void {}
    dispose(): void {}
  }
  return {
    ...(await import('../../../support/l10n.ts')),
    ...editor.current,
    EventEmitter,
    window: Object.assign(Object.create(editor.current.window) as object, {
      showInformationMessage: async () => undefined,
    }),
  };
});

/* Turns of `@tierwise` against a model on loopback that says what the test wants, on a real folder. */
const wire = wires.find(({ name }) => name === 'openaiCompatible')!;
let folder = '';
let server: WireServer;
let says = 'done';
/** Happens while the model writes. */
let meanwhile = () => {};

beforeEach(async () => {
  says = 'done';
  meanwhile = () => {};
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-chat-')));
  Object.assign(editor.current.state, {
    folders: [folder],
    settings: { 'tierwise.maxOutputTokens': 1000 },
    selected: undefined,
  });
  for (const name of ['a', 'b', 'c']) write(`src/${name}.ts`, `export const ${name} = 1;\n`);
  server = await startWireServer((socket, request) => {
    meanwhile();
    const events = [...wire.opening, wire.text(says), ...wire.closing('stop', wire.plainUsage)];
    return eventStream(events)(socket, request);
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const at = (path: string) => join(folder, path);
function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
}

interface SentMessage {
  readonly role: string;
  readonly content: string;
}
/** The messages of the newest request, as the model got them. */
const sent = () =>
  (JSON.parse(server.requests.at(-1)!.text) as { messages: SentMessage[] }).messages;
const lastSent = () => sent().at(-1)!.content;
const systemSent = () => sent()[0]!.content;

/** A chat in a window of its own, which goes on from turn to turn. */
function openChat({ picked = 'auto', ready = true } = {}) {
  const world = workflowWorld({});
  const provider = providerFor(wire, server.url);
  const nothing = () => undefined;
  const usual = situationWith();
  const situation = {
    ...usual,
    pick: { tier: picked, pinned: {} },
    ...(!ready && { providers: new Map() }),
  };
  const parts = {
    situation: { current: async () => situation },
    pick: { current: situation.pick },
    session: { touch: () => ({ id: 'session' }) },
    budgets: { ensureKnown: async () => undefined, all: [], blocks: [], limits: usualLimits },
    attempts: { ...world.context, provider: async () => provider },
    news: { emitDecision: nothing, emitSpend: nothing },
    report: { log: { info: nothing, error: nothing }, warnOnce: nothing },
    textGates: { gates: { complete: completeGate } },
    turnStates: { keep: nothing },
    turnMemory: createTurnMemory(),
    chatCaches: createChatCaches(),
    saidTurns: createSaidTurns(),
    allowances: createAllowances(),
    ledger: { requestStory: async () => undefined },
    taskTypes: {
      classify: async (_: string, { command }: { command?: string }) => ({
        taskType: command ?? 'explain',
        confidence: 1,
        signals: [],
      }),
    },
  } as unknown as ChatParts;
  const { ChatRequestTurn, ChatResponseTurn } = editor.current;
  const history: unknown[] = [];
  return {
    parts,
    async say(
      prompt: string,
      {
        command,
        references = [],
        tools = [],
      }: { command?: string; references?: readonly unknown[]; tools?: readonly string[] } = {},
    ) {
      const shown = { text: '', buttons: [] as vscode.Command[] };
      const values = references.map((value) =>
        typeof value === 'string'
          ? { id: 'file', value: new editor.current.Uri(at(value)) }
          : { id: 'thing', value },
      );
      const result = (await createParticipant(parts)(
        {
          prompt,
          command,
          references: values,
          toolReferences: tools.map((name) => ({ name })),
          model: undefined,
        } as never,
        { history: [...history] } as never,
        {
          markdown: (text: string) => void (shown.text += text),
          progress: nothing,
          button: (button: vscode.Command) => void shown.buttons.push(button),
        } as never,
        { onCancellationRequested: () => ({ dispose: nothing }) } as never,
      )) as vscode.ChatResult;
      history.push(
        new ChatRequestTurn(prompt, command, values),
        new ChatResponseTurn(shown.text, result.metadata, command),
      );
      const error = result.errorDetails?.message;
      return { ...shown, error, metadata: result.metadata as Answered | undefined };
    },
  };
}

const change = (path: string, from: string, to: string) =>
  `\`\`\`ts ${path}\n<<<<<<< SEARCH\n${from}\n=======\n${to}\n>>>>>>> REPLACE\n\`\`\``;
const renamed = (name: string) =>
  change(`src/${name}.ts`, `export const ${name} = 1;`, `export const ${name} = 2;`);

test('changes to several files and a new one are offered, and nothing is written', async () => {
  says = ['Here.', renamed('a'), renamed('b'), '```md docs/new.md\n# New\n```'].join('\n\n');
  const chat = openChat();
  const turn = await chat.say('change them', {
    command: 'refactor',
    references: ['src/a.ts', 'src/b.ts'],
  });
  expect(turn.buttons.map(({ title }) => title)).toEqual(['Review changes in 3 files']);
  expect(systemSent()).toContain('<<<<<<< SEARCH');
  const { edits } = chat.parts.turnMemory.find(turn.metadata!.requestId)!;
  expect(edits?.changes.map(({ path, before, after }) => [path, before, after])).toEqual([
    ['src/a.ts', 'export const a = 1;\n', 'export const a = 2;\n'],
    ['src/b.ts', 'export const b = 1;\n', 'export const b = 2;\n'],
    ['docs/new.md', undefined, '# New\n'],
  ]);
  expect(readFileSync(at('src/a.ts'), 'utf8')).toBe('export const a = 1;\n');

  const shown: string[] = [];
  const answers = new Answers();
  const view = { show: async ({ task }: { task: { path: string } }) => void shown.push(task.path) };
  const parts = { ...chat.parts, answers, view } as unknown as ChatParts;
  await reviewEdits(edits, parts);
  await reviewEdits(edits, parts);
  expect(shown.slice(3)).toEqual(shown.slice(0, 3));
  expect(shown.slice(0, 3).toSorted()).toEqual(['docs/new.md', 'src/a.ts', 'src/b.ts']);
  expect(answers.all).toHaveLength(3);
  const { requestId } = turn.metadata!;
  expect(answers.find(requestId, 'src/b.ts')?.task.path).toBe('src/b.ts');
  for (const answer of answers.all) answer.outcome = 'rejected';
  await expect(reviewEdits(edits, parts)).rejects.toThrow('accepted or rejected each change');
});

test('after a reload the button says why there is nothing to review', async () => {
  await expect(reviewEdits(undefined, openChat().parts)).rejects.toThrow('loaded again');
});

test('code that a model left out is noticed before it is accepted', async () => {
  write('src/long.ts', 'export function f() {\n  one();\n  two();\n  three();\n}\n');
  says = '```ts src/long.ts\nexport function f() {\n  // ... existing code ...\n}\n```';
  const chat = openChat();
  const { metadata } = await chat.say('x', { command: 'refactor', references: ['src/long.ts'] });
  const answers = new Answers();
  const parts = { ...chat.parts, answers, view: { show: async () => {} } } as unknown as ChatParts;
  await reviewEdits(chat.parts.turnMemory.find(metadata!.requestId)!.edits, parts);
  expect(answers.all[0]?.rungs[0]?.verdicts[0]?.kind).toBe('fail');
});

test('a change that cannot be applied says why, and the others are offered', async () => {
  says = [
    change('src/a.ts', 'nothing like it', 'x'),
    renamed('b'),
    change('../x.ts', '', 'y'),
  ].join('\n');
  const turn = await openChat().say('x', { command: 'refactor', references: ['src/a.ts'] });
  expect(turn.buttons.map(({ title }) => title)).toEqual(['Review changes in 1 file']);
  expect(turn.text).toContain('nothing like it');
  expect(turn.text).toContain('The change to src/a.ts cannot be offered: the lines to replace');
  expect(turn.text).toMatch(/The change to \.\.\/x\.ts cannot be offered: .*not a path/);
});

test('a whole file does not replace one that was edited while the model wrote', async () => {
  says = '```ts src/a.ts\nexport const a = 2;\n```';
  const ask = () => openChat().say('x', { command: 'refactor', references: ['src/a.ts'] });
  expect((await ask()).buttons).toHaveLength(1);
  meanwhile = () => write('src/a.ts', 'export const mine = 1;\n');
  const late = await ask();
  expect(late.buttons).toEqual([]);
  expect(late.text).toContain('it was edited while the model wrote');
});

test('an answer in words offers no changes', async () => {
  says = 'It is `a`:\n\n`src/a.ts`:\n```ts\nexport const a = 1;\n```';
  const turn = await openChat().say('x', { references: ['src/a.ts'] });
  expect(turn.buttons).toEqual([]);
  expect(turn.text).not.toContain('cannot be offered');
});

test('the one block for selected lines replaces them', async () => {
  says = '```ts\nexport const a = 3;\n```';
  editor.current.state.selected = at('src/a.ts');
  const chat = openChat();
  const { metadata } = await chat.say('', { command: 'refactor' });
  const [file] = chat.parts.turnMemory.find(metadata!.requestId)!.edits!.changes;
  expect(file!.after).toContain('export const a = 3;');
  expect(file!.after).not.toContain('= 1');
});

test('a folder is sent as a list with its small files, without private ones', async () => {
  write('src/.env', 'API_KEY=canary-8Kd3\n');
  write('src/server.pem', 'canary-8Kd3\n');
  write('src/big.ts', `// ${'x'.repeat(30_000)}\n`);
  await openChat().say('what is here?', { references: ['src'] });
  expect(lastSent()).toContain('<folder path="src">\nsrc/a.ts 20 bytes\n');
  expect(lastSent()).toContain('src/big.ts 30004 bytes');
  expect(lastSent()).toContain('export const c = 1;');
  expect(lastSent()).not.toContain('xxxxx');
  expect(lastSent()).not.toMatch(/canary|\.env|server/);
});

test('what could not be read is named', async () => {
  const { Location, Uri, Range } = editor.current;
  const symbol = { location: new Location(new Uri(at('src/b.ts')), new Range(0, 0, 0, 5)) };
  const turn = await openChat().say('x', {
    references: ['src/gone.ts', { some: 'value' }, symbol, 'src/a.ts'],
    tools: ['codebase'],
  });
  expect(turn.text).toContain(
    '3 references could not be read: src/gone.ts, thing, \\#codebase (a tool, and @tierwise calls none).',
  );
  expect(lastSent()).toContain('export const a = 1;');
  expect(lastSent()).toContain('export const b = 1;');
});

test('a model gets what was said before, without footers, costs and reasons', async () => {
  says = 'First answer.\n\n---\nwith a line.';
  const chat = openChat();
  const first = await chat.say('one');
  expect(first.text).not.toBe(says);
  await chat.say('', { command: 'why' });
  says = 'second';
  await chat.say('two');
  expect(sent().slice(1)).toEqual([
    { role: 'user', content: 'one' },
    { role: 'assistant', content: 'First answer.\n\n---\nwith a line.' },
    { role: 'user', content: 'two' },
  ]);
});

test('/why tells the last decision and asks no model, also of a turn that was refused', async () => {
  const chat = openChat();
  expect((await chat.say('', { command: 'why' })).error).toContain('no decision in this chat yet');
  await chat.say('one');
  const { text } = await chat.say('', { command: 'why' });
  expect(text).toContain('shipped rule “everyday work is balanced”');
  expect(text).toContain('- Tier **balanced**');
  expect(text).toContain('No budget changed this.');
  expect(text).toContain('computed: reported tokens × price');
  expect(server.requests).toHaveLength(1);

  const refused = openChat({ ready: false });
  expect((await refused.say('one')).error).toBeDefined();
  const why = await refused.say('', { command: 'why' });
  expect(why.text).toContain('could not run');
  expect(why.text).toContain('Passed over:');
});

test('a plan is asked of the strongest tier unless one is picked, and is carried out with its files', async () => {
  says = '1. In `src/a.ts`, change it.';
  const chat = openChat();
  expect((await chat.say('', { command: 'plan' })).error).toContain('Say what is to be planned');
  const plan = await chat.say('change a', { command: 'plan', references: ['src/a.ts'] });
  expect(plan.metadata).toMatchObject({ tier: 'reasoning', planFor: 'feature', higher: [] });
  expect(systemSent()).toMatch(/^You plan a change/);
  says = renamed('a');
  const done = await chat.say('Carry out the plan', { command: 'feature' });
  expect(done.metadata).toMatchObject({ tier: 'balanced' });
  expect(lastSent()).toContain('export const a = 1;');
  expect(sent().at(-2)?.content).toBe('1. In `src/a.ts`, change it.');
  expect(done.buttons).toHaveLength(1);

  const picked = await openChat({ picked: 'fast' }).say('change a', { command: 'plan' });
  expect(picked.metadata).toMatchObject({ tier: 'fast' });
});

test('an escalation sends the files and the developer’s words again, one tier up or to the top', async () => {
  const chat = openChat({ picked: 'fast' });
  const first = await chat.say('what is it?', { references: ['src/a.ts'] });
  expect(first.metadata?.higher).toEqual(['balanced', 'reasoning']);
  const top = await chat.say('to reasoning', { command: 'escalate' });
  expect(top.metadata?.tier).toBe('reasoning');
  expect(lastSent()).toContain('export const a = 1;');

  const other = openChat({ picked: 'fast' });
  await other.say('what is it?');
  await other.say('', { command: 'why' });
  const next = await other.say('say it in one sentence', { command: 'escalate' });
  expect(next.metadata?.tier).toBe('balanced');
  expect(lastSent()).toContain('say it in one sentence');

  const twice = openChat({ picked: 'fast' });
  await twice.say('what is it?', { references: ['src/a.ts'] });
  await twice.say('again', { command: 'escalate' });
  const second = await twice.say('again', { command: 'escalate' });
  expect(second.metadata?.tier).toBe('reasoning');
  expect(lastSent()).toContain('export const a = 1;');
});
