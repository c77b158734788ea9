import { expect, test } from 'vitest';
import {
  type Case,
  anthropic,
  openai,
  chat,
  computed,
  estimated,
  ownPrice,
  sonnet,
  sol,
  mini,
  counts,
  messages,
  chatted,
  responded,
} from './billedAnswers.ts';
import { replay } from './recordedCall.ts';

/* What caches, long prompts, service tiers and thinking cost. */

const caches: Case[] = [
  [
    'all of the cache is written for an hour',
    anthropic,
    messages({
      input_tokens: 3,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 5424,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 5424 },
      output_tokens: 9,
    }),
    sonnet,
    computed(3 * 2000 + 5424 * 4000 + 9 * 10_000),
  ],
  [
    'a part of it is written for five minutes',
    anthropic,
    messages({
      input_tokens: 0,
      cache_creation_input_tokens: 1_000_000,
      cache_creation: { ephemeral_5m_input_tokens: 600_000, ephemeral_1h_input_tokens: 400_000 },
      output_tokens: 1,
    }),
    sonnet,
    computed(600_000 * 2500 + 400_000 * 4000 + 10_000),
  ],
  [
    'the parts of what was written do not make up the sum',
    anthropic,
    messages({
      input_tokens: 10,
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 680, ephemeral_1h_input_tokens: 0 },
      output_tokens: 1,
    }),
    sonnet,
    estimated(10 * 2000 + 1000 * 2500 + 10_000),
  ],
  [
    'lifetimes that a gateway fills with zeros',
    anthropic,
    messages({
      input_tokens: 10,
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
      output_tokens: 1,
    }),
    sonnet,
    computed(10 * 2000 + 1000 * 2500 + 10_000),
  ],
  [
    'written for an untold time: five minutes is what is asked for',
    anthropic,
    messages({
      input_tokens: 10,
      cache_creation_input_tokens: 1000,
      cache_read_input_tokens: 300,
      output_tokens: 1,
    }),
    sonnet,
    computed(10 * 2000 + 1000 * 2500 + 300 * 200 + 10_000),
  ],
  [
    'written for an hour, and the price has no rate for that',
    anthropic,
    messages({
      input_tokens: 10,
      cache_creation_input_tokens: 1000,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 1000 },
      output_tokens: 1,
    }),
    ownPrice({ cacheRead: 0.2e9, cacheWrite: 2.5e9 }),
    estimated(10 * 2000 + 1000 * 2500 + 10_000),
  ],
  [
    'written, and the price has no rate for that',
    anthropic,
    messages({ input_tokens: 10, cache_creation_input_tokens: 1000, output_tokens: 1 }),
    ownPrice(),
    estimated(1010 * 2000 + 10_000),
  ],
  [
    'read from a cache, and the price has no rate for that',
    chat,
    chatted(counts(2422, 4, { prompt_tokens_details: { cached_tokens: 2304 } })),
    ownPrice(),
    estimated(2422 * 2000 + 4 * 10_000),
  ],
  [
    'nothing was cached, so no rate is missing',
    chat,
    chatted(
      counts(2422, 4, { prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 } }),
    ),
    ownPrice(),
    computed(2422 * 2000 + 4 * 10_000),
  ],
  [
    'what is read from the cache of a free model is free',
    chat,
    chatted(counts(2422, 4, { prompt_tokens_details: { cached_tokens: 2304 } })),
    ownPrice({ input: 0, output: 0 }),
    computed(0),
  ],
  [
    'LiteLLM tells how long a cache lives',
    chat,
    chatted(
      counts(6000, 9, {
        cache_creation_input_tokens: 5424,
        prompt_tokens_details: {
          cached_tokens: 0,
          cache_creation_tokens: 5424,
          cache_creation_token_details: {
            ephemeral_5m_input_tokens: 0,
            ephemeral_1h_input_tokens: 5424,
          },
        },
      }),
    ),
    sonnet,
    computed(576 * 2000 + 5424 * 4000 + 9 * 10_000),
  ],
  [
    'New API tells it by names of its own',
    chat,
    chatted(
      counts(6000, 9, {
        claude_cache_creation_5_m_tokens: 0,
        claude_cache_creation_1_h_tokens: 5424,
        prompt_tokens_details: { cached_tokens: 0, cached_creation_tokens: 5424 },
      }),
    ),
    sonnet,
    computed(576 * 2000 + 5424 * 4000 + 9 * 10_000),
  ],
  [
    'DeepSeek counts hits and misses',
    chat,
    chatted(counts(1000, 50, { prompt_cache_hit_tokens: 896, prompt_cache_miss_tokens: 104 })),
    ownPrice({ cacheRead: 0.2e9 }),
    computed(104 * 2000 + 896 * 200 + 50 * 10_000),
  ],
  [
    'Moonshot counts what was cached beside the prompt',
    chat,
    chatted(counts(1000, 50, { cached_tokens: 768 })),
    ownPrice({ cacheRead: 0.2e9 }),
    computed(232 * 2000 + 768 * 200 + 50 * 10_000),
  ],
  [
    'OpenAI wrote a part for half an hour and a part for twelve',
    openai,
    responded({
      input_tokens: 5000,
      input_tokens_details: {
        cached_tokens: 1000,
        cache_write_tokens: 3000,
        cache_write_tokens_details: { ttl_12h_tokens: 1000 },
      },
      output_tokens: 10,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 5010,
    }),
    sol,
    computed(1000 * 2000 + 1000 * 100 + 2000 * 2500 + 1000 * 5000 + 100_000),
  ],
  [
    'Gemini cached by itself',
    chat,
    chatted({
      prompt_tokens: 20_212,
      completion_tokens: 931,
      total_tokens: 21_143,
      prompt_tokens_details: { cached_tokens: 16_298 },
    }),
    ownPrice({ input: 0.5e9, output: 3e9, cacheRead: 0.05e9 }),
    computed(3914 * 500 + 16_298 * 50 + 931 * 3000),
  ],
  [
    'a gateway hands on the names of the Messages API',
    chat,
    chatted(
      counts(6000, 9, {
        cache_creation_input_tokens: 5424,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 5424 },
      }),
    ),
    sonnet,
    computed(576 * 2000 + 5424 * 4000 + 9 * 10_000),
  ],
];

