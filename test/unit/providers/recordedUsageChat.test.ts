import { expect, test } from 'vitest';
import type { Cost } from '../../../src/routing/models/money.ts';
import type { Price } from '../../../src/routing/models/price.ts';
import { wires } from '../../support/wires.ts';
import { countedInput, listPrices, replay, unnamed } from './recordedCall.ts';

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_795_000_000 };

/** One chunk; servers that report no usage in it write null or omit the field. */
function chunk(delta: object, finish_reason: string | null = null, usage?: unknown): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason }];
  return unnamed({ ...head, model: 'm', choices, ...(usage !== undefined && { usage }) });
}
const afterwards = (usage: unknown) => unnamed({ ...head, model: 'm', choices: [], usage });
const done = 'data: [DONE]\n\n';

const opening = chunk({ role: 'assistant', content: '', refusal: null }, null, null);
const text = (content: string, usage: unknown = null) => chunk({ content }, null, usage);
const countedOutput = 'Hello!'.length;

/** As OpenAI and OpenRouter stream it: usage comes after the finish reason, in a chunk of its own. */
function usageLast(usage: unknown): string[] {
  const answer = [opening, text('Hel'), text('lo!'), chunk({}, 'stop', null)];
  return [...answer, ...(usage === undefined ? [] : [afterwards(usage)]), done];
}

/** As vLLM with continuous usage and some gateways stream it: so far, with each chunk. */
function usageEach(...usages: readonly [unknown, unknown, unknown, unknown]): string[] {
  return [
    chunk({ role: 'assistant', content: '' }, null, usages[0]),
    text('Hel', usages[1]),
    text('lo!', usages[2]),
    chunk({}, 'stop', usages[3]),
    done,
  ];
}

const tokens = (prompt_tokens: unknown, completion_tokens: unknown, more: object = {}) => ({
  prompt_tokens,
  completion_tokens,
  ...more,
  total_tokens: Number(prompt_tokens) + Number(completion_tokens),
});

const toolCall = [
  opening,
  chunk({
    tool_calls: [
      { index: 0, id: 'call_1', type: 'function', function: { name: 'read_file', arguments: '' } },
    ],
  }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '{"path":"a.ts"}' } }] }),
  chunk({}, 'tool_calls', null),
  afterwards(tokens(82, 17)),
  done,
];

const reasoned = [
  opening,
  chunk({ reasoning_content: 'Let me see.' }),
  text('Hello!'),
  chunk({}, 'stop', null),
  afterwards(tokens(36, 1_087, { completion_tokens_details: { reasoning_tokens: 1_024 } })),
  done,
];

const estimated: Cost = {
  source: 'estimated',
  nanoUsd: countedInput * 750 + countedOutput * 4_500,
};
const computed = (nanoUsd: number): Cost => ({ source: 'computed', nanoUsd });
const reported = (nanoUsd: number): Cost => ({ source: 'reported', nanoUsd });

// gpt-5.4-mini, USD per million: 0.75 in, 4.50 out, 0.075 cache read. A USD per million is a
// thousand nano-dollars a token.
const openai: [name: string, body: string[], cost: Cost][] = [
  ['plain', usageLast(tokens(19, 10)), computed(19 * 750 + 10 * 4_500)],
  [
    'read from the cache: prompt_tokens contains it',
    usageLast(tokens(2_006, 300, { prompt_tokens_details: { cached_tokens: 1_920 } })),
    computed(86 * 750 + 1_920 * 75 + 300 * 4_500),
  ],
  [
    "DeepSeek's name for it",
    usageLast(tokens(2_006, 300, { prompt_cache_hit_tokens: 1_920, prompt_cache_miss_tokens: 86 })),
    computed(86 * 750 + 1_920 * 75 + 300 * 4_500),
  ],
  [
    'written to a cache, which costs what input does',
    usageLast(tokens(2_006, 300, { prompt_tokens_details: { cache_write_tokens: 1_920 } })),
    computed(2_006 * 750 + 300 * 4_500),
  ],
  ['reasoning is in completion_tokens already', reasoned, computed(36 * 750 + 1_087 * 4_500)],
  ['a tool call', toolCall, computed(82 * 750 + 17 * 4_500)],
  [
    'usage in each chunk is cumulative: the last one counts',
    usageEach(tokens(19, 0), tokens(19, 1), tokens(19, 2), tokens(19, 2)),
    computed(19 * 750 + 2 * 4_500),
  ],
  [
    'falling usage is a mistake: the highest counts, as an estimate',
    usageEach(tokens(19, 5), tokens(19, 9), tokens(3, 1), tokens(0, 0)),
    { source: 'estimated', nanoUsd: 19 * 750 + 9 * 4_500 },
  ],
  [
    'usage that spoils: what was valid before counts',
    usageEach(tokens(19, 1), tokens(19, 2), tokens('NaN', null), tokens(-1, 1e300)),
    computed(19 * 750 + 2 * 4_500),
  ],
  ['no usage', usageLast(undefined), estimated],
  ['usage of null', usageLast(null), estimated],
  ['usage of zeros', usageLast(tokens(0, 0)), estimated],
  ['usage as text', usageLast(tokens('19', '10')), estimated],
  [
    'a bare NaN, which is no JSON',
    [...usageLast(undefined).slice(0, -1), 'data: {"usage":NaN}\n\n'],
    estimated,
  ],
  [
    'output of zero for an answer with a text: its input is known, its output counted',
    usageLast(tokens(19, 0)),
    { source: 'estimated', nanoUsd: 19 * 750 + countedOutput * 4_500 },
  ],
];
test.each(openai)('%s', async (_, body, cost) => {
  const settled = await replay(wire, body, listPrices('openai/gpt-5.4-mini'));
  expect(settled.cost).toEqual(cost);
});

