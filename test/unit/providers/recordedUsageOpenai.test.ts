import { expect, test } from 'vitest';
import type { Usage } from '../../../src/routing/models/usage.ts';
import { wires } from '../../support/wires.ts';
import { countedInput, listPrices, named, replay } from './recordedCall.ts';

const wire = wires.find(({ name }) => name === 'openai')!;

const message = [
  named('response.output_item.added', {
    output_index: 0,
    item: { id: 'msg_1', type: 'message', status: 'in_progress', role: 'assistant', content: [] },
  }),
  named('response.output_text.delta', { item_id: 'msg_1', output_index: 0, delta: 'Hel' }),
  named('response.output_text.delta', { item_id: 'msg_1', output_index: 0, delta: 'lo!' }),
  named('response.output_text.done', { item_id: 'msg_1', output_index: 0, text: 'Hello!' }),
];
const countedOutput = 'Hello!'.length;

const reasoning = [
  named('response.output_item.added', {
    output_index: 0,
    item: { id: 'rs_1', type: 'reasoning', summary: [] },
  }),
  named('response.reasoning_summary_text.delta', { item_id: 'rs_1', delta: 'Let me see.' }),
];

const toolCall = [
  named('response.function_call_arguments.delta', { output_index: 0, delta: '{"path":' }),
  named('response.function_call_arguments.delta', { output_index: 0, delta: '"a.ts"}' }),
  named('response.output_item.done', {
    output_index: 0,
    item: {
      id: 'fc_1',
      type: 'function_call',
      status: 'completed',
      call_id: 'call_1',
      name: 'read_file',
      arguments: '{"path":"a.ts"}',
    },
  }),
];

const head = { id: 'resp_1', object: 'response', model: 'gpt', error: null };

/** A whole answer as the Responses API streams it. */
function bodyOf(usage: unknown, output = message, ending: Record<string, unknown> = {}): string[] {
  const begun = { response: { ...head, status: 'in_progress', usage: null } };
  const response = { ...head, status: 'completed', incomplete_details: null, usage, ...ending };
  return [
    named('response.created', begun),
    named('response.in_progress', begun),
    ...output,
    named(`response.${response.status}`, { response }),
  ];
}

function usageOf(
  input_tokens: unknown,
  output_tokens: unknown,
  more: {
    readonly cached?: number;
    readonly written?: readonly [thirtyMinutes: number, twelveHours: number];
    readonly reasoning?: number;
  } = {},
): Record<string, unknown> {
  const [ttl_30m_tokens, ttl_12h_tokens] = more.written ?? [0, 0];
  return {
    input_tokens,
    input_tokens_details: {
      cached_tokens: more.cached ?? 0,
      cache_write_tokens: ttl_30m_tokens + ttl_12h_tokens,
      cache_write_tokens_details: { ttl_30m_tokens, ttl_12h_tokens },
    },
    output_tokens,
    output_tokens_details: { reasoning_tokens: more.reasoning ?? 0 },
    total_tokens: Number(input_tokens) + Number(output_tokens),
  };
}

const withoutParts = {
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWriteLongTokens: 0,
  reasoningTokens: 0,
};

type Source = 'computed' | 'estimated';
type Case = [name: string, body: string[], source: Source, nanoUsd: number, usage: Usage];

