import { expect, test } from 'vitest';
import { responsesParts } from '../../../src/providers/openai/parts.ts';
import { eventsOf, partsOf } from './partsOf.ts';

const item = (fields: object) => ({
  type: 'response.output_item.done',
  item: { type: 'function_call', call_id: 'c1', name: 'read', arguments: '{"a":1}', ...fields },
});
const call = (argumentsJson = '{"a":1}', id = 'c1') => ({
  kind: 'toolCall',
  call: { id, name: 'read', argumentsJson },
});
const completed = (response: object = {}) => ({
  type: 'response.completed',
  response: { status: 'completed', ...response },
});
const finish = (reason: string, raw = 'completed') => ({ kind: 'finish', reason, raw });
const delta = (type: string, text: unknown) => ({ type: `response.${type}.delta`, delta: text });

test.each<[string, readonly unknown[], readonly unknown[]]>([
  [
    'text, words of a refusal and both kinds of reasoning',
    [
      delta('output_text', 'Hello'),
      delta('refusal', 'No.'),
      delta('reasoning_text', 'Hm'),
      delta('reasoning_summary_text', 'Hm, hm'),
      delta('something_new', 'x'),
    ],
    [
      { kind: 'text', text: 'Hello' },
      { kind: 'text', text: 'No.' },
      { kind: 'reasoning', text: 'Hm' },
      { kind: 'reasoning', text: 'Hm, hm' },
    ],
  ],
  [
    'deltas that are empty or no text',
    ['output_text', 'refusal', 'reasoning_text'].flatMap((type) => [
      delta(type, ''),
      delta(type, 7),
      delta(type, undefined),
    ]),
    [],
  ],
  ['a call, sent twice', [item({}), item({}), completed()], [call(), finish('toolCalls')]],
  [
    'two calls',
    [item({}), item({ call_id: 'c2' }), completed()],
    [call(), call('{"a":1}', 'c2'), finish('toolCalls')],
  ],
  ['a call without arguments', [item({ arguments: undefined })], [call('{}')]],
  [
    'items that are no call',
    [
      item({ type: 'message' }),
      item({ name: '' }),
      item({ call_id: undefined }),
      item({ name: '', call_id: '' }),
      { type: 'response.output_item.done' },
      completed(),
    ],
    [finish('stop')],
  ],
  ['a refusal without words', [delta('refusal', ''), completed()], [finish('refusal')]],
  [
    'a refusal and a call',
    [delta('refusal', ''), item({}), completed()],
    [call(), finish('refusal')],
  ],
  ['an end that does not say so', [completed({ status: 'queued' })], []],
  [
    'an incomplete answer without a reason',
    [{ type: 'response.incomplete', response: { status: 'incomplete' } }],
    [finish('other', 'incomplete')],
  ],
  [
    'an incomplete answer with a reason',
    [
      {
        type: 'response.incomplete',
        response: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
      },
    ],
    [finish('length', 'max_output_tokens')],
  ],
])('%s', async (_, events, parts) => {
  expect(await partsOf(responsesParts(eventsOf(events)))).toEqual(parts);
});

test('usage comes with the end, together with the tier that served it', async () => {
  const usage = { input_tokens: 7, output_tokens: 3 };
  const events = [completed({ usage, service_tier: 'flex' })];
  expect(await partsOf(responsesParts(eventsOf(events)))).toEqual([
    {
      kind: 'usage',
      usage: { inputTokens: 7, outputTokens: 3, serviceTier: 'flex' },
      raw: usage,
    },
    finish('stop'),
  ]);
});

test.each([undefined, null, 'x', {}, { input_tokens: 7 }])(
  'with a usage of %o nothing is said of it',
  async (usage) => {
    const events = [completed({ usage })];
    expect(await partsOf(responsesParts(eventsOf(events)))).toEqual([finish('stop')]);
  },
);
