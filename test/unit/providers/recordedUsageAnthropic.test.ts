import { expect, test } from 'vitest';
import type { Usage } from '../../../src/routing/models/usage.ts';
import { wires } from '../../support/wires.ts';
import { countedInput, listPrices, named, replay } from './recordedCall.ts';

const wire = wires.find(({ name }) => name === 'anthropic')!;

interface Recorded {
  /** The usage of `message_start`. */
  readonly start?: Record<string, unknown>;
  /** The usage of each `message_delta`; the last one also ends the answer. */
  readonly deltas?: readonly (Record<string, unknown> | undefined)[];
  readonly blocks?: readonly string[];
  readonly stop?: string;
}

const textBlock = [
  named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  named('ping', {}),
  named('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Hel' } }),
  named('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'lo!' } }),
  named('content_block_stop', { index: 0 }),
];
const countedOutput = 'Hello!'.length;

const thinkingBlock = [
  named('content_block_start', {
    index: 0,
    content_block: { type: 'thinking', thinking: '', signature: '' },
  }),
  named('content_block_delta', {
    index: 0,
    delta: { type: 'thinking_delta', thinking: 'Let me see.' },
  }),
  named('content_block_delta', {
    index: 0,
    delta: { type: 'signature_delta', signature: 'EqQBCgIYAhIM' },
  }),
  named('content_block_stop', { index: 0 }),
];

const toolBlock = [
  named('content_block_start', {
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_01', name: 'read_file', input: {} },
  }),
  named('content_block_delta', {
    index: 0,
    delta: { type: 'input_json_delta', partial_json: '{"path":' },
  }),
  named('content_block_delta', {
    index: 0,
    delta: { type: 'input_json_delta', partial_json: '"a.ts"}' },
  }),
  named('content_block_stop', { index: 0 }),
];

/** A whole answer as the Messages API streams it. */
function bodyOf({ start, deltas = [], blocks = textBlock, stop = 'end_turn' }: Recorded): string[] {
  return [
    named('message_start', {
      message: {
        id: 'msg_01',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        ...(start && { usage: start }),
      },
    }),
    ...blocks,
    ...deltas.map((usage, index) => {
      const stop_reason = index === deltas.length - 1 ? stop : null;
      return named('message_delta', { delta: { stop_reason, stop_sequence: null }, usage });
    }),
    named('message_stop', {}),
  ];
}

const noCache = {
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  service_tier: 'standard',
};
const plainStart = { input_tokens: 25, ...noCache, output_tokens: 1 };
const withoutCache = { cacheReadTokens: 0, cacheWriteTokens: 0, cacheWriteLongTokens: 0 };

type Source = 'computed' | 'estimated';
type Case = [name: string, recorded: Recorded, source: Source, nanoUsd: number, usage: Usage];

// claude-sonnet-5-5, USD per million: 2 in, 10 out, 0.10 cache read, 2.50 written for five minutes,
// 4 for an hour. A USD per million is a thousand nano-dollars a token.
const cases: Case[] = [
  [
    'plain',
    { start: plainStart, deltas: [{ output_tokens: 15 }] },
    'computed',
    25 * 2_000 + 15 * 10_000,
    { inputTokens: 25, outputTokens: 15, ...withoutCache },
  ],
  [
    'read from the cache: input_tokens leaves it out',
    {
      start: { ...plainStart, cache_read_input_tokens: 18_000 },
      deltas: [{ output_tokens: 15 }],
    },
    'computed',
    25 * 2_000 + 18_000 * 100 + 15 * 10_000,
    { inputTokens: 18_025, outputTokens: 15, ...withoutCache, cacheReadTokens: 18_000 },
  ],
  [
    'written to the cache for five minutes',
    {
      start: {
        ...plainStart,
        cache_creation_input_tokens: 2_048,
        cache_creation: { ephemeral_5m_input_tokens: 2_048, ephemeral_1h_input_tokens: 0 },
      },
      deltas: [{ output_tokens: 15 }],
    },
    'computed',
    25 * 2_000 + 2_048 * 2_500 + 15 * 10_000,
    { inputTokens: 2_073, outputTokens: 15, ...withoutCache, cacheWriteTokens: 2_048 },
  ],
  [
    'written for five minutes and for an hour, and read',
    {
      start: {
        input_tokens: 25,
        cache_read_input_tokens: 1_000,
        output_tokens: 3,
        cache_creation_input_tokens: 556,
        cache_creation: { ephemeral_5m_input_tokens: 456, ephemeral_1h_input_tokens: 100 },
      },
      deltas: [{ output_tokens: 503 }],
    },
    'computed',
    25 * 2_000 + 1_000 * 100 + 456 * 2_500 + 100 * 4_000 + 503 * 10_000,
    {
      inputTokens: 1_581,
      outputTokens: 503,
      cacheReadTokens: 1_000,
      cacheWriteTokens: 456,
      cacheWriteLongTokens: 100,
    },
  ],
  [
    'a gateway that does not report how long a write lives: the short rate',
    {
      start: { input_tokens: 25, cache_creation_input_tokens: 556, output_tokens: 1 },
      deltas: [{ output_tokens: 15 }],
    },
    'computed',
    25 * 2_000 + 556 * 2_500 + 15 * 10_000,
    { inputTokens: 581, outputTokens: 15, cacheWriteTokens: 556 },
  ],
  [
    'reasoning is in output_tokens already',
    {
      start: plainStart,
      blocks: [...thinkingBlock, ...textBlock],
      deltas: [{ output_tokens: 350, output_tokens_details: { thinking_tokens: 256 } }],
    },
    'computed',
    25 * 2_000 + 350 * 10_000,
    { inputTokens: 25, outputTokens: 350, reasoningTokens: 256, ...withoutCache },
  ],
  [
    'a tool call',
    {
      start: { ...plainStart, input_tokens: 472 },
      blocks: toolBlock,
      deltas: [{ output_tokens: 89 }],
      stop: 'tool_use',
    },
    'computed',
    472 * 2_000 + 89 * 10_000,
    { inputTokens: 472, outputTokens: 89, ...withoutCache },
  ],
  [
    'usage in each message_delta is cumulative: the last one counts',
    {
      start: plainStart,
      deltas: [
        { input_tokens: 25, output_tokens: 5 },
        { input_tokens: 25, output_tokens: 10 },
        { input_tokens: 25, output_tokens: 15 },
      ],
    },
    'computed',
    25 * 2_000 + 15 * 10_000,
    { inputTokens: 25, outputTokens: 15, ...withoutCache },
  ],
  [
    'falling usage is a mistake: the highest counts, as an estimate',
    { start: plainStart, deltas: [{ output_tokens: 40 }, { input_tokens: 0, output_tokens: 12 }] },
    'estimated',
    25 * 2_000 + 40 * 10_000,
    { inputTokens: 25, outputTokens: 40, ...withoutCache },
  ],
  [
    'no usage at all: both sides are counted',
    { deltas: [undefined] },
    'estimated',
    countedInput * 2_000 + countedOutput * 10_000,
    { inputTokens: countedInput, outputTokens: countedOutput },
  ],
  [
    'no usage at the end: the output of message_start is only its beginning',
    { start: { ...plainStart, cache_read_input_tokens: 900 }, deltas: [undefined] },
    'estimated',
    25 * 2_000 + 900 * 100 + countedOutput * 10_000,
    { inputTokens: 925, outputTokens: countedOutput, ...withoutCache, cacheReadTokens: 900 },
  ],
  ...['NaN', null, -5, 1.5, 1e300].map((output_tokens): Case => [
    `output_tokens ${JSON.stringify(output_tokens)}`,
    { start: plainStart, deltas: [{ output_tokens }] },
    'estimated',
    25 * 2_000 + countedOutput * 10_000,
    { inputTokens: 25, outputTokens: countedOutput, ...withoutCache },
  ]),
];

