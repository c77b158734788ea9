import { expect, test } from 'vitest';
import {
  type Case,
  anthropic,
  chat,
  chatted,
  computed,
  counts,
  estimated,
  head,
  messages,
  mini,
  openai,
  ownPrice,
  reported,
  responded,
  sol,
  sonnet,
  unknown,
} from './billedAnswers.ts';
import { countedInput, named, replay, unnamed } from './recordedCall.ts';

/* Bills that providers name, what they charge beside tokens, and ends for which they charge nothing. */

const bills: Case[] = [
  [
    'OpenRouter with a key of one’s own and no fee: the bill of the model’s maker',
    chat,
    chatted(
      counts(9171, 113, {
        cost: 0,
        is_byok: true,
        cost_details: {
          upstream_inference_cost: 0.036_079_5,
          upstream_inference_prompt_cost: 0.034_384_5,
          upstream_inference_completions_cost: 0.001_695,
        },
      }),
    ),
    [],
    reported(36_079_500),
  ],
  [
    'with a fee: both',
    chat,
    chatted(
      counts(194, 2, {
        cost: 0.000_95,
        is_byok: true,
        cost_details: { upstream_inference_cost: 0.019 },
      }),
    ),
    [],
    reported(19_950_000),
  ],
  [
    'and a known price does not matter',
    chat,
    chatted(
      counts(194, 2, {
        cost: 0.000_95,
        is_byok: true,
        cost_details: { upstream_inference_cost: 0.019 },
      }),
    ),
    mini,
    reported(19_950_000),
  ],
  [
    'without a key of one’s own the maker’s bill is in the cost',
    chat,
    chatted(
      counts(194, 2, {
        cost: 0.019,
        is_byok: false,
        cost_details: { upstream_inference_cost: 0.019 },
      }),
    ),
    [],
    reported(19_000_000),
  ],
  [
    'a fee whose bill is not told',
    chat,
    chatted(
      counts(194, 2, {
        cost: 0.000_95,
        is_byok: true,
        cost_details: { upstream_inference_cost: null },
      }),
    ),
    [],
    unknown,
  ],
  [
    'a free model of OpenRouter',
    chat,
    chatted(
      counts(194, 2, { cost: 0, is_byok: false, cost_details: { upstream_inference_cost: 0 } }),
    ),
    [],
    reported(0),
  ],
  [
    'a zero of LiteLLM, which knows no price',
    chat,
    chatted(counts(194, 2, { cost: 0 })),
    [],
    unknown,
  ],
  [
    'a zero of LiteLLM for a model whose price is known here',
    chat,
    chatted(counts(194, 2, { cost: 0 })),
    mini,
    computed(194 * 750 + 2 * 4500),
  ],
  [
    'a cost of LiteLLM',
    chat,
    chatted(counts(2959, 1, { cost: 0.000_890_2 })),
    [],
    reported(890_200),
  ],
  [
    'a bill of xAI in ticks',
    chat,
    chatted(counts(89_705, 1481, { cost_in_usd_ticks: 1_156_993_500 })),
    [],
    reported(115_699_350),
  ],
  [
    'a bill of xAI holds its tools',
    openai,
    responded({
      input_tokens: 16_962,
      input_tokens_details: { cached_tokens: 8192 },
      output_tokens: 3727,
      total_tokens: 20_689,
      num_sources_used: 0,
      num_server_side_tools_used: 7,
      cost_in_usd_ticks: 569_184_000,
    }),
    [],
    reported(56_918_400),
  ],
  [
    'a bill of Perplexity holds the fee of the request',
    chat,
    chatted(
      counts(8, 439, {
        search_context_size: 'low',
        cost: {
          input_tokens_cost: 0.000_008,
          output_tokens_cost: 0.000_439,
          request_cost: 0.005,
          total_cost: 0.005_447,
        },
      }),
    ),
    [],
    reported(5_447_000),
  ],
  [
    'a part of a credit of Copilot',
    chat,
    chatted(counts(1000, 10, { copilot_usage: { total_nano_aiu: 123_456_789 } })),
    [],
    reported(1_234_568),
  ],
  [
    'a call that the plan includes',
    chat,
    chatted(counts(1000, 10, { copilot_usage: { total_nano_aiu: 0 } })),
    mini,
    reported(0),
  ],
  [
    'a cost as a text is none',
    chat,
    chatted(counts(194, 2, { cost: '0.02' })),
    mini,
    computed(194 * 750 + 2 * 4500),
  ],
  ['a cost near a nano-dollar', chat, chatted(counts(1, 1, { cost: 1.4e-9 })), [], reported(1)],
  [
    'OpenRouter’s Responses API with a key of one’s own',
    openai,
    responded({
      input_tokens: 100,
      output_tokens: 10,
      total_tokens: 110,
      cost: 0,
      is_byok: true,
      cost_details: { upstream_inference_cost: 0.001 },
    }),
    [],
    reported(1_000_000),
  ],
  [
    'and its Messages API',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      cost: 0.000_05,
      is_byok: true,
      cost_details: { upstream_inference_cost: 0.001 },
    }),
    [],
    reported(1_050_000),
  ],
  [
    'a key of one’s own for a free model',
    chat,
    chatted(counts(1, 1, { cost: 0, is_byok: true, cost_details: { upstream_inference_cost: 0 } })),
    mini,
    reported(0),
  ],
];

