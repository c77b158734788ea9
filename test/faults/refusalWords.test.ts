import { describe, expect, test } from 'vitest';
import type { ProviderError } from '../../src/providers/providerError.ts';
import { runWire } from '../support/runWire.ts';
import { plainAnswer } from '../support/wireServer.ts';
import { wires } from '../support/wires.ts';

/*
 * Refusals as people report them, over real HTTP. Names and numbers are made up. Each says where its shape was
 * seen; what is told of it is what the next step depends on: the kind, what is left alone, and the wait.
 */

type Told = Partial<
  Pick<ProviderError, 'kind' | 'failed' | 'retryable' | 'retryAfterMs' | 'message'>
>;
type Row = readonly [seen: string, status: number, body: unknown, told: Told];

const said = (message: string, more: Record<string, unknown> = {}) => ({
  error: { message, ...more },
});

const spent = { kind: 'billing', failed: 'account', retryable: false } as const;
const spentModel = { ...spent, failed: 'model' } as const;

const accounts: readonly Row[] = [
  [
    'openclaw/openclaw#142656, 2026',
    403,
    said('You have reached your weekly usage limit. It starts anew on Monday.', {
      type: 'access_terminated_error',
    }),
    spent,
  ],
  [
    'Yeachan-Heo/gajae-code#1821, 2026-07',
    429,
    said('[1310][Monthly Limit Exhausted. It ends at 2026-12-01 08:00:00]', { code: '1310' }),
    spent,
  ],
  [
    'Yeachan-Heo/gajae-code#1821 without its code, 2026-07',
    429,
    said('Weekly/Monthly Limit Exhausted. It ends at 2026-12-01 08:00:00'),
    spent,
  ],
  [
    'zed-industries/zed#62897, 2026-08',
    429,
    { error: { type: 'usage_limit_reached', message: 'No more for now', resets_in_seconds: 720 } },
    { ...spent, retryAfterMs: 720_000 },
  ],
  [
    'zed-industries/zed#62897, another plan, 2026-08',
    429,
    { error: { type: 'usage_not_included', message: 'Your plan has no part in this' } },
    spent,
  ],
  ['open-webui/open-webui#5469, 2024-09', 400, said('Budget has been exceeded! 3 of 2'), spent],
  ['BerriAI/litellm#14144, 2025-09', 429, said('User=u over budget. Spend=3, Budget=2'), spent],
  [
    'QuantumNous/new-api#7448, 2026-09',
    403,
    said('用户额度不足, 剩余: 0', { code: 'insufficient_user_quota' }),
    spent,
  ],
  ['songquanpeng/one-api#1846, 2024-09', 403, said('user [7] quota [-3] is not enough'), spent],
  [
    'Wei-Shaw/sub2api#890, 2026-03',
    403,
    { code: 'INSUFFICIENT_BALANCE', message: 'Nothing left in the wallet' },
    spent,
  ],
  [
    'MiniMax-AI/MiniMax-M2#62, 2025-12',
    500,
    { type: 'error', error: { type: 'api_error', message: 'insufficient balance (1008)' } },
    spent,
  ],
  [
    'google-gemini/gemini-cli#10925, 2025-10',
    429,
    [
      {
        error: {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
          message: 'You exceeded your current quota.',
          details: [
            { violations: [{ quotaId: 'RequestsPerDayPerProjectPerModel-FreeTier' }] },
            { retryDelay: '26s' },
          ],
        },
      },
    ],
    { ...spentModel, retryAfterMs: undefined },
  ],
  [
    'Gitlawb/openclaude#936, 2026-04',
    429,
    said('Rate limit exceeded: free-models-per-day.', {
      code: 429,
      metadata: {
        headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '1795266000000' },
      },
    }),
    { ...spentModel, retryAfterMs: 3_600_000 },
  ],
  [
    'Rexezuge-CloudflareWorkers/Mail-Otter#87, 2026-06',
    429,
    { success: false, errors: [{ code: 4006, message: 'Your daily free allocation is used up' }] },
    { ...spentModel, message: 'Your daily free allocation is used up' },
  ],
  [
    'google-gemini/gemini-cli#24641, 2026-04',
    400,
    said('User location is not supported for the API use.', { status: 'FAILED_PRECONDITION' }),
    { kind: 'forbidden', failed: 'account' },
  ],
];

const unable = { kind: 'badRequest', failed: 'model', retryable: false } as const;
const unlocked = { kind: 'forbidden', failed: 'model' } as const;
const missing = { kind: 'modelNotFound', failed: 'model' } as const;

