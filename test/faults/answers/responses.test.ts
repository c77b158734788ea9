import { describe } from 'vitest';
import type { FinishReason } from '../../../src/providers/provider.ts';
import type { Usage } from '../../../src/routing/models/usage.ts';
import { type AnswerCase, type Expected, casesOf, testAnswers } from '../../support/answerCases.ts';
import { wires } from '../../support/wires.ts';

const wire = wires.find(({ name }) => name === 'openai')!;

const event = (type: string, data: Record<string, unknown> = {}) =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const hello =
  event('response.created', { response: { id: 'r', status: 'in_progress', usage: null } }) +
  event('response.output_text.delta', { output_index: 0, delta: 'Hello' });
const completed = (usage: unknown, more: Record<string, unknown> = {}) =>
  event('response.completed', { response: { id: 'r', status: 'completed', usage, ...more } });

const used = (inputTokens: number, outputTokens: number, more: Partial<Usage> = {}): Usage => ({
  inputTokens,
  outputTokens,
  ...more,
});
const counts = (input: number, output: number, total?: number) => ({
  input_tokens: input,
  output_tokens: output,
  ...(total !== undefined && { total_tokens: total }),
});
const cached = (cached_tokens: number) => ({ input_tokens_details: { cached_tokens } });
const reasoning = (reasoning_tokens: number) => ({ output_tokens_details: { reasoning_tokens } });
const done = { text: 'Hello', finish: ['stop', 'completed'] as [FinishReason, string] };
const usage = used(7, 3);

const openai = 'openai 7.57.0 ResponseUsage, 2026-11-29';
const details = 'openai 7.57.0 Response.IncompleteDetails, 2026-11-29';
const xai = 'https://docs.x.ai/developers/cost-tracking, 2026-11-29';
const xaiCache = 'vercel/ai#12485, 2026-02-12';
const xaiReasoning = 'vercel/ai#12425, 2026-02-11';
const openrouter = 'OpenRouterTeam/ai-sdk-provider#532, 2026-08-18';
const byok = 'tailcallhq/forgecode#1641, 2025-10-03';
const gemini = 'mozilla-ai/any-llm#1290, 2026-08-16';
const cliProxy = 'router-for-me/CLIProxyAPI#5733, 2026-09-11';
const write = 'mindroom-ai/mindroom#2134, 2026-11-29';
const bedrock = 'traceloop/openllmetry#4449, 2026-09-20';

