import { expect, test } from 'vitest';
import { anthropicBody } from '../../../../src/providers/anthropic/messages.ts';
import { usualManner } from '../../../../src/providers/anthropic/manner.ts';
import type { ModelCall } from '../../../../src/providers/provider.ts';
import type { Message } from '../../../../src/routing/conversation.ts';

const tool = { name: 'read', description: 'Reads.', inputSchema: {} };
const long = 'A rule of this house. '.repeat(200);
const call = (messages: readonly Message[], changes: Partial<ModelCall> = {}): ModelCall => ({
  model: 'm',
  system: long,
  maxOutputTokens: 100,
  messages,
  ...changes,
});
const asks: Message = { role: 'user', text: 'Fix it.' };
const calls = (id: string): Message => ({
  role: 'assistant',
  text: '',
  toolCalls: [{ id, name: 'read', argumentsJson: '{}' }],
});
const result = (callId: string): Message => ({ role: 'tool', callId, text: 'content' });

/** The places of the marks, such as `messages.0.content.1`. */
function marksIn(asked: ModelCall, manner = usualManner): string[] {
  const places: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('cache_control' in value) places.push(path);
    for (const [key, inner] of Object.entries(value)) {
      look(inner, path === '' ? key : `${path}.${key}`);
    }
  };
  look(anthropicBody(asked, manner), '');
  return places.toSorted();
}

test('the marks stand on tools, system, the end of the last request and the end of this one', () => {
  const messages = [asks, calls('t1'), result('t1'), calls('t2'), result('t2')];
  expect(marksIn(call(messages, { tools: [tool] }))).toEqual([
    'messages.2.content.0',
    'messages.4.content.0',
    'system.0',
    'tools.0',
  ]);
});

test('a turn of many calls is found again: its mark is where the last request ended', () => {
  const ids = Array.from({ length: 40 }, (_, at) => `t${at}`);
  const many: Message = {
    role: 'assistant',
    text: '',
    toolCalls: ids.map((id) => ({ id, name: 'read', argumentsJson: '{}' })),
  };
  const messages = [asks, many, ...ids.map(result)];
  expect(marksIn(call(messages, { tools: [tool] }))).toEqual([
    'messages.0.content.0',
    'messages.2.content.39',
    'system.0',
    'tools.0',
  ]);
});

test.each<[why: string, asked: ModelCall]>([
  ['nothing follows a single question', call([asks])],
  ['a first question of a chat may be the only one', call([asks], { cacheKey: 'chat' })],
])('no mark: %s', (_, asked) => expect(marksIn(asked)).toEqual([]));

test('results of tools show an agent at work, whatever else is known of the call', () => {
  expect(marksIn(call([asks, calls('t1'), result('t1')], { system: 'Be brief.' }))).toEqual([
    'messages.0.content.0',
    'messages.2.content.0',
    'system.0',
  ]);
});

test('a chat that goes on is marked, and a server that refuses marks gets none', () => {
  const going = call([asks, { role: 'assistant', text: 'Done.' }, asks], { cacheKey: 'chat' });
  expect(marksIn(going)).toEqual(['messages.0.content.0', 'messages.2.content.0', 'system.0']);
  expect(marksIn(going, { ...usualManner, cacheMarks: false })).toEqual([]);
});