// gpt-6.1-sol, USD per million: 2 in, 10 out, 0.10 cache read, 2.50 written for thirty minutes, 5 for
// twelve hours. A USD per million is a thousand nano-dollars a token.
const cases: Case[] = [
  [
    'plain',
    bodyOf(usageOf(36, 87)),
    'computed',
    36 * 2_000 + 87 * 10_000,
    { inputTokens: 36, outputTokens: 87, ...withoutParts },
  ],
  [
    'read from the cache: input_tokens contains it',
    bodyOf(usageOf(2_006, 300, { cached: 1_920 })),
    'computed',
    (2_006 - 1_920) * 2_000 + 1_920 * 100 + 300 * 10_000,
    { inputTokens: 2_006, outputTokens: 300, ...withoutParts, cacheReadTokens: 1_920 },
  ],
  [
    'all of it read from the cache',
    bodyOf(usageOf(1_920, 300, { cached: 1_920 })),
    'computed',
    1_920 * 100 + 300 * 10_000,
    { inputTokens: 1_920, outputTokens: 300, ...withoutParts, cacheReadTokens: 1_920 },
  ],
  [
    'written to the cache for thirty minutes and for twelve hours, and read',
    bodyOf(usageOf(5_000, 300, { cached: 1_000, written: [2_000, 500] })),
    'computed',
    1_500 * 2_000 + 1_000 * 100 + 2_000 * 2_500 + 500 * 5_000 + 300 * 10_000,
    {
      inputTokens: 5_000,
      outputTokens: 300,
      reasoningTokens: 0,
      cacheReadTokens: 1_000,
      cacheWriteTokens: 2_000,
      cacheWriteLongTokens: 500,
    },
  ],
  [
    'reasoning is in output_tokens already',
    bodyOf(usageOf(36, 1_087, { reasoning: 1_024 }), [...reasoning, ...message]),
    'computed',
    36 * 2_000 + 1_087 * 10_000,
    { inputTokens: 36, outputTokens: 1_087, ...withoutParts, reasoningTokens: 1_024 },
  ],
  [
    'a tool call',
    bodyOf(usageOf(291, 23), toolCall),
    'computed',
    291 * 2_000 + 23 * 10_000,
    { inputTokens: 291, outputTokens: 23, ...withoutParts },
  ],
  [
    'stopped at the limit',
    bodyOf(usageOf(36, 1_000), message, {
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    }),
    'computed',
    36 * 2_000 + 1_000 * 10_000,
    { inputTokens: 36, outputTokens: 1_000, ...withoutParts },
  ],
  [
    'more read from the cache than the prompt has: the prompt leaves the cache out',
    bodyOf(usageOf(100, 10, { cached: 130 })),
    'computed',
    100 * 2_000 + 130 * 100 + 10 * 10_000,
    { inputTokens: 230, outputTokens: 10, ...withoutParts, cacheReadTokens: 130 },
  ],
  [
    'usage with no details',
    bodyOf({ input_tokens: 36, output_tokens: 87 }),
    'computed',
    36 * 2_000 + 87 * 10_000,
    { inputTokens: 36, outputTokens: 87 },
  ],
  [
    'at 272,000 tokens of input the first rates hold',
    bodyOf(usageOf(272_000, 10, { cached: 200_000 })),
    'computed',
    72_000 * 2_000 + 200_000 * 100 + 10 * 10_000,
    { inputTokens: 272_000, outputTokens: 10, ...withoutParts, cacheReadTokens: 200_000 },
  ],
  [
    'beyond them all of the request is more expensive: 4 in, 0.20 cache read, 15 out',
    bodyOf(usageOf(272_001, 10, { cached: 200_000 })),
    'computed',
    72_001 * 4_000 + 200_000 * 200 + 10 * 15_000,
    { inputTokens: 272_001, outputTokens: 10, ...withoutParts, cacheReadTokens: 200_000 },
  ],
  ...[
    undefined,
    null,
    {},
    usageOf(0, 0),
    usageOf('NaN', 'NaN'),
    usageOf(-36, 87),
    usageOf(36, 1e300),
  ].map((usage): Case => [
    `usage ${JSON.stringify(usage)?.slice(0, 60)}: both sides are counted`,
    bodyOf(usage),
    'estimated',
    countedInput * 2_000 + countedOutput * 10_000,
    { inputTokens: countedInput, outputTokens: countedOutput },
  ]),
];

test.each(cases)('%s', async (_, body, source, nanoUsd, usage) => {
  const settled = await replay(wire, body, listPrices('openai/gpt-6.1-sol'));
  expect(settled.cost).toEqual({ source, nanoUsd });
  expect(settled.usage).toEqual(usage);
});

// service_tier of a response names what served it; fast mode is reported as priority. gpt-6.1-sol: flex at
// half the rates, priority at twice, those of long inputs too
// (developers.openai.com/api/docs/models/gpt-6.1-sol).
const plainNano = 36 * 2_000 + 87 * 10_000;
test.each([
  ['default', 36, 'computed', plainNano, {}],
  ['auto', 36, 'computed', plainNano, {}],
  [undefined, 36, 'computed', plainNano, {}],
  ['flex', 36, 'computed', plainNano / 2, { serviceTier: 'flex' }],
  ['priority', 36, 'computed', plainNano * 2, { serviceTier: 'priority' }],
  ['priority', 272_001, 'computed', 272_001 * 8_000 + 87 * 30_000, { serviceTier: 'priority' }],
  ['ultrafast', 36, 'estimated', plainNano, { serviceTier: 'ultrafast' }],
  ['constructor', 36, 'estimated', plainNano, { serviceTier: 'constructor' }],
])('served in the tier %s', async (service_tier, inputTokens, source, nanoUsd, reported) => {
  const body = bodyOf(usageOf(inputTokens, 87), message, { service_tier });
  const settled = await replay(wire, body, listPrices('openai/gpt-6.1-sol'));
  expect(settled.cost).toEqual({ source, nanoUsd });
  expect(settled.usage).toEqual({ inputTokens, outputTokens: 87, ...withoutParts, ...reported });
});

test('cut off before its end: the usage never came, both sides are counted', async () => {
  const body = bodyOf(usageOf(36, 87)).slice(0, -1);
  const settled = await replay(wire, body, listPrices('openai/gpt-6.1-sol'), 'cut');
  expect(settled).toMatchObject({
    outcome: 'cutOff',
    cost: { source: 'estimated', nanoUsd: countedInput * 2_000 + countedOutput * 10_000 },
  });
});

test('without a price the cost is unknown, and the usage is kept', async () => {
  const settled = await replay(wire, bodyOf(usageOf(36, 87)), []);
  expect(settled.cost).toEqual({ source: 'unknown' });
  expect(settled.usage).toMatchObject({ inputTokens: 36, outputTokens: 87 });
});