const fees: Case[] = [
  [
    'two searches of the web',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
    }),
    sonnet,
    estimated(100 * 2000 + 100_000),
  ],
  [
    'none was made',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
    }),
    sonnet,
    computed(100 * 2000 + 100_000),
  ],
  [
    'LiteLLM hands the searches on',
    chat,
    chatted(counts(9548, 528, { server_tool_use: { web_search_requests: 2 } })),
    mini,
    estimated(9548 * 750 + 528 * 4500),
  ],
  [
    'sources of a live search, without a bill',
    chat,
    chatted(counts(100, 10, { num_sources_used: 5 })),
    mini,
    estimated(100 * 750 + 45_000),
  ],
  [
    'no source was used',
    chat,
    chatted(counts(100, 10, { num_sources_used: 0 })),
    mini,
    computed(100 * 750 + 45_000),
  ],
  [
    'sound in the prompt',
    chat,
    chatted(counts(1000, 10, { prompt_tokens_details: { cached_tokens: 0, audio_tokens: 900 } })),
    mini,
    estimated(1000 * 750 + 45_000),
  ],
  [
    'an image in the answer',
    chat,
    chatted(
      counts(10, 1345, {
        completion_tokens_details: { reasoning_tokens: 225, text_tokens: 0, image_tokens: 1120 },
      }),
    ),
    mini,
    estimated(10 * 750 + 1345 * 4500),
  ],
  [
    'sound in the answer',
    chat,
    chatted(counts(10, 300, { completion_tokens_details: { audio_tokens: 250 } })),
    mini,
    estimated(10 * 750 + 300 * 4500),
  ],
  [
    'an image in the prompt costs what text does',
    chat,
    chatted(counts(1000, 10, { prompt_tokens_details: { image_tokens: 600 } })),
    mini,
    computed(1000 * 750 + 45_000),
  ],
  [
    'tools that ran at the server',
    openai,
    responded({
      input_tokens: 100,
      output_tokens: 10,
      total_tokens: 110,
      num_server_side_tools_used: 2,
    }),
    sol,
    estimated(100 * 2000 + 100_000),
  ],
  [
    'a search among the items of the answer',
    openai,
    [
      named('response.output_item.done', {
        output_index: 0,
        item: { type: 'web_search_call', id: 'ws', status: 'completed' },
      }),
      ...responded({ input_tokens: 100, output_tokens: 10, total_tokens: 110 }),
    ],
    sol,
    estimated(100 * 2000 + 100_000),
  ],
  [
    'a compaction is not in the counts',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      iterations: [
        { type: 'compaction', input_tokens: 180_000, output_tokens: 3500 },
        { type: 'message', input_tokens: 100, output_tokens: 10 },
      ],
    }),
    sonnet,
    estimated(100 * 2000 + 100_000),
  ],
  [
    'an answer in one part is all there is',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      iterations: [{ type: 'message', input_tokens: 100, output_tokens: 10 }],
    }),
    sonnet,
    computed(100 * 2000 + 100_000),
  ],
  [
    'another model answered in the end',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      iterations: [
        { type: 'message', input_tokens: 100, output_tokens: 1 },
        { type: 'fallback_message', model: 'other', input_tokens: 100, output_tokens: 10 },
      ],
    }),
    sonnet,
    estimated(100 * 2000 + 100_000),
  ],
  [
    'a fee for each call that the price names',
    chat,
    chatted(counts(100, 10)),
    ownPrice({ perRequest: 25_000_000 }),
    computed(100 * 2000 + 100_000 + 25_000_000),
  ],
];

