import { describe, expect, test } from 'vitest';
import {
  type AnthropicCounts,
  addAnthropicUsage,
  usageOfAnthropic,
} from '../../../src/providers/anthropic/usage.ts';
import { reportedBill } from '../../../src/providers/bills.ts';
import {
  addCounts,
  type OpenaiCounts,
  type TokenCounts,
  usageOfCounts,
} from '../../../src/providers/openai/sharedUsage.ts';
import { responsesCounts } from '../../../src/providers/openai/usage.ts';
import { chatCounts } from '../../../src/providers/openaiCompatible/usage.ts';
import type { Usage } from '../../../src/routing/models/usage.ts';

type Counted = { readonly usage: Usage; readonly isDoubtful?: true } | undefined;
type Add = (reports: readonly unknown[]) => Counted;

const anthropic: Add = (reports) =>
  usageOfAnthropic(reports.reduce<AnthropicCounts>(addAnthropicUsage, {}));
const added =
  (countsOf: (raw: unknown) => OpenaiCounts): Add =>
  (reports) =>
    usageOfCounts(
      reports.reduce<TokenCounts>((counts, raw) => addCounts(counts, countsOf(raw)), {}),
    );
const responses = added(responsesCounts);
const chat = added(chatCounts);

const plain = { inputTokens: 7, outputTokens: 3 };

describe.each([
  { name: 'anthropic', read: anthropic, input: 'input_tokens', output: 'output_tokens' },
  { name: 'openai', read: responses, input: 'input_tokens', output: 'output_tokens' },
  { name: 'openaiCompatible', read: chat, input: 'prompt_tokens', output: 'completion_tokens' },
])('$name', ({ read, input, output }) => {
  const report = (inputTokens: unknown, outputTokens: unknown) => ({
    [input]: inputTokens,
    [output]: outputTokens,
  });

  test.each([
    ['one report', [report(7, 3)], plain],
    ['as many out as in', [report(7, 7)], { inputTokens: 7, outputTokens: 7 }],
    ['nothing out', [report(7, 0)], { inputTokens: 7, outputTokens: 0 }],
    ['nothing in', [report(0, 3)], { inputTokens: 0, outputTokens: 3 }],
    ['one token in all', [report(0, 1)], { inputTokens: 0, outputTokens: 1 }],
    ['growing reports: the last counts', [report(7, 1), report(7, 2), report(7, 3)], plain],
    ['a falling report is ignored', [report(7, 3), report(2, 1)], plain],
    ['nothing', [], undefined],
    ['null', [null], undefined],
    ['a text', ['7'], undefined],
    ['an array', [[7, 3]], undefined],
    ['an empty object', [{}], undefined],
    ['all zero', [report(0, 0)], undefined],
    ['no output', [report(7, undefined)], undefined],
    ['numbers as text', [report('7', '3')], undefined],
    ['negative numbers', [report(-7, -3)], undefined],
    ['fractions', [report(7.5, 3.5)], undefined],
    ['not a number', [report(Number.NaN, 3)], undefined],
    ['more than any computer counts', [report(1e300, 3)], undefined],
    ['infinity', [report(Number.POSITIVE_INFINITY, 3)], undefined],
    ...[null, 'x', {}, report(-1, 'x'), report(Number.NaN, null), report(1e300, 1e300)].map(
      (garbage): [string, unknown[], Usage] => [
        `garbage after a good report: ${JSON.stringify(garbage)}`,
        [report(7, 3), garbage],
        plain,
      ],
    ),
  ])('%s', (_, reports, usage) => {
    expect(read(reports)?.usage).toEqual(usage);
  });
});

test.each([
  [
    'caches are added to the plain input',
    [
      {
        input_tokens: 5,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 20,
        output_tokens: 9,
      },
    ],
    { inputTokens: 125, cacheReadTokens: 100, cacheWriteTokens: 20, outputTokens: 9 },
  ],
  [
    'writes are split by how long they live',
    [
      {
        input_tokens: 5,
        cache_creation_input_tokens: 20,
        cache_creation: { ephemeral_5m_input_tokens: 12, ephemeral_1h_input_tokens: 8 },
        output_tokens: 9,
      },
    ],
    { inputTokens: 25, cacheWriteTokens: 12, cacheWriteLongTokens: 8, outputTokens: 9 },
  ],
  [
    'a part that is larger than its whole is beside it',
    [
      {
        input_tokens: 5,
        cache_creation_input_tokens: 20,
        cache_creation: { ephemeral_1h_input_tokens: 80 },
        output_tokens: 9,
        output_tokens_details: { thinking_tokens: 90 },
      },
    ],
    {
      inputTokens: 85,
      cacheWriteTokens: 0,
      cacheWriteLongTokens: 80,
      outputTokens: 99,
      reasoningTokens: 90,
    },
  ],
  [
    'a later report without input keeps the earlier one',
    [
      { input_tokens: 5, cache_read_input_tokens: 10, output_tokens: 1 },
      { input_tokens: null, cache_read_input_tokens: null, output_tokens: 9 },
    ],
    { inputTokens: 15, cacheReadTokens: 10, outputTokens: 9 },
  ],
  [
    'writes and thinking of an earlier report are kept',
    [
      {
        input_tokens: 5,
        cache_creation_input_tokens: 20,
        cache_creation: { ephemeral_1h_input_tokens: 8 },
        output_tokens: 9,
        output_tokens_details: { thinking_tokens: 4 },
        service_tier: 'priority',
      },
      { output_tokens: 10 },
    ],
    {
      inputTokens: 25,
      cacheWriteTokens: 12,
      cacheWriteLongTokens: 8,
      outputTokens: 10,
      reasoningTokens: 4,
      serviceTier: 'priority',
    },
  ],
])('anthropic: %s', (_, reports, usage) => {
  expect(anthropic(reports)?.usage).toEqual(usage);
});

