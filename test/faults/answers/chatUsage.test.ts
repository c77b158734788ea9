import { describe } from 'vitest';
import type { Usage } from '../../../src/routing/models/usage.ts';
import { type Expected, casesOf, testAnswers } from '../../support/answerCases.ts';
import { chatAnswer, chatChunk, chatUsage, done } from '../../support/chatAnswers.ts';
import { wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'openaiCompatible')!;
const hello = chatChunk({ content: 'Hello' });

const counts = (prompt: number, completion: number, total?: number) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  ...(total !== undefined && { total_tokens: total }),
});
const cached = (cached_tokens: number) => ({ prompt_tokens_details: { cached_tokens } });
const reasoning = (reasoning_tokens: number) => ({
  completion_tokens_details: { reasoning_tokens },
});
const used = (inputTokens: number, outputTokens: number, more: Partial<Usage> = {}): Usage => ({
  inputTokens,
  outputTokens,
  ...more,
});
const doubtful = { isDoubtful: true } as const;

const openai = 'openai 7.57.0 CompletionUsage, 2026-11-29';
const xai = 'vercel/ai#9774, 2025-10-24';
const xaiCache = 'vercel/ai#12485, 2026-02-12';
const xaiBeside = 'UKGovernmentBEIS/inspect_ai#5528, 2026-09-23';
const geminiTotal = 'mozilla-ai/any-llm#1290, 2026-08-16';
const groq = 'UKGovernmentBEIS/inspect_ai#5529, 2026-09-23';
const bedrock = 'traceloop/openllmetry#4449, 2026-09-20';
const anyLlm = 'mozilla-ai/any-llm#1335, 2026-08-23';
const perplexity = 'https://docs.perplexity.ai/api-reference/chat-completions-post, 2026-11-29';
const openrouter = 'tailcallhq/forgecode#1641, 2025-10-03';
const kimi = 'Bike4Mind/bike4mind#1089, 2026-07-29';
const mistral =
  'https://github.com/pydantic/pydantic-ai/blob/main/tests/models/cassettes/test_multimodal_tool_returns/test_mixed_content_ordering[mistral].yaml, 2026-11-28';

