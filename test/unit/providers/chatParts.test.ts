import { expect, test } from 'vitest';
import { chatParts, finishWord } from '../../../src/providers/openaiCompatible/parts.ts';
import { eventsOf, partsOf } from './partsOf.ts';

const chunk = (delta: unknown, more: object = {}, finish_reason: unknown = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
  ...more,
});
const end = (word = 'stop') => chunk({}, {}, word);
const finish = (reason: string, raw = 'stop') => ({ kind: 'finish', reason, raw });
const usage = { prompt_tokens: 7, completion_tokens: 3 };
const counted = { inputTokens: 7, outputTokens: 3 };
const madeId: unknown = expect.stringMatching(/^call_[0-9a-f]{32}$/);
const tool = (fields: object) => chunk({ tool_calls: [fields] });

test.each<[string, readonly unknown[], readonly unknown[]]>([
  [
    'text, refusal and reasoning by both names',
    [
      chunk({ reasoning_content: 'Hm' }),
      chunk({ reasoning: ', hm' }),
      chunk({ reasoning_content: 'A', reasoning: 'B' }),
      chunk({ content: 'Hello' }),
      chunk({ refusal: 'No.' }),
    ],
    [
      { kind: 'reasoning', text: 'Hm' },
      { kind: 'reasoning', text: ', hm' },
      { kind: 'reasoning', text: 'A' },
      { kind: 'text', text: 'Hello' },
      { kind: 'text', text: 'No.' },
    ],
  ],
  [
    'what is empty or no text',
    [chunk({ content: '', refusal: '', reasoning: '' }), chunk({ content: 7 }), chunk(null), {}],
    [],
  ],
  [
    'only the first of several choices',
    [
      {
        choices: [{ delta: { content: 'a' } }, { delta: { content: 'b' }, finish_reason: 'stop' }],
      },
    ],
    [{ kind: 'text', text: 'a' }],
  ],
  ['the first word of the end', [end('length'), end('stop')], [finish('length', 'length')]],
  ['an empty word', [end('')], []],
  ['an end after nothing', [end()], [finish('stop')]],
  ['an end after an empty refusal', [chunk({ refusal: '' }), end()], [finish('stop')]],
  [
    'an end after a refusal and a call',
    [chunk({ refusal: 'No.' }), tool({ id: 'a', function: { name: 'f' } }), end()],
    [
      { kind: 'text', text: 'No.' },
      { kind: 'toolCall', call: { id: 'a', name: 'f', argumentsJson: '{}' } },
      finish('refusal'),
    ],
  ],
  [
    'a call whose id comes late, and pieces that are none',
    [
      tool({ index: 0, function: { name: 'f', arguments: '{"a"' } }),
      tool({ index: 0, id: 'late', function: { name: 'f', arguments: 7 } }),
      tool({ index: 0, id: 'late', function: { arguments: ':1}' } }),
      chunk({ tool_calls: [null, 'x'] }),
      end('tool_calls'),
    ],
    [
      { kind: 'toolCall', call: { id: 'late', name: 'f', argumentsJson: '{"a":1}' } },
      finish('toolCalls', 'tool_calls'),
    ],
  ],
  [
    'pieces without an index are those of the first call',
    [
      tool({ id: 'a', function: { name: 'f', arguments: '{' } }),
      tool({ index: 0, function: { arguments: '}' } }),
      end('tool_calls'),
    ],
    [
      { kind: 'toolCall', call: { id: 'a', name: 'f', argumentsJson: '{}' } },
      finish('toolCalls', 'tool_calls'),
    ],
  ],
  [
    'a call without an id after another one',
    [
      tool({ index: 0, id: 'a', function: { name: 'f' } }),
      tool({ index: 1, function: { name: 'g' } }),
      end('tool_calls'),
    ],
    [
      { kind: 'toolCall', call: { id: 'a', name: 'f', argumentsJson: '{}' } },
      { kind: 'toolCall', call: { id: madeId, name: 'g', argumentsJson: '{}' } },
      finish('toolCalls', 'tool_calls'),
    ],
  ],
])('%s', async (_, chunks, parts) => {
  expect(await partsOf(chatParts(eventsOf(chunks)))).toEqual(parts);
});

test.each<[string, readonly unknown[], readonly unknown[]]>([
  [
    'with the reported price',
    [chunk({}, { usage: { ...usage, cost: 2e-6 } })],
    [{ kind: 'usage', usage: counted, raw: { ...usage, cost: 2e-6 }, reportedNanoUsd: 2000 }],
  ],
  [
    'with the highest price, if a later one is lower',
    [
      chunk({}, { usage: { ...usage, cost: 2e-6 } }),
      chunk({}, { usage }),
      chunk({}, { usage: { ...usage, cost: 1e-6 } }),
    ],
    [
      { kind: 'usage', usage: counted, raw: { ...usage, cost: 2e-6 }, reportedNanoUsd: 2000 },
      { kind: 'usage', usage: counted, raw: usage, reportedNanoUsd: 2000 },
      { kind: 'usage', usage: counted, raw: { ...usage, cost: 1e-6 }, reportedNanoUsd: 2000 },
    ],
  ],
  [
    'with the tier of an earlier chunk',
    [chunk({}, { service_tier: 'priority' }), chunk({}, { usage })],
    [{ kind: 'usage', usage: { ...counted, serviceTier: 'priority' }, raw: usage }],
  ],
  [
    'once, if no later chunk has any',
    [chunk({}, { usage }), chunk({})],
    [{ kind: 'usage', usage: counted, raw: usage }],
  ],
  ['not at all, if it says nothing', [chunk({}, { usage: {} }), chunk({}, { usage: null })], []],
])('usage is reported %s', async (_, chunks, parts) => {
  expect(await partsOf(chatParts(eventsOf(chunks)))).toEqual(parts);
});

test('the word of the end is that of the first choice', () => {
  expect([end('length'), chunk({}), {}, null, { choices: [] }].map(finishWord)).toEqual([
    'length',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
