import { describe, expect, test } from 'vitest';
import { createConversationCaches } from '../../../src/execution/conversationCaches.ts';
import type { AttemptEnd } from '../../../src/execution/events.ts';
import type { Conversation, Message } from '../../../src/routing/conversation.ts';
import type { ModelReference } from '../../../src/routing/models/model.ts';
import { modelWith } from '../../support/tasks.ts';

const user = (text: string): Message => ({ role: 'user', text });
const assistant = (text: string): Message => ({ role: 'assistant', text });

function conversation(messages: readonly Message[], changes: Partial<Conversation> = {}) {
  return { system: 'Be brief.', messages, tools: [], cacheKey: 'one', ...changes };
}

function ended(
  reference: ModelReference,
  changes: Partial<Pick<AttemptEnd, 'usage' | 'text' | 'latencyMs' | 'outcome'>> = {},
): AttemptEnd {
  return {
    attemptId: 'a',
    choice: { tier: 'balanced', model: modelWith(reference) },
    outcome: 'complete',
    text: 'An answer.',
    toolCalls: [],
    cost: { source: 'unknown' },
    latencyMs: 0,
    ...changes,
  };
}

const read = (inputTokens: number) => ({ usage: { inputTokens, outputTokens: 50 } });
/** Texts of one length, so that each takes the same share of the tokens. */
const line = (name: string) => `${name}: `.padEnd(3700, name);
const first = [user(line('a')), assistant(line('b')), user(line('c'))];
const next = [...first, assistant(line('d')), user(line('e'))];

describe('what a model may still hold', () => {
  test('is the whole prompt that the provider counted, from when the call began', () => {
    const caches = createConversationCaches();
    caches.keep(conversation(first), ended('p/small', { ...read(5000), latencyMs: 300 }), 1000);
    expect(caches.of(conversation(next))).toEqual([
      { model: 'p/small', prefixTokens: 5000, atMs: 700 },
    ]);
  });

  test('is estimated where the provider counted nothing', () => {
    const caches = createConversationCaches();
    caches.keep(conversation(first), ended('p/small'), 1000);
    const [{ prefixTokens } = { prefixTokens: 0 }] = caches.of(conversation(next));
    // Three messages of 3,700 characters at 3.7 a token, and the system text.
    expect(prefixTokens).toBeGreaterThan(3000);
    expect(prefixTokens).toBeLessThan(3100);
  });

  test('is kept for each model: a switch is no eviction', () => {
    const caches = createConversationCaches();
    caches.keep(conversation(first), ended('p/small', read(5000)), 1000);
    caches.keep(conversation(next), ended('p/large', read(7000)), 2000);
    expect(caches.of(conversation(next))).toEqual([
      { model: 'p/small', prefixTokens: 5000, atMs: 1000 },
      { model: 'p/large', prefixTokens: 7000, atMs: 2000 },
    ]);
  });

  test('ends where the conversation was edited', () => {
    const caches = createConversationCaches();
    caches.keep(conversation(first), ended('p/small', read(3000)), 1000);
    const edited = [first[0]!, assistant(line('x')), first[2]!];
    const [{ prefixTokens } = { prefixTokens: 0 }] = caches.of(conversation(edited));
    // The head and one of three messages.
    expect(prefixTokens).toBeGreaterThan(1000);
    expect(prefixTokens).toBeLessThan(1050);
  });

  test('is the head alone after the conversation was summarised', () => {
    const caches = createConversationCaches();
    const system = line('system');
    caches.keep(conversation(first, { system }), ended('p/small', read(4000)), 1000);
    const summary = conversation([user('What was said before, in short.')], { system });
    const [{ prefixTokens } = { prefixTokens: 0 }] = caches.of(summary);
    expect(prefixTokens).toBeGreaterThan(950);
    expect(prefixTokens).toBeLessThan(1050);
  });

  test('is nothing when the system text or the tools are others', () => {
    const caches = createConversationCaches();
    caches.keep(conversation(first), ended('p/small', read(3000)), 1000);
    expect(caches.of(conversation(first, { system: 'Be long.' }))).toEqual([]);
    const tools = [{ name: 'read', description: 'Reads a file.', inputSchema: {} }];
    expect(caches.of(conversation(first, { tools }))).toEqual([]);
  });

  test('is not changed by a provider’s own state, but by other arguments of a call', () => {
    const caches = createConversationCaches();
    const call = { id: '1', name: 'read', argumentsJson: '{"path":"a.ts"}' };
    const said: Message = { role: 'assistant', text: '', toolCalls: [call] };
    const asked = [user('Go'), said, { role: 'tool', callId: '1', text: 'x' } as const];
    const state = { provider: 'p', model: 'small', items: [{ thought: 1 }] };
    caches.keep(conversation(asked), ended('p/small', read(3000)), 1000);
    const heldAfter = (changed: Message) =>
      caches.of(conversation([asked[0]!, changed, asked[2]!]));
    expect(heldAfter({ ...said, state })[0]?.prefixTokens).toBe(3000);
    const other = { ...said, toolCalls: [{ ...call, argumentsJson: '{"path":"b.ts"}' }] };
    expect(heldAfter(other)[0]?.prefixTokens).toBeLessThan(3000);
  });

  test('ends before an image that is another one', () => {
    const caches = createConversationCaches();
    const shown = (base64: string): Message => ({
      role: 'user',
      text: 'Look.',
      images: [{ mimeType: 'image/png', base64 }],
    });
    caches.keep(conversation([shown('AAAA')]), ended('p/small', read(3000)), 1000);
    expect(caches.of(conversation([shown('AAAA')]))[0]?.prefixTokens).toBe(3000);
    expect(caches.of(conversation([shown('BBBB')]))[0]?.prefixTokens ?? 0).toBeLessThan(100);
  });
});

