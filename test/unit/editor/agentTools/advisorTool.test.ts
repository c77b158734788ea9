import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createAdvisorTool } from '../../../../src/editor/agentTools/advisorTool.ts';
import type { Asker } from '../../../../src/editor/agentTools/asker.ts';
import type { Services } from '../../../../src/editor/services.ts';
import type { Model } from '../../../../src/routing/models/model.ts';
import type { diskEditor } from '../../../support/diskEditor.ts';
import { modelWith, situationWith } from '../../../support/tasks.ts';
import { eventStream, startWireServer, type WireServer } from '../../../support/wireServer.ts';
import { providerFor, wires } from '../../../support/wires.ts';
import { workflowWorld } from '../../../support/workflowWorld.ts';

const editor = vi.hoisted(() => ({ current: {} as ReturnType<typeof diskEditor> }));
vi.mock('vscode', async () => {
  const { diskEditor: create } = await import('../../../support/diskEditor.ts');
  editor.current = create();
  class LanguageModelTextPart {
    readonly value: string;
    constructor(value: string) {
      this.value = value;
    }
  }
  class LanguageModelToolResult {
    readonly content: readonly LanguageModelTextPart[];
    constructor(content: readonly LanguageModelTextPart[]) {
      this.content = content;
    }
  }
  class CancellationError extends Error {}
  return {
    ...(await import('../../../support/l10n.ts')),
    ...editor.current,
    LanguageModelTextPart,
    LanguageModelToolResult,
    CancellationError,
  };
});

const canary = 'canary-5Vb9Xn2Gk7Ds';
const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

let folder = '';
let server: WireServer;
beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tierwise-advice-')));
  const settings = { 'tierwise.maxOutputTokens': 1000 };
  Object.assign(editor.current.state, { folders: [folder], settings, asked: [] });
  server = await startWireServer((socket, request) =>
    eventStream([
      ...wire.opening,
      wire.text('Use a map.'),
      ...wire.closing('stop', wire.plainUsage),
    ])(socket, request),
  );
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function advisor({ asker = {}, large = {} }: { asker?: Asker; large?: Partial<Model> } = {}) {
  const world = workflowWorld({});
  const provider = providerFor(wire, server.url);
  const nothing = () => undefined;
  const usual = situationWith();
  const catalog = new Map([...usual.catalog, ['p/large', modelWith('p/large', large)] as const]);
  const situation = { ...usual, catalog };
  const services = {
    situation: { current: async () => situation, policy: async () => situation.policy },
    session: { touch: () => ({ id: 'session' }) },
    budgets: { ensureKnown: async () => undefined, all: [], blocks: [] },
    attempts: { ...world.context, provider: async () => provider },
    news: { emitDecision: nothing, emitSpend: nothing },
    report: { warnOnce: nothing },
  } as unknown as Services;
  let made = 0;
  const count = {
    made: () => made,
    take: (most: number) => made < most && (made += 1) > 0,
    giveBack: () => void (made -= 1),
  };
  const tool = createAdvisorTool(services, { count, asker: () => asker });
  const abort = Promise.withResolvers<void>();
  const token = {
    isCancellationRequested: false,
    onCancellationRequested: (cancel: () => void) => void abort.promise.then(cancel),
  } as unknown as vscode.CancellationToken;
  return {
    made: () => made,
    cancel: () => abort.resolve(),
    async ask(input: object): Promise<string> {
      const options = { input } as vscode.LanguageModelToolInvocationOptions<never>;
      const result = await tool.invoke(options, token);
      return (result!.content as { value: string }[]).map(({ value }) => value).join('');
    },
  };
}

const sent = () => server.requests.map(({ text }) => text).join('\n');

test('the answer of the strongest tier, with its cost and what is left', async () => {
  const { ask } = advisor();
  expect(await ask({ question: 'Which structure?', context: 'It is slow.' })).toMatch(
    /^Answer of reasoning \(large\), \$0\.\d+ \(computed\)\. 1 of 10 questions of this session are used\.\n\nUse a map\.$/,
  );
  expect(sent()).toContain('Which structure?');
  expect(sent()).toContain('It is slow.');
});

test('a private file is not sent, and the answer says so', async () => {
  writeFileSync(join(folder, '.env'), `KEY=${canary}`);
  const answer = await advisor().ask({ question: 'Why?', files: ['.env', 'gone.ts'] });
  expect(answer).toContain('“.env” is one of the developer’s private files');
  expect(answer).toContain('There is no text file “gone.ts”.');
  expect(answer).toContain('Use a map.');
  expect(sent()).not.toContain(canary);
});

test.each<[string, Parameters<typeof advisor>[0], object, RegExp]>([
  ['an unreadable question', {}, {}, /Write your question/],
  ['a setting with an error', {}, { maxUsd: '1' }, /tierwise\.advisor › maxUsd: Write an amount/],
  ['no questions allowed', {}, { maxCallsPerSession: 0 }, /All 0 questions/],
  ['turned off', {}, { maxUsd: 0 }, /turned questions to a stronger model off/],
  ['nothing stronger', { asker: { tier: 'reasoning' } }, {}, /You run on the tier reasoning/],
  ['a cap that is too low', {}, { maxUsd: 0.000001 }, /costs more than the \$0\.0000010/],
  ['an unknown price', { large: { prices: [] } }, {}, /price of large is unknown/],
  [
    'what stays on this machine',
    { asker: { stay: { rule: 'keys', origin: 'settings' } } },
    {},
    /stays on this machine: rule “keys”/,
  ],
])(
  '%s: nothing is sent, nothing counts, nobody is asked, and the agent goes on',
  async (name, given, setting, why) => {
    editor.current.state.settings['tierwise.advisor'] = setting;
    const { ask, made } = advisor(given);
    const question = name === 'an unreadable question' ? {} : { question: 'Why?' };
    const answer = await ask(question);
    expect(answer).toMatch(/^No advice: .* Go on without it\.$/s);
    expect(answer).toMatch(why);
    expect(server.requests).toEqual([]);
    expect(made()).toBe(0);
    expect(editor.current.state.asked).toEqual([]);
  },
);

test('a session asks so many questions and no more', async () => {
  editor.current.state.settings['tierwise.advisor'] = { maxCallsPerSession: 1 };
  const { ask } = advisor();
  const answers = await Promise.all([ask({ question: 'One?' }), ask({ question: 'Two?' })]);
  expect(answers.filter((answer) => answer.startsWith('No advice: All 1 questions'))).toHaveLength(
    1,
  );
  expect(server.requests).toHaveLength(1);
});

test('a cancelled question ends as cancelled', async () => {
  const { ask, cancel } = advisor();
  const asking = ask({ question: 'Why?' });
  cancel();
  const error: unknown = await asking.then(String, (thrown: unknown) => thrown);
  expect((error as Error).constructor.name).toBe('CancellationError');
});