const rows: readonly [
  shape: string,
  seen: string,
  raw: Record<string, unknown>,
  read: Omit<Expected, 'text' | 'finish'>,
][] = [
  ['three counts that add up', openai, counts(36, 87, 123), { usage: used(36, 87) }],
  ['no total', openai, counts(36, 87), { usage: used(36, 87) }],
  ['a total of zero', openai, counts(36, 87, 0), { usage: used(36, 87) }],
  [
    'cached and reasoning tokens inside the counts',
    openai,
    { ...counts(2006, 300, 2306), ...cached(1920), ...reasoning(200) },
    { usage: used(2006, 300, { cacheReadTokens: 1920, reasoningTokens: 200 }) },
  ],
  [
    'reasoning of zero',
    openai,
    { ...counts(36, 87, 123), ...reasoning(0) },
    { usage: used(36, 87, { reasoningTokens: 0 }) },
  ],
  [
    'reasoning as large as the completion',
    openai,
    { ...counts(36, 87, 123), ...reasoning(87) },
    { usage: used(36, 87, { reasoningTokens: 87 }) },
  ],
  [
    'reasoning beside the completion, as the total shows',
    xai,
    { ...counts(2640, 182, 3494), ...cached(473), ...reasoning(672) },
    { usage: used(2640, 854, { cacheReadTokens: 473, reasoningTokens: 672 }) },
  ],
  [
    'far more reasoning than completion, beside it',
    xaiBeside,
    { ...counts(10_120, 1_499, 14_428), ...reasoning(2_809) },
    { usage: used(10_120, 4_308, { reasoningTokens: 2_809 }) },
  ],
  [
    'a single token of completion with reasoning beside it',
    xaiBeside,
    { ...counts(9, 1, 205), ...reasoning(195) },
    { usage: used(9, 196, { reasoningTokens: 195 }) },
  ],
  [
    'a total with thoughts that no count names',
    geminiTotal,
    counts(41, 20, 140),
    { usage: used(41, 99), ...doubtful },
  ],
  [
    'a total with thoughts and an empty completion',
    geminiTotal,
    counts(41, 0, 140),
    { usage: used(41, 99), ...doubtful },
  ],
  [
    'a total and no completion at all',
    geminiTotal,
    { prompt_tokens: 41, total_tokens: 140 },
    { usage: used(41, 99), ...doubtful },
  ],
  [
    'a total that reasoning explains only in part',
    geminiTotal,
    { ...counts(41, 20, 140), ...reasoning(30) },
    { usage: used(41, 99, { reasoningTokens: 30 }), ...doubtful },
  ],
  [
    'a total that is lower than its parts',
    openrouter,
    counts(36, 87, 100),
    { usage: used(36, 87), ...doubtful },
  ],
  [
    'more cached than prompt, without a total',
    xaiCache,
    { ...counts(4142, 50), ...cached(4328) },
    { usage: used(8470, 50, { cacheReadTokens: 4328 }) },
  ],
  [
    'more cached than prompt, with the cached ones in the total',
    xaiCache,
    { ...counts(9, 30, 199), ...cached(160) },
    { usage: used(169, 30, { cacheReadTokens: 160 }) },
  ],
  [
    'more cached than prompt, without the cached ones in the total',
    xaiCache,
    { ...counts(9, 30, 39), ...cached(160) },
    { usage: used(169, 30, { cacheReadTokens: 160 }) },
  ],
  [
    'more cached than prompt and reasoning beside the completion',
    xaiCache,
    { ...counts(9, 30, 239), ...cached(160), ...reasoning(40) },
    { usage: used(169, 70, { cacheReadTokens: 160, reasoningTokens: 40 }) },
  ],
  [
    'more cached than prompt and a total of another sum',
    xaiCache,
    { ...counts(9, 30, 77), ...cached(160) },
    { usage: used(169, 30, { cacheReadTokens: 160 }), ...doubtful },
  ],
  [
    'fewer cached than prompt, beside it as the total shows',
    bedrock,
    { ...counts(1200, 40, 2240), ...cached(1000) },
    { usage: used(2200, 40, { cacheReadTokens: 1000 }) },
  ],
  [
    'reasoning larger than the completion, without a total',
    perplexity,
    { ...counts(33, 71), ...reasoning(739) },
    { usage: used(33, 810, { reasoningTokens: 739 }), ...doubtful },
  ],
  [
    'reasoning beside the usage names, larger than a completion that adds up',
    perplexity,
    { ...counts(33, 71, 104), reasoning_tokens: 739, citation_tokens: 200 },
    { usage: used(33, 810, { reasoningTokens: 739 }), ...doubtful },
  ],
  [
    'written and read caches inside the prompt',
    anyLlm,
    {
      ...counts(1000, 40, 1040),
      prompt_tokens_details: { cached_tokens: 300, cache_write_tokens: 500 },
    },
    { usage: used(1000, 40, { cacheReadTokens: 300, cacheWriteTokens: 500 }) },
  ],
  [
    'written caches beside the prompt, as the total shows',
    'Portkey-AI/gateway#1191, 2025-06-27',
    {
      ...counts(4, 97, 2922),
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 2821,
    },
    { usage: used(2825, 97, { cacheReadTokens: 0, cacheWriteTokens: 2821 }) },
  ],
  [
    'written caches beside the prompt, without a total',
    'Portkey-AI/gateway#1191, 2025-06-27',
    { ...counts(4, 97), cache_creation_input_tokens: 2821 },
    { usage: used(2825, 97, { cacheWriteTokens: 2821 }), ...doubtful },
  ],
  [
    'cached tokens as DeepSeek names them',
    'laravel/ai#909, 2026-08-20',
    { ...counts(100, 50, 150), prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 },
    { usage: used(100, 50, { cacheReadTokens: 64 }) },
  ],
  [
    'cached tokens at the top, as Moonshot writes them',
    kimi,
    { ...counts(2989, 5, 2994), cached_tokens: 2989 },
    { usage: used(2989, 5, { cacheReadTokens: 2989 }) },
  ],
  [
    'cached tokens twice, one of them zero',
    kimi,
    { ...counts(2989, 5, 2994), cached_tokens: 2989, ...cached(0) },
    { usage: used(2989, 5, { cacheReadTokens: 2989 }) },
  ],
  [
    'cached tokens as Mistral names them',
    mistral,
    { ...counts(90, 8, 98), num_cached_tokens: 48 },
    { usage: used(90, 8, { cacheReadTokens: 48 }) },
  ],
  [
    'cached tokens as Groq names them',
    groq,
    { ...counts(4641, 12, 4653), ...cached(4608), queue_time: 0.02, total_time: 0.4 },
    { usage: used(4641, 12, { cacheReadTokens: 4608 }) },
  ],
  [
    'the names of the Responses API',
    'openai 7.57.0 ResponseUsage behind a Chat gateway, 2026-11-29',
    {
      input_tokens: 120,
      output_tokens: 30,
      total_tokens: 150,
      input_tokens_details: { cached_tokens: 64 },
      output_tokens_details: { reasoning_tokens: 10 },
    },
    { usage: used(120, 30, { cacheReadTokens: 64, reasoningTokens: 10 }) },
  ],
  [
    'details that are null',
    openrouter,
    { ...counts(7, 3, 10), prompt_tokens_details: null, completion_tokens_details: null },
    { usage: used(7, 3) },
  ],
  [
    'a bill in ticks',
    'https://docs.x.ai/developers/cost-tracking, 2026-11-29',
    { ...counts(7, 3, 10), cost_in_usd_ticks: 37_756_000 },
    { usage: used(7, 3), bill: 3_775_600 },
  ],
  [
    'a bill in ticks that is less than a nano-dollar more',
    'https://docs.x.ai/developers/cost-tracking, 2026-11-29',
    { ...counts(7, 3, 10), cost_in_usd_ticks: 16 },
    { usage: used(7, 3), bill: 2 },
  ],
  [
    'a bill of zero',
    'sugarforever/chat-ollama#695, 2025-08-28',
    { ...counts(1296, 0, 1296), cost: 0, is_byok: false },
    { usage: used(1296, 0), bill: 0 },
  ],
  [
    'a bill in dollars',
    'OpenRouterTeam/ai-sdk-provider#532, 2026-08-18',
    {
      ...counts(7, 3, 10),
      cost: 0.00000285,
      is_byok: false,
      cost_details: { upstream_inference_cost: 0.00000285 },
    },
    { usage: used(7, 3), bill: 2_850 },
  ],
  [
    'a fee beside the bill of the maker whose key it is',
    openrouter,
    {
      ...counts(9171, 113, 9284),
      cost: 0,
      is_byok: true,
      cost_details: { upstream_inference_cost: 0.0360795 },
    },
    { usage: used(9171, 113), bill: 36_079_500 },
  ],
  [
    'a bill with the fee of the request',
    'https://github.com/crmne/ruby_llm/blob/main/spec/fixtures/vcr_cassettes/activerecord_actsas_extended_thinking_persistence_perplexity_sonar-reasoning-pro_persists_thinking_data_and_replays_it_across_turns.yml, 2026-11-28',
    {
      ...counts(12, 40, 52),
      cost: { input_tokens_cost: 0.00001, output_tokens_cost: 0.00004, total_cost: 0.00605 },
    },
    { usage: used(12, 40), bill: 6_050_000 },
  ],
  [
    'a bill without a sum',
    'https://github.com/crmne/ruby_llm/blob/main/spec/fixtures/vcr_cassettes/activerecord_actsas_extended_thinking_persistence_perplexity_sonar-reasoning-pro_persists_thinking_data_and_replays_it_across_turns.yml, 2026-11-28',
    { ...counts(12, 40, 52), cost: { request_cost: 0.005 } },
    { usage: used(12, 40) },
  ],
  [
    'a bill that is a text',
    'reVrost/go-openrouter#16, 2025-06-29',
    { ...counts(12, 40, 52), cost: '0.01' },
    { usage: used(12, 40) },
  ],
];