test.each([
  [
    'caches and reasoning are parts of the totals',
    {
      input_tokens: 100,
      input_tokens_details: {
        cached_tokens: 30,
        cache_write_tokens: 40,
        cache_write_tokens_details: { ttl_12h_tokens: 15, ttl_30m_tokens: 25 },
      },
      output_tokens: 50,
      output_tokens_details: { reasoning_tokens: 20 },
    },
    {
      inputTokens: 100,
      cacheReadTokens: 30,
      cacheWriteTokens: 25,
      cacheWriteLongTokens: 15,
      outputTokens: 50,
      reasoningTokens: 20,
    },
  ],
  [
    'parts that are larger than the totals are beside them',
    {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 130, cache_write_tokens: 40 },
      output_tokens: 50,
      output_tokens_details: { reasoning_tokens: 70 },
    },
    {
      inputTokens: 270,
      cacheReadTokens: 130,
      cacheWriteTokens: 40,
      outputTokens: 120,
      reasoningTokens: 70,
    },
  ],
])('openai: %s', (_, report, usage) => {
  expect(responses([report])?.usage).toEqual(usage);
  expect(responses([report, report])?.usage).toEqual(usage);
});

const wroteCache = {
  input_tokens: 100,
  input_tokens_details: {
    cached_tokens: 30,
    cache_write_tokens: 40,
    cache_write_tokens_details: { ttl_12h_tokens: 15 },
  },
  output_tokens: 50,
  output_tokens_details: { reasoning_tokens: 20 },
};

test.each<[string, object, Partial<Usage>]>([
  ['has no details', { input_tokens: 100, output_tokens: 60 }, { outputTokens: 60 }],
  [
    'reports less of each part',
    {
      input_tokens: 100,
      output_tokens: 60,
      input_tokens_details: {
        cached_tokens: 0,
        cache_write_tokens: 0,
        cache_write_tokens_details: { ttl_12h_tokens: 0 },
      },
      output_tokens_details: { reasoning_tokens: 0 },
    },
    { outputTokens: 60 },
  ],
  [
    'reports more that was written for long',
    {
      input_tokens: 100,
      output_tokens: 60,
      input_tokens_details: {
        cache_write_tokens: 44,
        cache_write_tokens_details: { ttl_12h_tokens: 19 },
      },
    },
    { outputTokens: 60, cacheWriteLongTokens: 19 },
  ],
])('openai: cache writes are not lost when the next report %s', (_, report, changed) => {
  expect(responses([wroteCache, report])?.usage).toEqual({
    inputTokens: 100,
    cacheReadTokens: 30,
    cacheWriteTokens: 25,
    cacheWriteLongTokens: 15,
    outputTokens: 50,
    reasoningTokens: 20,
    ...changed,
  });
});

test('openaiCompatible: cache writes without a lifetime outlast the next report', () => {
  const first = {
    prompt_tokens: 100,
    prompt_tokens_details: { cache_write_tokens: 40 },
    completion_tokens: 1,
  };
  expect(chat([first, { prompt_tokens: 100, completion_tokens: 2 }])?.usage).toEqual({
    inputTokens: 100,
    cacheWriteTokens: 40,
    outputTokens: 2,
  });
});

test.each([
  [
    'details',
    {
      prompt_tokens: 100,
      prompt_tokens_details: { cached_tokens: 30 },
      completion_tokens: 50,
      completion_tokens_details: { reasoning_tokens: 20 },
    },
    { inputTokens: 100, cacheReadTokens: 30, outputTokens: 50, reasoningTokens: 20 },
  ],
  [
    'an answer that is all thinking to a prompt that is all cached',
    {
      prompt_tokens: 30,
      prompt_tokens_details: { cached_tokens: 30 },
      completion_tokens: 20,
      completion_tokens_details: { reasoning_tokens: 20 },
    },
    { inputTokens: 30, cacheReadTokens: 30, outputTokens: 20, reasoningTokens: 20 },
  ],
  [
    "DeepSeek's cache field",
    { prompt_tokens: 100, prompt_cache_hit_tokens: 64, completion_tokens: 50 },
    { inputTokens: 100, cacheReadTokens: 64, outputTokens: 50 },
  ],
  [
    'details that are null',
    { prompt_tokens: 7, prompt_tokens_details: null, completion_tokens: 3 },
    plain,
  ],
])('openaiCompatible: %s', (_, report, usage) => {
  expect(chat([report])?.usage).toEqual(usage);
});

test.each([
  [{ cost: 0.00123 }, 1_230_000],
  [{ cost: 0 }, undefined],
  [{ cost: 0, is_byok: false }, 0],
  [{ cost: 0, cost_details: { upstream_inference_cost: 0 } }, 0],
  [{ cost: 1e-9 }, 1],
  [{ cost: -1 }, undefined],
  [{ cost: '0.1' }, undefined],
  [{ cost: Number.NaN }, undefined],
  [{ cost: 1e300 }, undefined],
  [{ cost: null }, undefined],
  [{}, undefined],
  [null, undefined],
  [{ cost: 0.01, is_byok: true }, undefined],
  [{ cost: 0.01, is_byok: true, cost_details: { upstream_inference_cost: null } }, undefined],
  [{ cost: 0.01, is_byok: true, cost_details: { upstream_inference_cost: 0.2 } }, 210_000_000],
  [{ cost: 0.2, is_byok: false, cost_details: { upstream_inference_cost: 0.2 } }, 200_000_000],
])('the reported cost of %o', (usage, nanoUsd) => {
  expect(reportedBill(usage)).toBe(nanoUsd);
});
