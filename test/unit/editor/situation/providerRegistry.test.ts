import { afterEach, expect, test, vi } from 'vitest';
import type { Keys, ProviderHeaders } from '../../../../src/editor/platform/secrets.ts';
import type { Practice } from '../../../../src/editor/practice/practiceStarted.ts';
import { ProviderRegistry } from '../../../../src/editor/situation/providerRegistry.ts';
import { plainAnswer, startWireServer, type WireServer } from '../../../support/wireServer.ts';

const written = vi.hoisted(() => ({ providers: {} as Record<string, unknown> }));

vi.mock('vscode', async () => {
  const disposable = { dispose: () => undefined };
  return {
    ...(await import('../../../support/l10n.ts')),
    EventEmitter: class {
      private readonly listeners: ((value: unknown) => void)[] = [];
      readonly event = (listener: (value: unknown) => void) => {
        this.listeners.push(listener);
        return disposable;
      };
      fire(value: unknown) {
        for (const listener of this.listeners) listener(value);
      }
    },
    Disposable: { from: () => disposable },
    lm: { selectChatModels: async () => [] },
    workspace: {
      onDidChangeConfiguration: () => disposable,
      getConfiguration: () => ({
        inspect: () => ({ globalValue: written.providers }),
      }),
    },
  };
});

let server: WireServer | undefined;
afterEach(() => server?.close());

/** Keys in memory; `set` tells of a change as VS Code does. */
function keysInMemory() {
  const stored = new Map<string, string>();
  const listeners: ((event: { key: string }) => void)[] = [];
  const keys = {
    get: async (provider: string) => stored.get(provider),
    onDidChange: (listener: (event: { key: string }) => void) => {
      listeners.push(listener);
      return { dispose: () => undefined };
    },
  } as unknown as Keys;
  const set = (provider: string, key: string, name = `tierwise.key:${provider}@http://h`) => {
    stored.set(provider, key);
    for (const listener of listeners) listener({ key: name });
  };
  return { keys, set };
}

const noPractice: Practice = {
  current: undefined,
  onDidChange: () => ({ dispose: () => undefined }),
};
const noHeaders: ProviderHeaders = { get: async () => ({}), set: async () => undefined };

// vLLM that was started with a key lists its models only with it (its documentation, 2026).
test('a provider whose list needs a key is ready once it has the right one', async () => {
  server = await startWireServer((socket, { headers }) => {
    const mayRead = headers['authorization'] === 'Bearer right';
    const body = JSON.stringify({ data: [{ id: 'qwen3:latest' }] });
    return plainAnswer(mayRead ? 200 : 401, body)(socket, {} as never);
  });
  const mine = { wire: 'openaiCompatible', baseUrl: `${server.url}/v1`, discover: true };
  written.providers = { mine };
  const { keys, set } = keysInMemory();
  const registry = new ProviderRegistry(keys, noHeaders, {
    practice: noPractice,
    note: () => undefined,
  });
  const changed: unknown[] = [];
  registry.onDidChange((provider) => changed.push(provider));
  const stateOf = async () => (await registry.facts()).get('mine')?.state;

  expect(await stateOf()).toEqual({ state: 'noKey' });
  expect(server.requests).toHaveLength(0);
  set('mine', 'wrong');
  expect(await stateOf()).toMatchObject({
    state: 'unavailable',
    why: expect.stringContaining('refused the key'),
  });
  set('mine', 'right');
  expect(await stateOf()).toEqual({ state: 'ready', models: new Set(['qwen3:latest', 'qwen3']) });
  set('mine', 'right', 'another.extension');
  expect(changed).toEqual(['mine', 'mine']);
});

test('a wrong override leaves the built-in provider in place, and is told', async () => {
  written.providers = { ollama: { baseUrl: 'http://192.168.9.9:11434/v1' } };
  const registry = new ProviderRegistry(keysInMemory().keys, noHeaders, {
    practice: noPractice,
    note: () => undefined,
  });
  expect((await registry.all()).map(({ id }) => id)).toContain('ollama');
  expect(registry.settingProblems.map(({ path }) => path)).toEqual([['ollama', 'baseUrl']]);
});

test('while practice goes on, its providers and its key are in force, and afterwards the user’s', async () => {
  written.providers = { own: { wire: 'openaiCompatible', baseUrl: 'https://own.example.com/v1' } };
  const toldOf: (() => void)[] = [];
  const practised = {
    key: 'of-this-start',
    settings: {
      'tierwise.providers': {
        'practice-openai': {
          wire: 'openai',
          baseUrl: 'http://127.0.0.1:9/openai/v1',
          auth: 'bearer',
          simulated: true,
        },
      },
      'tierwise.models': {},
      'tierwise.tiers': {},
    },
  };
  const practice = {
    current: undefined as typeof practised | undefined,
    onDidChange: (listener: () => void) => {
      toldOf.push(listener);
      return { dispose: () => undefined };
    },
  };
  const registry = new ProviderRegistry(keysInMemory().keys, noHeaders, {
    practice,
    note: () => undefined,
  });
  const ids = async () => (await registry.all()).map(({ id }) => id);
  expect(await ids()).toContain('own');
  practice.current = practised;
  for (const tell of toldOf) tell();
  expect(await ids()).toContain('practice-openai');
  expect(await ids()).not.toContain('own');
  const facts = await registry.known();
  expect(facts.get('practice-openai')).toMatchObject({
    simulated: true,
    state: { state: 'ready' },
  });
  expect(facts.get('anthropic')?.state).toEqual({ state: 'noKey' });
  practice.current = undefined;
  for (const tell of toldOf) tell();
  expect(await ids()).toContain('own');
});
