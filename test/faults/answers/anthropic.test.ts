import { describe, expect, test } from 'vitest';
import type { FinishReason } from '../../../src/providers/provider.ts';
import type { Usage } from '../../../src/routing/models/usage.ts';
import { type AnswerCase, type Expected, casesOf, testAnswers } from '../../support/answerCases.ts';
import { runWire } from '../../support/runWire.ts';
import { eventStream } from '../../support/wireServer.ts';
import { wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'anthropic')!;

const event = (type: string, data: Record<string, unknown> = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const start = (usage: unknown = { input_tokens: 7, output_tokens: 1 }) =>
  event('message_start', { message: { id: 'm', role: 'assistant', content: [], usage } });
const hello =
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hello' } }) +
  event('content_block_stop', { index: 0 });
const delta = (stop_reason: string, usage: unknown = { output_tokens: 3 }) =>
  event('message_delta', { delta: { stop_reason }, usage });
const stop = event('message_stop');
const answer = (begun: unknown, ended: unknown) =>
  start(begun) + hello + delta('end_turn', ended) + stop;

const used = (inputTokens: number, outputTokens: number, more: Partial<Usage> = {}): Usage => ({
  inputTokens,
  outputTokens,
  ...more,
});
const usage = used(7, 3);
const ended: { text: string; finish: [FinishReason, string] } = {
  text: 'Hello',
  finish: ['stop', 'end_turn'],
};

const sdk = '@anthropic-ai/sdk 1.12.0, 2026-11-29';
const llxprt = 'vybestack/llxprt-code#1731, 2026-03-13';
const gateway = 'mnfst/llm-gateway#1810, 2026-05-04';
const vllm = 'vllm-project/vllm#45807, 2026-06-16';
const glm = 'BerriAI/litellm#24373, 2026-03-22';
const bifrost = 'langwatch/langwatch#6207, 2026-07-26';

const words: readonly [word: string, reason: FinishReason, seen: string][] = [
  ['end_turn', 'stop', sdk],
  ['stop_sequence', 'stop', vllm],
  ['max_tokens', 'length', sdk],
  ['tool_use', 'toolCalls', sdk],
  ['refusal', 'refusal', llxprt],
  ['model_context_window_exceeded', 'length', llxprt],
  ['pause_turn', 'other', llxprt],
  ['compaction', 'other', '@anthropic-ai/sdk 1.12.0 BetaStopReason, 2026-11-29'],
  ['stop', 'stop', gateway],
  ['length', 'length', gateway],
  ['tool_calls', 'toolCalls', gateway],
  ['content_filter', 'refusal', gateway],
  ['eos_token', 'stop', bifrost],
  ['STOP', 'stop', bifrost],
  ['MAX_TOKENS', 'length', bifrost],
  ['SAFETY', 'refusal', bifrost],
  ['sensitive', 'refusal', glm],
  ['network_error', 'other', glm],
  ['error', 'other', glm],
  ['abort', 'other', 'vllm-project/vllm#57082, 2026-09-15'],
  [
    'guardrail_intervened',
    'refusal',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-use-converse-api.html, 2026-11-29',
  ],
  ['end', 'stop', 'earendil-works/pi#2107, 2026-03-13'],
  ['future_reason', 'stop', 'own construction: a word of tomorrow, 2026-11-29'],
];

describe('stop reasons', () => {
  testAnswers(
    wire,
    casesOf(words, (word, reason, seen) => ({
      shape: `an answer ends with ${word}`,
      seen,
      body: start() + hello + delta(word) + stop,
      read: { text: 'Hello', usage, finish: [reason, word] },
    })),
  );
});

const cacheSplit = 'langchain-ai/langchain#35845, 2026-03-13';
const java = 'anthropics/anthropic-sdk-java#353, 2026-06-17';
const bedrock = 'ENTERPILOT/GoModel#726, 2026-08-21';
const omlx = 'jundot/omlx#912, 2026-04-23';
const anyLlm = 'mozilla-ai/any-llm#1335, 2026-08-23';
const aiperf = 'ai-dynamo/aiperf#1054, 2026-07-06';
const opper = 'https://docs.opper.ai/build/gateway/service-tiers, 2026-11-29';
const bills = 'OpenRouterTeam/ai-sdk-provider#532, 2026-08-18';

const counts: readonly [
  shape: string,
  seen: string,
  begun: unknown,
  ended: unknown,
  read: Expected,
][] = [
  [
    'input first, output last',
    sdk,
    { input_tokens: 7, output_tokens: 1 },
    { output_tokens: 3 },
    { usage },
  ],
  [
    'all counts again at the end',
    sdk,
    { input_tokens: 7, output_tokens: 1 },
    { input_tokens: 7, output_tokens: 3 },
    { usage },
  ],
  [
    'input at the end only',
    aiperf,
    { input_tokens: 0, output_tokens: 0 },
    { input_tokens: 7, output_tokens: 3 },
    { usage },
  ],
  ['no usage at the beginning', aiperf, null, { input_tokens: 7, output_tokens: 3 }, { usage }],
  [
    'input at the end as zero',
    aiperf,
    { input_tokens: 7, output_tokens: 1 },
    { input_tokens: 0, output_tokens: 3 },
    { usage },
  ],
  [
    'input at the end as null',
    sdk,
    { input_tokens: 7, output_tokens: 1 },
    { input_tokens: null, output_tokens: 3 },
    { usage },
  ],
  [
    'more input at the end',
    '@anthropic-ai/sdk 1.12.0 ServerToolUsage, 2026-11-29',
    { input_tokens: 7, output_tokens: 1 },
    { input_tokens: 900, output_tokens: 3 },
    { usage: used(900, 3) },
  ],
  [
    'less input at the end: the highest, with a doubt',
    aiperf,
    { input_tokens: 90, output_tokens: 1 },
    { input_tokens: 7, output_tokens: 3 },
    { usage: used(90, 3), isDoubtful: true },
  ],
  [
    'an estimate of the output at the beginning',
    aiperf,
    { input_tokens: 7, output_tokens: 500 },
    { output_tokens: 3 },
    { usage },
  ],
  [
    'caches beside the input',
    sdk,
    { input_tokens: 7, cache_read_input_tokens: 100, cache_creation_input_tokens: 20 },
    { output_tokens: 3 },
    { usage: used(127, 3, { cacheReadTokens: 100, cacheWriteTokens: 20 }) },
  ],
  [
    'far more read from a cache than input',
    sdk,
    { input_tokens: 4, cache_read_input_tokens: 90_000 },
    { output_tokens: 3 },
    { usage: used(90_004, 3, { cacheReadTokens: 90_000 }) },
  ],
  [
    'caches of zero',
    omlx,
    { input_tokens: 24, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    { output_tokens: 308 },
    { usage: used(24, 308, { cacheReadTokens: 0, cacheWriteTokens: 0 }) },
  ],
  [
    'caches that are null',
    omlx,
    { input_tokens: 24, cache_read_input_tokens: null, cache_creation_input_tokens: null },
    { output_tokens: 308 },
    { usage: used(24, 308) },
  ],
  [
    'writes by lifetime',
    sdk,
    {
      input_tokens: 7,
      cache_creation_input_tokens: 20,
      cache_creation: { ephemeral_5m_input_tokens: 12, ephemeral_1h_input_tokens: 8 },
    },
    { output_tokens: 3 },
    { usage: used(27, 3, { cacheWriteTokens: 12, cacheWriteLongTokens: 8 }) },
  ],
  [
    'writes for an hour only',
    sdk,
    {
      input_tokens: 7,
      cache_creation_input_tokens: 20,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 20 },
    },
    { output_tokens: 3 },
    { usage: used(27, 3, { cacheWriteTokens: 0, cacheWriteLongTokens: 20 }) },
  ],
  [
    'writes whose lifetimes are zero',
    java,
    {
      input_tokens: 7,
      cache_creation_input_tokens: 20,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    },
    { output_tokens: 3 },
    { usage: used(27, 3, { cacheWriteTokens: 20, cacheWriteLongTokens: 0 }) },
  ],
  [
    'lifetimes without their sum',
    bedrock,
    {
      input_tokens: 7,
      cache_creation: { ephemeral_5m_input_tokens: 12, ephemeral_1h_input_tokens: 8 },
    },
    { output_tokens: 3 },
    { usage: used(27, 3, { cacheWriteTokens: 12, cacheWriteLongTokens: 8 }) },
  ],
  [
    'lifetimes that pass their sum',
    cacheSplit,
    {
      input_tokens: 7,
      cache_creation_input_tokens: 10,
      cache_creation: { ephemeral_5m_input_tokens: 12, ephemeral_1h_input_tokens: 8 },
    },
    { output_tokens: 3 },
    { usage: used(27, 3, { cacheWriteTokens: 12, cacheWriteLongTokens: 8 }), isDoubtful: true },
  ],
  [
    'caches at the end only',
    bedrock,
    { input_tokens: 7 },
    { output_tokens: 3, cache_read_input_tokens: 40 },
    { usage: used(47, 3, { cacheReadTokens: 40 }) },
  ],
  [
    'thinking inside the output',
    sdk,
    { input_tokens: 7 },
    { output_tokens: 30, output_tokens_details: { thinking_tokens: 20 } },
    { usage: used(7, 30, { reasoningTokens: 20 }) },
  ],
  [
    'thinking beside the output: added, with a doubt',
    anyLlm,
    { input_tokens: 7 },
    { output_tokens: 3, output_tokens_details: { thinking_tokens: 20 } },
    { usage: used(7, 23, { reasoningTokens: 20 }), isDoubtful: true },
  ],
  ['no usage at all', aiperf, null, null, {}],
  ['usage that is a text', aiperf, 'none', 'none', {}],
  [
    'the usual tier',
    sdk,
    { input_tokens: 7, service_tier: 'standard' },
    { output_tokens: 3 },
    { usage },
  ],
  [
    'another tier',
    sdk,
    { input_tokens: 7, service_tier: 'priority' },
    { output_tokens: 3 },
    { usage: used(7, 3, { serviceTier: 'priority' }) },
  ],
  [
    'a tier that was asked for',
    opper,
    { input_tokens: 7, service_tier: 'auto' },
    { output_tokens: 3 },
    { usage },
  ],
  [
    'a tier that is null',
    sdk,
    { input_tokens: 7, service_tier: null },
    { output_tokens: 3 },
    { usage },
  ],
  [
    'a bill of a gateway',
    bills,
    { input_tokens: 7 },
    { output_tokens: 3, cost: 0.00042, is_byok: false },
    { usage, bill: 420_000 },
  ],
  [
    'a fee beside the bill of the maker',
    bills,
    { input_tokens: 7 },
    { output_tokens: 3, cost: 0.00002, is_byok: true },
    { usage },
  ],
];

describe('usage', () => {
  testAnswers(
    wire,
    casesOf(counts, (shape, seen, begun, last, read) => ({
      shape,
      seen,
      body: answer(begun, last),
      read: { ...ended, ...read },
    })),
  );
});

const message = (more: Record<string, unknown> = {}) => ({
  id: 'm',
  type: 'message',
  role: 'assistant',
  content: [{ type: 'text', text: 'Hello' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 7, output_tokens: 3 },
  ...more,
});
const stream = answer({ input_tokens: 7 }, { output_tokens: 3 });
const read: Expected = { ...ended, usage };
const ramalama = 'containers/ramalama#2837, 2026-07-12';
const ascend = 'vllm-project/vllm-ascend#5033, 2025-12-15';
const nearai = 'nearai/private-ml-sdk#20, 2025-08-01';
const codegate = 'stacklok/codegate#149, 2024-12-02';
const pasted = 'posit-dev/positron#13789, 2026-11-29';
const failed = (error: Expected['error']): Expected => ({ ...(error && { error }) });

const bodies: readonly [shape: string, seen: string, type: string, body: string, read: Expected][] =
  [
    ['a stream as text/plain', ramalama, 'text/plain', stream, read],
    ['a stream as application/json', ascend, 'application/json', stream, read],
    ['a stream without a type', nearai, '', stream, read],
    ['a whole answer as JSON', codegate, 'application/json', JSON.stringify(message()), read],
    [
      'a whole answer as an event stream',
      codegate,
      'text/event-stream',
      JSON.stringify(message()),
      read,
    ],
    [
      'a whole answer with thinking and a tool call',
      codegate,
      'application/json',
      JSON.stringify(
        message({
          content: [
            { type: 'thinking', thinking: 'Hm', signature: 'S' },
            { type: 'text', text: 'Hello' },
            { type: 'tool_use', id: 't', name: 'f', input: { x: 1 } },
          ],
          stop_reason: 'tool_use',
        }),
      ),
      {
        text: 'Hello',
        reasoning: 'Hm',
        calls: [['f', '{"x":1}']],
        state: [
          { kind: 'thinking', block: { type: 'thinking', thinking: 'Hm', signature: 'S' } },
          { kind: 'text', length: 5 },
          { kind: 'call', callId: 't' },
        ],
        usage,
        finish: ['toolCalls', 'tool_use'],
      },
    ],
    [
      'a whole answer that was cut at the limit',
      codegate,
      'application/json',
      JSON.stringify(message({ stop_reason: 'max_tokens' })),
      { ...read, finish: ['length', 'max_tokens'] },
    ],
    [
      'a whole answer without a stop reason',
      codegate,
      'application/json',
      JSON.stringify(message({ stop_reason: null })),
      { text: 'Hello', usage },
    ],
    [
      'JSON of another API',
      pasted,
      'application/json',
      '{"choices":[{"message":{"content":"Hello"}}]}',
      failed('notAnAnswer'),
    ],
    [
      'an error as JSON',
      'https://docs.claude.com/en/api/errors, 2026-11-29',
      'application/json',
      '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
      failed('badKey'),
    ],
    [
      'an error as JSON under an event stream',
      'https://docs.claude.com/en/api/errors, 2026-11-29',
      'text/event-stream',
      '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
      failed('overloaded'),
    ],
    ['a web page', pasted, 'text/html', '<html></html>', failed('notAnAnswer')],
    ['a web page as text/plain', pasted, 'text/plain', '<html></html>', failed('notAnAnswer')],
  ];

describe('media types', () => {
  testAnswers(
    wire,
    casesOf(bodies, (shape, seen, type, body, right): AnswerCase => ({
      shape,
      seen,
      type,
      body,
      read: right,
    })),
  );
});

test('a word that no table has is told once', async () => {
  const notes: string[] = [];
  const script = eventStream([start() + hello + delta('moonrise') + stop]);
  await runWire(wire, script, { note: (remark) => void notes.push(remark) });
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain('"moonrise"');
});
