import { expect, test } from 'vitest';
import { anthropicParts } from '../../../src/providers/anthropic/parts.ts';
import { eventsOf, partsOf } from './partsOf.ts';

const textDelta = (text: unknown) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});
const toolStart = (fields: object, index = 1) => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'tool_use', id: 't1', name: 'read', ...fields },
});
const json = (partial_json: unknown, index = 1) => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'input_json_delta', partial_json },
});
const stop = (index: number) => ({ type: 'content_block_stop', index });
const ended = (stop_reason: unknown, usage?: object) => ({
  type: 'message_delta',
  delta: { stop_reason },
  usage,
});
const end = { type: 'message_stop' };
const call = (argumentsJson: string, id = 't1', name = 'read') => ({
  kind: 'toolCall',
  call: { id, name, argumentsJson },
});
const finish = { kind: 'finish', reason: 'stop', raw: 'end_turn' };

test.each<[string, readonly unknown[], readonly unknown[]]>([
  [
    'text that begins with its block',
    [
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'He' } },
      textDelta('llo'),
    ],
    [
      { kind: 'text', text: 'He' },
      { kind: 'text', text: 'llo' },
    ],
  ],
  [
    'text that is none',
    [
      { type: 'content_block_start', index: 0, content_block: { type: 'text' } },
      textDelta(''),
      textDelta(7),
      textDelta(undefined),
    ],
    [],
  ],
  [
    'text of another kind',
    [
      { type: 'content_block_start', index: 0, content_block: { type: 'fallback', text: 'x' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'citations_delta', text: 'x' } },
    ],
    [],
  ],
  [
    'thinking',
    [
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', thinking: 'x' } },
    ],
    [{ kind: 'reasoning', text: 'Hm' }],
  ],
  [
    'a tool call in pieces, of which one is no text',
    [toolStart({ input: {} }), json('{"a":'), json(undefined), json('1}'), stop(1)],
    [call('{"a":1}')],
  ],
  ['a tool call without input', [toolStart({}), stop(1)], [call('{}')]],
  ['a tool call that stops twice', [toolStart({}), stop(1), stop(1)], [call('{}')]],
  [
    'a tool call without a name or a tool',
    [toolStart({ name: '' }), toolStart({ type: 'server_tool_use' }, 2), stop(1), stop(2)],
    [],
  ],
  [
    'pieces of two tool calls at once',
    [
      toolStart({}),
      toolStart({ id: 't2', name: 'write' }, 2),
      json('{"a":1}', 1),
      json('{"b":2}', 2),
      stop(2),
      stop(1),
    ],
    [call('{"b":2}', 't2', 'write'), call('{"a":1}')],
  ],
  [
    'a delta of another kind for a tool call',
    [
      toolStart({}),
      { type: 'content_block_delta', index: 1, delta: { type: 'other', partial_json: '{"a":1}' } },
      stop(1),
    ],
    [call('{}')],
  ],
])('%s', async (_, events, parts) => {
  expect(await partsOf(anthropicParts(eventsOf(events)))).toEqual(parts);
});

test('a tool call without a stop event ends with the answer', async () => {
  const events = [toolStart({}), json('{"a":1}'), ended('end_turn'), end];
  expect(await partsOf(anthropicParts(eventsOf(events)))).toEqual([
    call('{"a":1}'),
    { ...finish, reason: 'toolCalls' },
  ]);
});

test.each<[string, readonly unknown[], readonly unknown[]]>([
  ['a reason and an end', [ended('end_turn'), end], [finish]],
  ['a reason that a later event does not repeat', [ended('end_turn'), ended(null), end], [finish]],
  ['no reason', [end], []],
  ['no end', [ended('end_turn')], [finish]],
  ['a word that goes on', [ended('not_finished')], []],
])('an answer with %s', async (_, events, parts) => {
  expect(await partsOf(anthropicParts(eventsOf(events)))).toEqual(parts);
});

test('usage grows with each report; the output of the first one does not count', async () => {
  const begun = { input_tokens: 7, output_tokens: 5 };
  const later = { output_tokens: 3 };
  const events = [
    { type: 'message_start', message: { usage: begun } },
    ended('end_turn', later),
    ended('end_turn'),
  ];
  expect(await partsOf(anthropicParts(eventsOf(events)))).toEqual([
    { kind: 'usage', usage: { inputTokens: 7, outputTokens: 0 }, raw: begun },
    { kind: 'usage', usage: { inputTokens: 7, outputTokens: 3 }, raw: later },
    finish,
  ]);
});

test.each([undefined, null, {}, { input_tokens: 7 }])(
  'a report of %o alone is no usage',
  async (usage) => {
    const events = [{ type: 'message_delta', delta: {}, usage }];
    expect(await partsOf(anthropicParts(eventsOf(events)))).toEqual([]);
  },
);