const rows: readonly [shape: string, seen: string, raw: unknown, read: Expected][] = [
  ['counts that add up', openai, counts(7, 3, 10), { usage }],
  ['no total', openai, counts(7, 3), { usage }],
  ['a total of zero', openai, counts(7, 3, 0), { usage }],
  ['null', openai, null, {}],
  [
    'details inside the counts',
    openai,
    { ...counts(100, 50, 150), ...cached(30), ...reasoning(20) },
    { usage: used(100, 50, { cacheReadTokens: 30, reasoningTokens: 20 }) },
  ],
  [
    'details that are null',
    openai,
    { ...counts(7, 3, 10), input_tokens_details: null, output_tokens_details: null },
    { usage },
  ],
  [
    'nothing but reasoning',
    openai,
    { ...counts(7, 40, 47), ...reasoning(40) },
    { usage: used(7, 40, { reasoningTokens: 40 }) },
  ],
  [
    'cache writes',
    write,
    {
      ...counts(100, 50, 150),
      input_tokens_details: { cached_tokens: 30, cache_write_tokens: 40 },
    },
    { usage: used(100, 50, { cacheReadTokens: 30, cacheWriteTokens: 40 }) },
  ],
  [
    'cache writes by lifetime',
    write,
    {
      ...counts(100, 50, 150),
      input_tokens_details: {
        cached_tokens: 30,
        cache_write_tokens: 40,
        cache_write_tokens_details: { ttl_12h_tokens: 15 },
      },
    },
    {
      usage: used(100, 50, { cacheReadTokens: 30, cacheWriteTokens: 25, cacheWriteLongTokens: 15 }),
    },
  ],
  [
    'long writes that pass all writes',
    write,
    {
      ...counts(100, 50, 150),
      input_tokens_details: {
        cache_write_tokens: 10,
        cache_write_tokens_details: { ttl_12h_tokens: 15 },
      },
    },
    { usage: used(100, 50, { cacheWriteTokens: 0, cacheWriteLongTokens: 15 }), isDoubtful: true },
  ],
  [
    'writes that pass the input',
    write,
    {
      ...counts(100, 50, 150),
      input_tokens_details: { cached_tokens: 80, cache_write_tokens: 40 },
    },
    { usage: used(220, 50, { cacheReadTokens: 80, cacheWriteTokens: 40 }), isDoubtful: true },
  ],
  [
    'reasoning beside the output, as the total shows',
    xaiReasoning,
    { ...counts(12, 1, 399), ...reasoning(386) },
    { usage: used(12, 387, { reasoningTokens: 386 }) },
  ],
  [
    'a little reasoning beside the output, as the total shows',
    xaiReasoning,
    { ...counts(12, 90, 122), ...reasoning(20) },
    { usage: used(12, 110, { reasoningTokens: 20 }) },
  ],
  [
    'reasoning that passes the output, without a total',
    xaiReasoning,
    { ...counts(12, 1), ...reasoning(386) },
    { usage: used(12, 387, { reasoningTokens: 386 }), isDoubtful: true },
  ],
  [
    'no output but reasoning',
    cliProxy,
    { ...counts(21, 0, 81), ...reasoning(60) },
    { usage: used(21, 60, { reasoningTokens: 60 }) },
  ],
  [
    'more cached than input, without a total',
    xaiCache,
    { ...counts(12, 5), ...cached(300) },
    { usage: used(312, 5, { cacheReadTokens: 300 }) },
  ],
  [
    'more cached than input, in the total',
    xaiCache,
    { ...counts(12, 5, 317), ...cached(300) },
    { usage: used(312, 5, { cacheReadTokens: 300 }) },
  ],
  [
    'more cached than input, not in the total',
    xaiCache,
    { ...counts(12, 5, 17), ...cached(300) },
    { usage: used(312, 5, { cacheReadTokens: 300 }) },
  ],
  [
    'fewer cached than input, beside it',
    bedrock,
    { ...counts(1200, 40, 2240), ...cached(1000) },
    { usage: used(2200, 40, { cacheReadTokens: 1000 }) },
  ],
  [
    'a total that no count explains',
    gemini,
    counts(20, 198, 623),
    { usage: used(20, 603), isDoubtful: true },
  ],
  [
    'a total and no output',
    gemini,
    { input_tokens: 20, total_tokens: 623 },
    { usage: used(20, 603), isDoubtful: true },
  ],
  [
    'a total below its parts',
    gemini,
    counts(20, 198, 100),
    { usage: used(20, 198), isDoubtful: true },
  ],
  ['counts that are texts', openai, { input_tokens: '7', output_tokens: '3' }, {}],
  [
    'a bill in ticks',
    xai,
    { ...counts(7, 3, 10), cost_in_usd_ticks: 37_756_000 },
    { usage, bill: 3_775_600 },
  ],
  ['a bill of zero ticks', xai, { ...counts(7, 3, 10), cost_in_usd_ticks: 0 }, { usage, bill: 0 }],
  ['ticks that are a text', xai, { ...counts(7, 3, 10), cost_in_usd_ticks: '5' }, { usage }],
  ['ticks below zero', xai, { ...counts(7, 3, 10), cost_in_usd_ticks: -5 }, { usage }],
  [
    'a bill in dollars',
    openrouter,
    { ...counts(7, 3, 10), cost: 0.00000285, is_byok: false },
    { usage, bill: 2_850 },
  ],
  [
    'a bill in dollars without a word on keys',
    openrouter,
    { ...counts(7, 3, 10), cost: 0.5 },
    { usage, bill: 500_000_000 },
  ],
  [
    'a fee beside the bill of the maker',
    byok,
    { ...counts(7, 3, 10), cost: 0.001, is_byok: true },
    { usage },
  ],
  [
    'a bill with its parts',
    'https://github.com/crmne/ruby_llm/blob/main/spec/fixtures/vcr_cassettes/activerecord_actsas_extended_thinking_persistence_perplexity_sonar-reasoning-pro_persists_thinking_data_and_replays_it_across_turns.yml, 2026-11-28',
    { ...counts(7, 3, 10), cost: { currency: 'USD', total_cost: 0.00507 } },
    { usage, bill: 5_070_000 },
  ],
];

describe('counts and bills', () => {
  testAnswers(
    wire,
    casesOf(rows, (shape, seen, raw, read) => ({
      shape,
      seen,
      body: hello + completed(raw),
      read: { ...done, ...read },
    })),
  );
});

const tiers: readonly [tier: unknown, served: string | undefined, seen: string][] = [
  ['default', undefined, openai],
  ['auto', undefined, openai],
  ['standard', undefined, 'https://docs.opper.ai/build/gateway/service-tiers, 2026-11-29'],
  ['on_demand', undefined, 'https://console.groq.com/docs/service-tiers, 2026-11-29'],
  [
    '',
    undefined,
    'https://github.com/pydantic/pydantic-ai/blob/main/tests/models/cassettes/test_snowflake/test_snowflake_thinking_streaming.yaml, 2026-11-28',
  ],
  [null, undefined, openai],
  ['flex', 'flex', openai],
  ['priority', 'priority', openai],
];