const steps: Case[] = [
  [
    'a prompt of just the size of the step',
    openai,
    responded({ input_tokens: 272_000, output_tokens: 10, total_tokens: 272_010 }),
    sol,
    computed(272_000 * 2000 + 100_000),
  ],
  [
    'one token more makes the whole request dearer, its output too',
    openai,
    responded({ input_tokens: 272_001, output_tokens: 10, total_tokens: 272_011 }),
    sol,
    computed(272_001 * 4000 + 10 * 15_000),
  ],
  [
    'cached tokens count for the step',
    openai,
    responded({
      input_tokens: 300_000,
      input_tokens_details: { cached_tokens: 290_000 },
      output_tokens: 10,
      total_tokens: 300_010,
    }),
    sol,
    computed(10_000 * 4000 + 290_000 * 200 + 10 * 15_000),
  ],
  [
    'on the Messages API, where they stand beside the input, as well',
    anthropic,
    messages({
      input_tokens: 10,
      cache_read_input_tokens: 150_000,
      cache_creation_input_tokens: 50_000,
      output_tokens: 10,
    }),
    ownPrice({
      cacheRead: 0.2e9,
      cacheWrite: 2.5e9,
      above: [
        { inputTokens: 200_000, input: 4e9, output: 15e9, cacheRead: 0.4e9, cacheWrite: 5e9 },
      ],
    }),
    computed(10 * 4000 + 150_000 * 400 + 50_000 * 5000 + 10 * 15_000),
  ],
  [
    'output does not count for the step',
    openai,
    responded({ input_tokens: 200_000, output_tokens: 128_000, total_tokens: 328_000 }),
    sol,
    computed(200_000 * 2000 + 128_000 * 10_000),
  ],
  [
    'a step within a service tier',
    openai,
    responded(
      { input_tokens: 300_000, output_tokens: 10, total_tokens: 300_010 },
      { service_tier: 'flex' },
    ),
    sol,
    computed(300_000 * 2000 + 10 * 7500),
  ],
];