const ends: Case[] = [
  [
    'refused before any output',
    anthropic,
    messages({ input_tokens: 106, output_tokens: 1 }, { stop: 'refusal', text: '' }),
    sonnet,
    computed(0),
  ],
  [
    'refused after some output',
    anthropic,
    messages({ input_tokens: 106, output_tokens: 40 }, { stop: 'refusal' }),
    sonnet,
    computed(106 * 2000 + 400_000),
  ],
  [
    'OpenAI refuses in words, which cost',
    openai,
    [
      named('response.refusal.delta', { delta: 'No.' }),
      named('response.completed', {
        response: {
          id: 'r',
          status: 'completed',
          output: [],
          usage: { input_tokens: 100, output_tokens: 10, total_tokens: 110 },
        },
      }),
    ],
    sol,
    computed(100 * 2000 + 100_000),
  ],
  [
    'a filter of the Chat API stops it',
    chat,
    [
      unnamed({ id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'content_filter' }] }),
      unnamed({ id: 'c', choices: [], usage: counts(100, 10) }),
      'data: [DONE]\n\n',
    ],
    mini,
    computed(100 * 750 + 45_000),
  ],
  [
    'refused, and a gateway bills it',
    anthropic,
    messages({ input_tokens: 106, output_tokens: 1, cost: 0.0002 }, { stop: 'refusal', text: '' }),
    sonnet,
    reported(200_000),
  ],
  [
    'refused before any output, at an unknown price',
    anthropic,
    messages({ input_tokens: 106, output_tokens: 1 }, { stop: 'refusal', text: '' }),
    [],
    computed(0),
  ],
  [
    'an answer that failed after some output tells what it used',
    openai,
    responded(
      { input_tokens: 100, output_tokens: 40, total_tokens: 140 },
      { error: { code: 'server_error', message: 'The model is gone.' } },
      'failed',
    ),
    sol,
    estimated(100 * 2000 + 40 * 10_000),
  ],
  [
    'an answer that was refused for its rate tells nothing, and costs nothing',
    openai,
    [
      named('response.failed', {
        response: { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Wait.' } },
      }),
    ],
    sol,
    computed(0),
  ],
];

const sizes: Case[] = [
  [
    'a count of 64 bits that ran below zero',
    chat,
    chatted({ prompt_tokens: 2 ** 64 - 1, completion_tokens: 10 }),
    mini,
    estimated(countedInput * 750 + 6 * 4500),
  ],
  [
    'a count below zero',
    chat,
    chatted({ prompt_tokens: -5, completion_tokens: 10 }),
    mini,
    estimated(countedInput * 750 + 6 * 4500),
  ],
  [
    'a part of a token',
    chat,
    chatted({ prompt_tokens: 10.5, completion_tokens: 10 }),
    mini,
    estimated(countedInput * 750 + 6 * 4500),
  ],
  ['a sum that no number holds', chat, chatted(counts(9_007_199_254_740_000, 1)), mini, unknown],
  [
    'a count of 32 bits that ran below zero',
    chat,
    chatted(counts(4_294_967_295, 10)),
    ownPrice({ input: 3e9 }),
    unknown,
  ],
  [
    'a bill that no call has',
    chat,
    chatted(counts(194, 2, { cost: 123_456 })),
    mini,
    computed(194 * 750 + 2 * 4500),
  ],
  [
    'an answer whose output is told as zero',
    chat,
    chatted(counts(1, 0)),
    ownPrice({ input: 20_000_000, output: 80_000_000 }),
    estimated(20 + 6 * 80),
  ],
];

test.each([...bills, ...fees, ...ends, ...sizes])('%s', async (_, wire, body, prices, cost) => {
  expect((await replay(wire, body, prices)).cost).toEqual(cost);
});

test.each([
  ['no price: the least that it cost', [], estimated(900_000)],
  ['a price: the higher of the two', mini, estimated(900_000)],
])('a bill that was named before the answer broke off, with %s', async (_, prices, cost) => {
  const [text] = chatted(undefined);
  const bill = unnamed({ ...head, choices: [], usage: counts(194, 1, { cost: 0.0009 }) });
  expect((await replay(chat, [text!, bill], prices, 'cut')).cost).toEqual(cost);
});