describe('counts and bills', () => {
  testAnswers(
    wire,
    casesOf(rows, (shape, seen, raw, read) => ({
      shape,
      seen,
      body: chatAnswer([hello], { usage: raw }),
      read: { text: 'Hello', finish: ['stop', 'stop'], ...read },
    })),
  );
});

const raw = counts(7, 3, 10);
const plain = { text: 'Hello', usage: used(7, 3), finish: ['stop', 'stop'] } as const;
const moonshot = 'earendil-works/pi#2017, 2026-03-10';
const xGroq =
  'https://github.com/pydantic/pydantic-ai/blob/main/tests/models/cassettes/test_groq/test_groq_model_web_search_tool_stream_single_chunk.yaml, 2026-11-28';
const continuous = 'mozilla-ai/any-llm#1335, 2026-08-23';

const ending = (more: Record<string, unknown>) => hello + chatChunk({}, 'stop', more) + done;
const inChoice = (usage: unknown) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop', usage }] })}\n\n`;

describe('places of the usage', () => {
  testAnswers(wire, [
    {
      shape: 'in the chunk that ends',
      seen: 'earendil-works/pi#2017 (DeepSeek, Z.AI), 2026-03-10',
      body: ending({ usage: raw }),
      read: plain,
    },
    {
      shape: 'under x_groq',
      seen: xGroq,
      body: ending({ x_groq: { id: 'req', usage: { ...raw, queue_time: 0.05 } } }),
      read: plain,
    },
    {
      shape: 'under x_groq and again at the top',
      seen: xGroq,
      body: ending({ x_groq: { usage: raw } }).replace(done, chatUsage(raw) + done),
      read: plain,
    },
    { shape: 'in the choice', seen: moonshot, body: hello + inChoice(raw) + done, read: plain },
    {
      shape: 'in the choice and again at the top',
      seen: moonshot,
      body: hello + inChoice(raw) + chatUsage(raw) + done,
      read: plain,
    },
    {
      shape: 'null at the top and counts in the choice',
      seen: moonshot,
      body:
        hello +
        `data: ${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop', usage: raw }], usage: null })}\n\n` +
        done,
      read: plain,
    },
    {
      shape: 'in each chunk, growing',
      seen: continuous,
      body:
        chatChunk({ content: 'Hel' }, null, { usage: counts(7, 1, 8) }) +
        chatChunk({ content: 'lo' }, null, { usage: counts(7, 2, 9) }) +
        chatChunk({}, 'stop', { usage: raw }) +
        done,
      read: plain,
    },
    {
      shape: 'in each chunk, falling: the highest, with a doubt',
      seen: continuous,
      body:
        chatChunk({ content: 'Hello' }, null, { usage: counts(7, 9, 16) }) +
        chatChunk({}, 'stop', { usage: raw }) +
        done,
      read: { ...plain, usage: used(7, 9), isDoubtful: true },
    },
    {
      shape: 'in each chunk, with zeros at last: no doubt',
      seen: continuous,
      body:
        chatChunk({ content: 'Hello' }, null, { usage: raw }) +
        chatChunk({}, 'stop', { usage: counts(0, 0, 0) }) +
        done,
      read: plain,
    },
    {
      shape: 'nowhere',
      seen: kimi,
      body: ending({}),
      read: { text: 'Hello', finish: ['stop', 'stop'] },
    },
  ]);
});