describe('chats that begin alike', () => {
  // What VS Code's agent sends first is the same for all chats of a window.
  const environment = user(line('environment'));
  const chatOf = (...said: readonly Message[]) => conversation([environment, ...said]);

  test('leave what a model has read of each other', () => {
    const caches = createConversationCaches();
    caches.keep(chatOf(user(line('a'))), ended('p/small', read(2000)), 1000);
    caches.keep(chatOf(user(line('b'))), ended('p/small', read(2000)), 2000);
    const [own, other] = caches.of(chatOf(user(line('a')), assistant('x'), user('y')));
    expect(own).toEqual({ model: 'p/small', prefixTokens: 2000, atMs: 1000 });
    expect(other).toMatchObject({ model: 'p/small', atMs: 2000, isBranch: true });
    expect(other?.prefixTokens).toBeLessThan(1100);
  });

  test('a subagent between two turns leaves those of the main loop', () => {
    const caches = createConversationCaches();
    caches.keep(chatOf(user(line('a'))), ended('p/small', read(2000)), 1000);
    const subagent = { ...chatOf(user('Search.')), system: 'You are a subagent.' };
    caches.keep(subagent, ended('p/small', read(1500)), 2000);
    expect(caches.of(chatOf(user(line('a')), assistant('x')))).toEqual([
      { model: 'p/small', prefixTokens: 2000, atMs: 1000 },
    ]);
  });

  test('the same request again, and the next turn, take the place of the earlier one', () => {
    const caches = createConversationCaches();
    for (const [at, said] of [first, first, next].entries()) {
      caches.keep(conversation(said), ended('p/small', read(5000)), at);
    }
    expect(caches.of(conversation(next))).toEqual([
      { model: 'p/small', prefixTokens: 5000, atMs: 2 },
    ]);
  });

  test('a loop that is longer than the memory is kept alone', () => {
    const caches = createConversationCaches({ prompts: 10, parts: 3 });
    caches.keep(conversation(first), ended('p/small', read(3000)), 1000);
    expect(caches.of(conversation(first))).toHaveLength(1);
  });
});

test('a call that failed before an answer left nothing; one that was stopped in the middle did', () => {
  const caches = createConversationCaches();
  const nothing = { text: '', outcome: 'failed' } as const;
  caches.keep(conversation(first), ended('p/small', nothing), 1000);
  expect(caches.of(conversation(first))).toEqual([]);
  caches.keep(conversation(first), ended('p/large', { outcome: 'cancelled', text: 'An' }), 1000);
  expect(caches.of(conversation(first)).map(({ model }) => model)).toEqual(['p/large']);
});

test('a conversation without a key is not remembered', () => {
  const caches = createConversationCaches();
  const { cacheKey: _, ...nameless } = conversation(first);
  caches.keep(nameless, ended('p/small', read(3000)), 1000);
  caches.keep(undefined, ended('p/small', read(3000)), 1000);
  expect(caches.of(nameless)).toEqual([]);
  expect(caches.of(undefined)).toEqual([]);
});

test('another conversation has nothing of this one', () => {
  const caches = createConversationCaches();
  caches.keep(conversation(first), ended('p/small', read(3000)), 1000);
  expect(caches.of(conversation(first, { cacheKey: 'two' }))).toEqual([]);
});

describe('the memory is bounded', () => {
  test('by prompts: the one that was asked longest ago is forgotten', () => {
    const caches = createConversationCaches({ prompts: 2, parts: 1000 });
    const named = (cacheKey: string) => conversation(first, { cacheKey });
    for (const key of ['one', 'two', 'one', 'three']) {
      caches.keep(named(key), ended('p/small', read(3000)), 1000);
    }
    expect(['one', 'two', 'three'].map((key) => caches.of(named(key)).length)).toEqual([1, 0, 1]);
  });

  test('by the parts of all of them', () => {
    // A head and three messages each.
    const caches = createConversationCaches({ prompts: 100, parts: 8 });
    const named = (cacheKey: string) => conversation(first, { cacheKey });
    for (const key of ['one', 'two', 'three']) {
      caches.keep(named(key), ended('p/small', read(3000)), 1000);
    }
    expect(['one', 'two', 'three'].map((key) => caches.of(named(key)).length)).toEqual([0, 1, 1]);
  });
});