const tiers: Case[] = [
  [
    'served in the usual tier, whatever was asked for',
    openai,
    responded(
      { input_tokens: 100, output_tokens: 10, total_tokens: 110 },
      { service_tier: 'default' },
    ),
    sol,
    computed(100 * 2000 + 100_000),
  ],
  [
    'served with priority',
    openai,
    responded(
      { input_tokens: 100, output_tokens: 10, total_tokens: 110 },
      { service_tier: 'priority' },
    ),
    sol,
    computed(100 * 4000 + 200_000),
  ],
  [
    'served in a batch',
    anthropic,
    messages({ input_tokens: 100, output_tokens: 10, service_tier: 'batch' }),
    sonnet,
    computed(100 * 1000 + 50_000),
  ],
  [
    'a tier that is bought by contract',
    anthropic,
    messages({ input_tokens: 100, output_tokens: 10, service_tier: 'priority' }),
    sonnet,
    estimated(100 * 2000 + 100_000),
  ],
  [
    'in the United States all rates are a tenth higher, those of caches too',
    anthropic,
    messages({
      input_tokens: 100,
      cache_read_input_tokens: 1000,
      output_tokens: 10,
      service_tier: 'standard',
      inference_geo: 'us',
    }),
    sonnet,
    computed(100 * 2200 + 1000 * 220 + 10 * 11_000),
  ],
  [
    'anywhere and at the usual speed',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      service_tier: 'standard',
      inference_geo: 'global',
      speed: 'standard',
    }),
    sonnet,
    computed(100 * 2000 + 100_000),
  ],
  [
    'a model without a choice of places',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      service_tier: 'standard',
      inference_geo: 'not_available',
    }),
    sonnet,
    computed(100 * 2000 + 100_000),
  ],
  [
    'in fast mode, which the price does not name',
    anthropic,
    messages({ input_tokens: 100, output_tokens: 10, service_tier: 'standard', speed: 'fast' }),
    sonnet,
    estimated(100 * 2000 + 100_000),
  ],
  [
    'in fast mode, which it names',
    anthropic,
    messages({ input_tokens: 100, output_tokens: 10, speed: 'fast' }),
    ownPrice({ tiers: { fast: { input: 4e9, output: 20e9 } } }),
    computed(100 * 4000 + 200_000),
  ],
  [
    'in a place that it does not name',
    anthropic,
    messages({ input_tokens: 100, output_tokens: 10, inference_geo: 'us' }),
    ownPrice(),
    estimated(100 * 2000 + 100_000),
  ],
  [
    'a batch in the United States',
    anthropic,
    messages({ input_tokens: 100, output_tokens: 10, service_tier: 'batch', inference_geo: 'us' }),
    sonnet,
    computed(100 * 1100 + 55_000),
  ],
  [
    'Groq on demand',
    chat,
    chatted(counts(100, 10), { service_tier: 'on_demand' }),
    mini,
    computed(100 * 750 + 45_000),
  ],
  [
    'no word for speed and place',
    anthropic,
    messages({
      input_tokens: 100,
      output_tokens: 10,
      service_tier: 'standard',
      inference_geo: null,
      speed: null,
    }),
    sonnet,
    computed(100 * 2000 + 100_000),
  ],
];

/** These calls are made at midnight. */
const atHours = (fromMinute: number, untilMinute: number) =>
  ownPrice({
    tiers: { night: { input: 6e9, output: 30e9 } },
    hours: { night: [{ fromMinute, untilMinute }] },
  });
const hours: Case[] = [
  [
    'at hours of other rates',
    chat,
    chatted(counts(100, 10)),
    atHours(23 * 60, 60),
    computed(100 * 6000 + 10 * 30_000),
  ],
  [
    'at other hours',
    chat,
    chatted(counts(100, 10)),
    atHours(60, 23 * 60),
    computed(100 * 2000 + 10 * 10_000),
  ],
];

const thinking: Case[] = [
  [
    'reasoning is in the completion',
    chat,
    chatted(counts(2008, 266, { completion_tokens_details: { reasoning_tokens: 261 } })),
    mini,
    computed(2008 * 750 + 266 * 4500),
  ],
  [
    'thinking is in the output',
    anthropic,
    messages({
      input_tokens: 51,
      output_tokens: 136,
      output_tokens_details: { thinking_tokens: 31 },
    }),
    sonnet,
    computed(51 * 2000 + 136 * 10_000),
  ],
  [
    'xAI counts reasoning beside the completion, and the total says so',
    chat,
    chatted({
      prompt_tokens: 10_120,
      completion_tokens: 1499,
      total_tokens: 14_428,
      completion_tokens_details: { reasoning_tokens: 2809 },
    }),
    mini,
    computed(10_120 * 750 + 4308 * 4500),
  ],
  [
    'Gemini counts thoughts in the total alone',
    chat,
    chatted({ prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 }),
    mini,
    estimated(35 * 750 + 74 * 4500),
  ],
  [
    'a gateway adds reasoning to both, and is taken at its word',
    chat,
    chatted({
      prompt_tokens: 64,
      completion_tokens: 135,
      total_tokens: 277,
      completion_tokens_details: { reasoning_tokens: 78 },
    }),
    mini,
    computed(64 * 750 + 213 * 4500),
  ],
  [
    'more reasoning than completion, and no total',
    chat,
    chatted({
      prompt_tokens: 100,
      completion_tokens: 10,
      completion_tokens_details: { reasoning_tokens: 90 },
    }),
    mini,
    estimated(100 * 750 + 100 * 4500),
  ],
];

test.each([...caches, ...steps, ...tiers, ...hours, ...thinking])(
  '%s',
  async (_, wire, body, prices, cost) => {
    expect((await replay(wire, body, prices)).cost).toEqual(cost);
  },
);