const tiers: readonly [tier: string, served: string | undefined, seen: string][] = [
  ['on_demand', undefined, 'https://console.groq.com/docs/service-tiers, 2026-11-29'],
  [
    'ON_DEMAND',
    undefined,
    'https://console.groq.com/docs/service-tiers (Vertex spelling), 2026-11-29',
  ],
  ['default', undefined, 'ollama/ollama#7963, 2025-02-12'],
  ['standard', undefined, 'https://docs.opper.ai/build/gateway/service-tiers, 2026-11-29'],
  ['auto', undefined, 'https://docs.opper.ai/build/gateway/service-tiers, 2026-11-29'],
  [
    '',
    undefined,
    'https://github.com/pydantic/pydantic-ai/blob/main/tests/models/cassettes/test_snowflake/test_snowflake_thinking_streaming.yaml, 2026-11-28',
  ],
  ['flex', 'flex', 'https://console.groq.com/docs/flex-processing, 2026-11-29'],
  ['performance', 'performance', 'https://console.groq.com/docs/performance-tier, 2026-11-29'],
  [
    'priority',
    'priority',
    'https://docs.merge.dev/merge-gateway/capabilities/service-tiers, 2026-11-29',
  ],
];

const zen = 'anomalyco/opencode#42918, 2026-08-16';
const billed = (cost: unknown, more: Record<string, unknown> = {}) =>
  hello +
  chatChunk({}, 'stop', { usage: raw }) +
  `data: ${JSON.stringify({ choices: [], cost, ...more })}\n\n` +
  done;

describe('bills beside the usage', () => {
  testAnswers(wire, [
    {
      shape: 'a text of USD in a chunk of its own',
      seen: zen,
      body: billed('0.00042000'),
      read: { ...plain, bill: 420_000 },
    },
    {
      shape: 'nothing, which a plan includes',
      seen: zen,
      body: billed('0'),
      read: { ...plain, bill: 0 },
    },
    { shape: 'a text that is no number', seen: zen, body: billed('free'), read: plain },
    { shape: 'a number, whose unit nobody says', seen: zen, body: billed(0.00042), read: plain },
    {
      shape: 'a text beside a choice',
      seen: zen,
      body: billed('0.1', { choices: [{ index: 0, delta: {} }] }),
      read: plain,
    },
    {
      shape: 'a bill without a usage',
      seen: zen,
      body: `${hello}${chatChunk({}, 'stop')}data: {"choices":[],"cost":"0.1"}\n\n${done}`,
      read: { text: 'Hello', finish: ['stop', 'stop'] },
    },
  ]);
});

describe('service tiers', () => {
  testAnswers(
    wire,
    casesOf(tiers, (tier, served, seen) => ({
      shape: `the tier ${JSON.stringify(tier)}`,
      seen,
      body:
        chatChunk({ content: 'Hello' }, null, { service_tier: tier }) +
        ending({ usage: raw }).slice(hello.length),
      read: { ...plain, usage: used(7, 3, served === undefined ? {} : { serviceTier: served }) },
    })),
  );
});