test.each(cases)('%s', async (_, recorded, source, nanoUsd, usage) => {
  const settled = await replay(wire, bodyOf(recorded), listPrices('anthropic/claude-sonnet-5-5'));
  expect(settled.cost).toEqual({ source, nanoUsd });
  expect(settled.usage).toEqual(usage);
});

// service_tier in usage: standard, priority or batch (platform.claude.com/docs/en/api/service-tiers). A
// batch costs half in every part (…/docs/en/build-with-claude/batch-processing); priority is paid for
// by a commitment, so that no list price gives the cost of a call.
test.each([
  ['standard', 'computed', 25 * 2_000 + 900 * 100 + 15 * 10_000, {}],
  ['batch', 'computed', 25 * 1_000 + 900 * 50 + 15 * 5_000, { serviceTier: 'batch' }],
  ['priority', 'estimated', 25 * 2_000 + 900 * 100 + 15 * 10_000, { serviceTier: 'priority' }],
  [null, 'computed', 25 * 2_000 + 900 * 100 + 15 * 10_000, {}],
])('served in the tier %s', async (service_tier, source, nanoUsd, reported) => {
  const start = { ...plainStart, service_tier, cache_read_input_tokens: 900 };
  const body = bodyOf({ start, deltas: [{ output_tokens: 15 }] });
  const settled = await replay(wire, body, listPrices('anthropic/claude-sonnet-5-5'));
  expect(settled.cost).toEqual({ source, nanoUsd });
  const usage = { inputTokens: 925, outputTokens: 15, ...withoutCache, cacheReadTokens: 900 };
  expect(settled.usage).toEqual({ ...usage, ...reported });
});

test('beyond 100,000 tokens of input, cached ones among them, all of a request is more expensive', async () => {
  const prices = listPrices('anthropic/claude-haiku-5-5');
  const ask = (cache_read_input_tokens: number) =>
    replay(
      wire,
      bodyOf({
        start: { ...plainStart, cache_read_input_tokens },
        deltas: [{ output_tokens: 10 }],
      }),
      prices,
    );
  // 0.10 in, 0.01 cache read, 0.50 out; then 0.50, 0.05 and 2.50.
  expect((await ask(99_975)).cost.nanoUsd).toBe(25 * 100 + 99_975 * 10 + 10 * 500);
  expect((await ask(99_976)).cost.nanoUsd).toBe(25 * 500 + 99_976 * 50 + 10 * 2_500);
});

test('cut off: what went in is known, what came out is counted', async () => {
  const body = bodyOf({ start: plainStart }).slice(0, -2);
  const settled = await replay(wire, body, listPrices('anthropic/claude-sonnet-5-5'), 'cut');
  expect(settled).toMatchObject({
    outcome: 'cutOff',
    cost: { source: 'estimated', nanoUsd: 25 * 2_000 + countedOutput * 10_000 },
  });
});

test('without a price the cost is unknown, and the usage is kept', async () => {
  const body = bodyOf({ start: plainStart, deltas: [{ output_tokens: 15 }] });
  const settled = await replay(wire, body, []);
  expect(settled.cost).toEqual({ source: 'unknown' });
  expect(settled.usage).toMatchObject({ inputTokens: 25, outputTokens: 15 });
});