describe('service tiers', () => {
  testAnswers(
    wire,
    casesOf(tiers, (service_tier, served, seen) => ({
      shape: `the tier ${JSON.stringify(service_tier)}`,
      seen,
      body: hello + completed(counts(7, 3, 10), { service_tier }),
      read: { ...done, usage: used(7, 3, served === undefined ? {} : { serviceTier: served }) },
    })),
  );
});

const reasons: readonly [reason: string | undefined, read: FinishReason, seen: string][] = [
  ['max_output_tokens', 'length', details],
  ['content_filter', 'refusal', details],
  ['max_tokens', 'length', 'langwatch/langwatch#6207, 2026-07-26'],
  ['length', 'length', 'langwatch/langwatch#6207, 2026-07-26'],
  ['model_context_window_exceeded', 'length', 'vybestack/llxprt-code#1731, 2026-03-13'],
  [
    'SAFETY',
    'refusal',
    'https://docs.cloud.google.com/python/docs/reference/vertexai/latest/vertexai.preview.generative_models.FinishReason, 2026-11-29',
  ],
  ['max_prompt_tokens', 'length', details],
  ['stop', 'other', details],
  ['moonrise', 'other', details],
  ['interrupted', 'other', details],
  [undefined, 'other', details],
];

describe('incomplete answers', () => {
  testAnswers(
    wire,
    casesOf(reasons, (reason, right, seen) => ({
      shape: `the reason ${reason}`,
      seen,
      body:
        hello +
        event('response.incomplete', {
          response: {
            status: 'incomplete',
            incomplete_details: reason === undefined ? null : { reason },
            usage: counts(7, 3, 10),
          },
        }),
      read: { text: 'Hello', usage, finish: [right, reason ?? 'incomplete'] },
    })),
  );
});

const response = (more: Record<string, unknown> = {}) => ({
  id: 'r',
  object: 'response',
  status: 'completed',
  error: null,
  output: [
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello' }] },
  ],
  usage: counts(7, 3, 10),
  ...more,
});
const json = (more?: Record<string, unknown>) => JSON.stringify(response(more));
const stream = hello + completed(counts(7, 3, 10));
const read: Expected = { ...done, usage };
const litellm = 'BerriAI/litellm#34095, 2026-11-29';
const ramalama = 'containers/ramalama#2837, 2026-07-12';
const ascend = 'vllm-project/vllm-ascend#5033, 2025-12-15';
const nearai = 'nearai/private-ml-sdk#20, 2025-08-01';
const pasted = 'posit-dev/positron#13789, 2026-11-29';
const failed = (error: Expected['error']): Expected => ({ ...(error && { error }) });

const bodies: readonly [shape: string, seen: string, type: string, body: string, read: Expected][] =
  [
    ['a stream as text/plain', ramalama, 'text/plain', stream, read],
    ['a stream as application/json', ascend, 'application/json', stream, read],
    ['a stream without a type', nearai, '', stream, read],
    [
      'a stream that ends with [DONE]',
      litellm,
      'text/event-stream',
      `${stream}data: [DONE]\n\n`,
      read,
    ],
    ['a whole answer as JSON', litellm, 'application/json', json(), read],
    ['a whole answer as an event stream', litellm, 'text/event-stream', json(), read],
    [
      'a whole answer with reasoning and a tool call',
      litellm,
      'application/json',
      json({
        output: [
          { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Hm' }] },
          { type: 'message', content: [{ type: 'output_text', text: 'Hello' }] },
          { type: 'function_call', call_id: 'a', name: 'f', arguments: '{"x":1}' },
        ],
      }),
      {
        text: 'Hello',
        reasoning: 'Hm',
        calls: [['f', '{"x":1}']],
        usage,
        finish: ['toolCalls', 'completed'],
      },
    ],
    [
      'a whole answer that refuses',
      litellm,
      'application/json',
      json({ output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }] }),
      { text: 'No.', usage, finish: ['refusal', 'completed'] },
    ],
    [
      'a whole answer that is incomplete',
      litellm,
      'application/json',
      json({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }),
      { text: 'Hello', usage, finish: ['length', 'max_output_tokens'] },
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
      'promptfoo/promptfoo#9905, 2026-07-01',
      'application/json',
      '{"error":{"message":"No key","code":"invalid_api_key"}}',
      failed('badKey'),
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