const models: readonly Row[] = [
  [
    'anomalyco/opencode#1675, 2025-08',
    404,
    said('No endpoints found that support tool use. Try disabling "read".', { code: 404 }),
    unable,
  ],
  [
    'nodetool-ai/nodetool#5755, 2026-09',
    404,
    said('No endpoints found that support image input', { code: 404 }),
    unable,
  ],
  [
    'ollama/ollama#14795, 2026-03',
    400,
    { error: 'registry.example/library/some-model does not support tools' },
    unable,
  ],
  [
    'langgenius/dify-official-plugins#3781, 2026-08',
    400,
    said('Tool calling is not supported for model: some-model'),
    unable,
  ],
  [
    'QwenLM/Qwen-Agent#344, 2024-09',
    400,
    {
      object: 'error',
      message: '"auto" tool choice requires --enable-auto-tool-choice to be set',
      code: 400,
    },
    unable,
  ],
  ['ggml-org/llama.cpp#10920, 2024-12', 500, said('Unsupported param: tools'), unable],
  [
    'continuedev/continue#11478, 2026-03',
    500,
    said('model requires more system memory (9 GiB) than is available (2 GiB)'),
    unable,
  ],
  [
    'lmstudio-ai/lmstudio-bug-tracker#1492, 2026-02',
    400,
    { error: 'Failed to load model "some-model". Not enough resources.' },
    unable,
  ],
  [
    'ShamanicArts/Flow.Launcher.Plugin.AI-Assistant#2, 2025-04',
    404,
    said('No endpoints found matching your data policy. Set it at https://example.com', {
      code: 404,
    }),
    { ...unlocked, message: expect.stringContaining('https://example.com') as string },
  ],
  [
    'truefoundry/models#826, 2026',
    404,
    said('No endpoints available matching your guardrail restrictions'),
    unlocked,
  ],
  [
    'huggingface/smolagents#1119, 2025-04',
    400,
    said('Failed to call a function.', { code: 'tool_use_failed', failed_generation: '<f>' }),
    { kind: 'badRequest', failed: 'model', retryable: true },
  ],
  [
    'https://console.groq.com/docs/deprecations, 2026',
    400,
    said('The model `some-model` has been decommissioned and is no longer supported.'),
    missing,
  ],
];

const long = { kind: 'tooLong', retryable: false } as const;
const refusedWords = { kind: 'contentPolicy', failed: 'request' } as const;
const slow = { kind: 'rateLimited', retryable: true } as const;

const requests: readonly Row[] = [
  [
    'tridz-dev/huf#157, 2026-02',
    400,
    said('Input tokens exceed the configured limit of 9 tokens.'),
    long,
  ],
  [
    'opea-project/GenAIExamples#340, 2024-06',
    422,
    { error: 'Input validation error: `inputs` must have less than 9 tokens. Given: 10' },
    long,
  ],
  ['666ghj/BettaFish#108, 2025-11', 400, said('Content Exists Risk'), refusedWords],
  [
    'UKGovernmentBEIS/inspect_ai#2267, 2025-08',
    403,
    { code: 'No permission.', error: 'Content violates usage guidelines. Failed check: BIO' },
    refusedWords,
  ],
  [
    'esengine/DeepSeek-Reasonix#6818, 2026-07',
    422,
    said('input new_sensitive (1026)'),
    refusedWords,
  ],
  [
    'langchain4j/langchain4j#1079, 2024-05',
    400,
    said('系统检测到可能包含不安全的内容', { code: '1301' }),
    refusedWords,
  ],
  [
    'anomalyco/opencode#7463, 2026-01',
    429,
    { message: 'Tokens per minute limit exceeded - too many tokens processed.' },
    slow,
  ],
  ['apache/rocketmq-dashboard#2178, 2026-08', 429, said('quota exceeded'), slow],
];

const waits: readonly Row[] = [
  [
    'decolua/9router#560, 2026-04',
    429,
    said('limited (reset after 23s)'),
    { retryAfterMs: 23_000 },
  ],
  ['own construction', 429, said('Please wait 24 seconds.'), { retryAfterMs: 24_000 }],
  ['own construction', 429, said('It resets in 2 days.'), { retryAfterMs: 172_800_000 }],
  ['own construction', 429, said('Wait for 3 others.'), { retryAfterMs: undefined }],
  [
    'openinterpreter/openinterpreter#540, 2023-09',
    503,
    { error: 'Model some-model is currently loading', estimated_time: 20.5 },
    { kind: 'overloaded', retryAfterMs: 20_500 },
  ],
  [
    'BerriAI/litellm#14144, its status as a text, 2025-09',
    429,
    { error: { message: 'Too much', retry_after: '12', code: '429' } },
    { ...slow, retryAfterMs: 12_000 },
  ],
];

const plain: readonly Row[] = [
  [
    'a proxy in words: own construction',
    403,
    'Blocked by the policy of your company.\n',
    { kind: 'forbidden', message: 'Blocked by the policy of your company.' },
  ],
  [
    'a gateway in words: own construction',
    429,
    'Too many requests, try again in 20 s',
    { ...slow, retryAfterMs: 20_000, message: 'Too many requests, try again in 20 s' },
  ],
  ['a server in words: own construction', 400, 'prompt is too long', long],
  [
    'a page: own construction',
    503,
    ' <!doctype html><p>Down</p>',
    { kind: 'overloaded', message: 'The server answered with status 503.' },
  ],
];

describe.each(wires)('$name', (wire) => {
  test.each([...accounts, ...models, ...requests, ...waits, ...plain])(
    '%s: %i %o',
    async (_, status, body, told) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const { error } = await runWire(wire, plainAnswer(status, text));
      expect(error).toMatchObject(told);
    },
  );

  // openclaw/clawhub#407, 2026-02; hydropix/TranslateBooksWithLLMs#125, 2026-04.
  test.each([
    [{ 'retry-after': '1795262430' }, 30_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795262430' }, 30_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795262430000' }, 30_000],
    [{ 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1795262430' }, undefined],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, undefined],
    [{ 'x-ratelimit-reset': '1795262430' }, undefined],
  ])('the headers %o ask to wait %s ms', async (headers, retryAfterMs) => {
    const { error } = await runWire(wire, plainAnswer(429, '{}', headers));
    expect(error).toHaveProperty('retryAfterMs', retryAfterMs);
  });
});