const priced = listPrices('openai/gpt-5.4-mini');
const free: readonly Price[] = [{ from: '2026-01-01', source: 'own machine', input: 0, output: 0 }];
const perRequest: readonly Price[] = [{ ...free[0]!, perRequest: 40_000_000 }];

const others: [name: string, body: string[], prices: readonly Price[], cost: Cost][] = [
  [
    "OpenRouter's cost stands above any list price",
    usageLast(tokens(194, 2, { cost: 0.000_95, cost_details: { upstream_inference_cost: null } })),
    priced,
    reported(950_000),
  ],
  ['and where there is none', usageLast(tokens(194, 2, { cost: 0.95 })), [], reported(950_000_000)],
  [
    'a cost of zero is a price, not a gap',
    usageLast(tokens(194, 2, { cost: 0, is_byok: false })),
    priced,
    reported(0),
  ],
  [
    'with a key of one’s own and no bill of the model’s maker it is the fee alone: the list price counts',
    usageLast(tokens(194, 2, { cost: 0.000_01, is_byok: true })),
    priced,
    computed(194 * 750 + 2 * 4_500),
  ],
  [
    'a cost that is no amount',
    usageLast(tokens(194, 2, { cost: 'NaN' })),
    priced,
    computed(194 * 750 + 2 * 4_500),
  ],
  [
    'a negative cost',
    usageLast(tokens(194, 2, { cost: -1 })),
    priced,
    computed(194 * 750 + 2 * 4_500),
  ],
  [
    'a cost with each chunk is cumulative, and never falls',
    usageEach(
      tokens(19, 0, { cost: 0.000_1 }),
      tokens(19, 1, { cost: 0.000_3 }),
      tokens(19, 2, { cost: 0 }),
      tokens(19, 2),
    ),
    priced,
    reported(300_000),
  ],
  ['a local model', usageLast(tokens(19, 10)), free, computed(0)],
  [
    'a plan that charges by the request',
    usageLast(tokens(19, 10)),
    perRequest,
    computed(40_000_000),
  ],
  ['no price', usageLast(tokens(19, 10)), [], { source: 'unknown' }],
  ['no price and no usage', usageLast(undefined), [], { source: 'unknown' }],
];
test.each(others)('%s', async (_, body, prices, cost) => {
  expect((await replay(wire, body, prices)).cost).toEqual(cost);
});

test('cut off with usage in each chunk: what came after it is not forgotten', async () => {
  const body = usageEach(tokens(19, 0), tokens(19, 2), null, null).slice(0, 3);
  const settled = await replay(wire, body, priced, 'cut');
  expect(settled).toMatchObject({
    outcome: 'cutOff',
    cost: { source: 'estimated', nanoUsd: 19 * 750 + countedOutput * 4_500 },
  });
});

test.each([
  ['less than the text is worth', 0.000_000_001, 19 * 750 + countedOutput * 4_500],
  ['more', 0.5, 500_000_000],
])(
  'cut off after a reported cost of %s: the higher figure, as an estimate',
  async (_, cost, nanoUsd) => {
    const body = usageEach(tokens(19, 0), tokens(19, 2, { cost }), null, null).slice(0, 3);
    const settled = await replay(wire, body, priced, 'cut');
    expect(settled.cost).toEqual({ source: 'estimated', nanoUsd });
  },
);

// gpt-5.4-mini in fast mode: 1.50 in, 9.00 out (openai.com/api-fast-mode). The chunk with the usage
// need not be the one that names the tier.
test.each([
  ['default', computed(19 * 750 + 10 * 4_500)],
  ['priority', computed(19 * 1_500 + 10 * 9_000)],
  ['scale', { source: 'estimated', nanoUsd: 19 * 750 + 10 * 4_500 }],
])('served in the tier %s', async (service_tier, cost) => {
  const choices = [{ index: 0, delta: { content: 'Hello!' }, finish_reason: 'stop' }];
  const body = [
    unnamed({ ...head, model: 'm', service_tier, choices }),
    afterwards(tokens(19, 10)),
    done,
  ];
  const settled = await replay(wire, body, listPrices('openai/gpt-5.4-mini'));
  expect(settled.cost).toEqual(cost);
});
