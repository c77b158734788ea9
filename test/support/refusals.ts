import type { FailedPart, ProviderErrorKind } from '../../src/providers/providerError.ts';

// A list and a test of public projects that talk to many makers.
const pi =
  'https://github.com/earendil-works/pi/blob/17c253c5d6a9364b392a0fd3ee68333026d94255/packages/ai/src/utils/overflow.ts, 2026';
const perplexity =
  'https://github.com/chr-hertel/ai/blob/2b3fa5ca9a941e4dd716f22e7e989c269471760a/src/platform/src/Bridge/Perplexity/Tests/Transport/HttpTransportTest.php, 2026';

/** A refusal in the shape in which a server was seen to write it; names, numbers and ids are made up. */
export interface SeenRefusal {
  /** Who writes it so, where it was seen, and when. */
  readonly seen: string;
  readonly status: number;
  /** Written as JSON, or as it is when it is a text. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly kind: ProviderErrorKind;
  /** Given where it is not what usually fails with this kind. */
  readonly failed?: FailedPart;
  readonly retryAfterMs?: number;
  /** Words that people are shown. */
  readonly shown?: string;
}

const said = (message: string, more: Readonly<Record<string, unknown>> = {}) => ({
  error: { message, ...more },
});
/** OpenRouter's wrapper around the error of a provider. */
const raw = (code: number, inner: unknown) => ({
  error: {
    message: 'Provider returned error',
    code,
    metadata: {
      raw: typeof inner === 'string' ? inner : JSON.stringify(inner),
      provider_name: 'X',
    },
  },
  user_id: 'user_made_up',
});

const tooLong: readonly SeenRefusal[] = [
  [
    'Anthropic: stackblitz/bolt.new#1748, 2024-11',
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'prompt is too long: 321000 tokens > 200000 maximum',
      },
    },
  ],
  [
    'Anthropic, input and output together: stackblitz/bolt.new#7414, 2025-03',
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'input length and `max_tokens` exceed context limit: 190000 + 16000 > 200000',
      },
    },
  ],
  [
    'Anthropic, request_too_large: https://docs.claude.com/en/api/errors, 2026',
    413,
    {
      type: 'error',
      error: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
    },
  ],
  [
    'OpenAI: chathub-dev/chathub#126, 2023-03',
    400,
    said(
      "This model's maximum context length is 9001 tokens. However, your messages resulted in 9100 tokens.",
      { code: 'context_length_exceeded' },
    ),
  ],
  [
    `OpenAI Responses, without its code: ${pi}`,
    400,
    said(
      'Your input exceeds the context window of this model. Please adjust your input and try again.',
    ),
  ],
  [
    'OpenAI, a text of a message: own construction after the id in agno-agi/agno#5382, 2025-11',
    400,
    said(
      "Invalid 'messages[0].content': string too long. Expected a string with maximum length 1048576, but got a string with length 2000000 instead.",
      { code: 'string_above_max_length', param: 'messages[0].content' },
    ),
  ],
  [
    'Gemini, in an array: google-gemini/gemini-cli#12214, 2025-10',
    400,
    [
      {
        error: {
          code: 400,
          message:
            'The input token count (700123) exceeds the maximum number of tokens allowed (500000).',
          status: 'INVALID_ARGUMENT',
        },
      },
    ],
  ],
  [
    'Gemini, JSON inside its message: google-gemini/gemini-cli#4231, 2025-07',
    400,
    said(
      JSON.stringify({
        error: {
          code: 400,
          message:
            'The input token count (700123) exceeds the maximum number of tokens allowed (500000).',
          status: 'INVALID_ARGUMENT',
        },
      }),
      { code: 400, status: 'Bad Request' },
    ),
  ],
  [
    'Gemini, without a count: arkavo-org/arkavo-edge#371, 2025-11',
    400,
    [
      said('The input token count exceeds the maximum number of tokens allowed (500000).', {
        status: 'INVALID_ARGUMENT',
      }),
    ],
  ],
  [
    'LM Studio: cline/cline#3664, 2025-05',
    400,
    {
      error:
        'Trying to keep the first 9000 tokens when context the overflows. However, the model is loaded with context length of only 4000 tokens, which is not enough.',
    },
  ],
  [
    'LM Studio: Gitlawb/openclaude#353, 2026-04',
    400,
    {
      error:
        'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 9000>= n_ctx: 4000). Try to load the model with a larger context length.',
    },
  ],
  [
    'LM Studio: anomalyco/opencode#11141, 2026-01',
    400,
    { error: 'Cannot truncate prompt with n_keep (9000) >= n_ctx (4000)' },
  ],
  [
    'LM Studio with MLX: lmstudio-ai/lmstudio-bug-tracker#2339, 2026-08',
    400,
    { error: 'Context size has been exceeded.' },
  ],
  [
    'Bedrock: aws-samples/bedrock-chat#95, 2023-12',
    400,
    { message: 'Input is too long for requested model.' },
  ],
  [
    'xAI: cline/cline#3120, 2025-04',
    400,
    {
      code: 'Client specified an invalid argument',
      error: "This model's maximum prompt length is 131000 but the request contains 140000 tokens.",
    },
  ],
  [
    'xAI: UKGovernmentBEIS/inspect_ai#5208, 2026-09',
    400,
    {
      code: 'invalid-argument',
      error:
        'Failed to start sampling: [input_too_large] Current message (900 tokens) exceeds budget (800 tokens)',
    },
  ],
  [
    'Ollama: dyad-sh/dyad#3498, 2026-05',
    400,
    { error: 'prompt too long; exceeded max context length by 77 tokens' },
  ],
  [
    'Ollama, as its compatible API writes it: own construction after dyad-sh/dyad#3498, 2026-05',
    400,
    said('prompt too long; exceeded max context length by 77 tokens', {
      type: 'api_error',
      code: null,
    }),
  ],
  [
    `Perplexity: ${perplexity}`,
    400,
    said('The total length of all messages is too long.', {
      type: 'too_many_prompt_tokens',
      code: 400,
    }),
  ],
  [
    'Perplexity, in a count: own construction of its code with other words',
    400,
    said('User input tokens exceeds 127000 tokens', { type: 'too_many_prompt_tokens', code: 400 }),
  ],
  [
    'vLLM: vllm-project/vllm#20409, 2025-07',
    400,
    {
      object: 'error',
      message:
        "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens in the messages.",
      type: 'BadRequestError',
      param: null,
      code: 400,
    },
  ],
  [
    'vLLM, in newer words: own construction after vllm-project/vllm#20409, 2025-07',
    400,
    said('The decoder prompt (length 5000) is longer than the maximum model length of 4096.', {
      type: 'BadRequestError',
      code: 400,
    }),
  ],
  [
    'llama.cpp: ggml-org/llama.cpp#15780, 2025-09',
    500,
    said('the request exceeds the available context size. try increasing the context size', {
      code: 500,
      type: 'exceed_context_size_error',
      n_prompt_tokens: 5000,
      n_ctx: 256,
    }),
  ],
  [
    'llama.cpp, before it had a type: own construction after ggml-org/llama.cpp#15780, 2025-09',
    500,
    said(
      'the request exceeds the available context size. try increasing the context size or enable context shift',
      { code: 500, type: 'server_error' },
    ),
  ],
  [
    'llama-cpp-python: fedora-copr/logdetective-website#193, 2025',
    500,
    { detail: 'Requested tokens (5000) exceed context window of 2048' },
  ],
  [
    `Mistral: ${pi}`,
    400,
    {
      object: 'error',
      message:
        'Prompt contains 40000 tokens, too large for model with 32768 maximum context length',
      type: 'invalid_request_prompt',
      code: '3051',
    },
  ],
  [
    'Groq: OpenHands/OpenHands#1902, 2024-05',
    400,
    said('Please reduce the length of the messages or completion.', {
      type: 'invalid_request_error',
      param: 'messages',
      code: 'context_length_exceeded',
    }),
  ],
  [
    'Groq, a limit per minute below this request: continuedev/continue#10218, 2026-02',
    413,
    said(
      'Request too large for model `some-model` in organization `org_x` service tier `on_demand` on tokens per minute (TPM): Limit 9000, Requested 9500, please reduce your message size and try again. Visit https://console.example/docs/rate-limits',
      { type: 'tokens', code: 'rate_limit_exceeded' },
    ),
  ],
  [
    'OpenAI, a limit per minute below this request: TheR1D/shell_gpt#653, 2024-12',
    429,
    said(
      'Request too large for some-model in organization org-x on tokens per min (TPM): Limit 9000, Requested 9500. The input or output tokens must be reduced.',
      { type: 'tokens', code: 'rate_limit_exceeded' },
    ),
  ],
  [
    'Together and TGI: stanford-crfm/helm#2080, 2023-12',
    422,
    said(
      'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 100 `max_new_tokens`',
      { type: 'invalid_request_error' },
    ),
  ],
  [
    `Together: ${pi}`,
    400,
    said("The input (300 tokens) is longer than the model's context length (200 tokens)."),
  ],
  [
    'Cohere: cohere-ai/sandbox-topically#4, 2022-11',
    400,
    {
      message:
        'too many tokens: total number of tokens (prompt and prediction) cannot exceed 2048 - received 6000. Try using a shorter prompt or a smaller max_tokens value.',
    },
  ],
  [
    'OpenRouter: a public guide on token limits, 2025-07',
    400,
    said(
      "This endpoint's maximum context length is 131072 tokens. However, you requested about 140000 tokens (9000 of text input, 131000 in the output).",
      { code: 400 },
    ),
  ],
  [
    'OpenRouter, the reason inside a string: reVrost/go-openrouter#21, 2025-08',
    400,
    raw(400, {
      error: { message: 'prompt is too long: 9 tokens > 8 maximum', type: 'invalid_request_error' },
    }),
  ],
  [
    'OpenRouter, a limit of the key: anomalyco/opencode#12219, 2026-05',
    402,
    said('Prompt tokens limit exceeded: 230000 > 91000.', { code: 402 }),
    'billing',
  ],
  [
    'Moonshot: MoonshotAI/kimi-cli#2011, 2026-04',
    400,
    said('Invalid request: Your request exceeded model token limit: 262144 (requested: 300000)', {
      type: 'invalid_request_error',
    }),
  ],
  [
    'MiniMax: MiniMax-AI/MiniMax-M2#119, 2026-05',
    400,
    said('invalid params, context window exceeds limit'),
  ],
  [
    'GitHub Copilot: microsoft/copilot-intellij-feedback#94, 2025-04',
    400,
    said('prompt token count of 5000 exceeds the limit of 4096', {
      code: 'model_max_prompt_tokens_exceeded',
    }),
  ],
  [
    'Zhipu: NousResearch/hermes-agent#1877, 2026-03',
    400,
    said('Prompt exceeds max length', { code: '1261' }),
  ],
  [
    'Zhipu behind a proxy that drops the code: farion1231/cc-switch#6982, 2026-08',
    400,
    said('Prompt exceeds max length'),
  ],
  [
    'A gateway before DeepSeek: NIyueeE/ds-free-api#36, 2026-05',
    500,
    said('internal error: 输入内容超长，请缩短后重试.'),
  ],
  [
    'Perplexity behind OpenRouter: OpenRouterTeam/ai-sdk-provider#121, 2025-07',
    400,
    raw(400, {
      error: {
        message:
          'Requested 100000 to generate tokens, following a prompt of length 40000, which exceeds the max limit of 128000 tokens.',
        type: 'requested_too_many_tokens',
        code: 400,
      },
    }),
  ],
  [
    'Alibaba DashScope: infiniflow/ragflow#589, 2024-04',
    400,
    { code: 'InvalidParameter', message: 'Range of input length should be [1, 30000]' },
  ],
  [
    'LiteLLM, in its own wrapper: own construction after BerriAI/litellm#17343, 2025-12',
    400,
    said(
      'litellm.BadRequestError: ContextWindowExceededError: Some reason. Requested token count exceeds the model’s maximum context length of 131072 tokens',
      { type: null, param: null, code: '400' },
    ),
  ],
].map(([seen, status, body, kind = 'tooLong']) => ({ seen, status, body, kind }) as SeenRefusal);

const accounts: readonly SeenRefusal[] = [
  [
    'DeepSeek: continuedev/continue#9942, 2026-01',
    402,
    said('Insufficient Balance', { type: 'unknown_error', code: 'invalid_request_error' }),
    'billing',
  ],
  [
    'Volcengine: coze-dev/coze-studio#2195, 2025-09',
    403,
    {
      code: 'AccountOverdueError',
      message: 'The request failed because your account has an overdue balance. Request id: 1',
      type: 'Forbidden',
    },
    'billing',
  ],
  [
    'A gateway: RooCodeInc/Roo-Code#12309, 2026-05',
    403,
    said('Access denied due to overdue account'),
    'billing',
  ],
  [
    'Alibaba DashScope behind APIPark: APIParkLab/APIPark#394, 2025-09',
    400,
    said(
      'The free tier of the model has been exhausted. If you wish to continue access the model on a paid basis, please disable the "use free tier only" mode.',
    ),
    'billing',
  ],
  [
    'OpenAI: Decryptu/DecryptGPT#1, 2024-01',
    400,
    said('Billing hard limit has been reached'),
    'billing',
  ],
  [
    'DeepSeek behind a gateway: own construction after continuedev/continue#9942, 2026-01',
    400,
    said('Insufficient Balance'),
    'billing',
  ],
  [
    'Anthropic: anthropics/claude-quickstarts#229, 2025-01',
    400,
    {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'Your credit balance is too low to access the API.',
      },
    },
    'billing',
  ],
  [
    'OpenAI: OpenHands/OpenHands#998, 2024',
    429,
    said('You exceeded your current quota, please check your plan and billing details.', {
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    }),
    'billing',
  ],
  [
    'OpenAI, its words alone: continuedev/continue#10410, 2026-02',
    429,
    { error: 'You exceeded your current quota, please check your plan and billing details.' },
    'billing',
  ],
  [
    'xAI: continuedev/continue#10373, 2026-02',
    429,
    {
      code: 'Some resource has been exhausted',
      error:
        'Your team x has either used all available credits or reached its monthly spending limit.',
    },
    'billing',
  ],
  [
    'Moonshot: MoonshotAI/kimi-code#1857, 2026-07',
    429,
    said('Your account is suspended, please check your plan', {
      type: 'exceeded_current_quota_error',
    }),
    'billing',
  ],
  [
    'Z.AI: zai-org/feedback#789, 2026-09',
    429,
    {
      type: 'error',
      error: {
        type: 'rate_limit_error',
        code: '1113',
        message: '[1113][No resource package. Please recharge.][x]',
      },
    },
    'billing',
  ],
  [
    'Zhipu: continuedev/continue#11823, 2026-03',
    429,
    said('余额不足或无可用资源包,请充值。'),
    'billing',
  ],
  [
    'Alibaba DashScope: hsliuping/TradingAgents-CN#170, 2025-07',
    400,
    {
      code: 'Arrearage',
      message: 'Access denied, please make sure your account is in good standing.',
    },
    'billing',
  ],
  [
    'SiliconFlow: FoundationAgents/OpenManus#438, 2025-03',
    403,
    { code: 30011, message: 'Your paid balance is not enough.', data: null },
    'billing',
  ],
  [
    'OpenRouter: anomalyco/opencode#12219, 2026-02',
    402,
    said('This request requires more credits, or fewer max_tokens.', { code: 402 }),
    'billing',
  ],
  [
    'OpenRouter, a limit of the key: danielsmithdevelopment/ClawQL#876, 2026-08',
    403,
    said('Key limit exceeded (total limit).', { code: 403 }),
    'billing',
  ],
  [
    'Vercel gateway: vercel/ai#9290, 2025-10',
    429,
    said('Insufficient balance or no resource package.', {
      type: 'AI_APICallError',
      param: { error: 'Insufficient balance or no resource package.', statusCode: 429 },
    }),
    'billing',
  ],
  [
    'xAI, a wrong key as a 400: continuedev/continue#10778, 2026-02',
    400,
    {
      code: 'Client specified an invalid argument',
      error: 'Incorrect API key provided: na***ys. You can obtain an API key from a console.',
    },
    'badKey',
  ],
  [
    'Gemini, a wrong key as a 400: cequence-io/openai-scala-client#109, 2026-03',
    400,
    [
      {
        error: {
          code: 400,
          message: 'Please pass another.',
          status: 'INVALID_ARGUMENT',
          details: [{ reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
        },
      },
    ],
    'badKey',
  ],
  [
    'Gemini, JSON inside its message: continuedev/continue#10290, 2026-02',
    400,
    said(
      JSON.stringify({
        error: {
          code: 400,
          message: 'API key not valid. Please pass a valid API key.',
          status: 'INVALID_ARGUMENT',
        },
      }),
      { code: 400, status: 'Bad Request' },
    ),
    'badKey',
  ],
  [
    'OpenAI: chatanywhere/GPT_API_free#62, 2023-07',
    401,
    said('Incorrect API key provided: sk-abc***xyz.', { code: 'invalid_api_key' }),
    'badKey',
  ],
  ['OpenRouter: own construction', 401, said('User not found.', { code: 401 }), 'badKey'],
  [
    'Anthropic: https://docs.claude.com/en/api/errors, 2026',
    403,
    {
      type: 'error',
      error: { type: 'permission_error', message: 'Your organization is disabled.' },
    },
    'forbidden',
  ],
].map(
  ([seen, status, body, kind]) => ({ seen, status, body, kind, failed: 'account' }) as SeenRefusal,
);

const models: readonly SeenRefusal[] = [
  [
    'OpenAI: abi/screenshot-to-code#412, 2024-10',
    404,
    said('The model `some-model` does not exist or you do not have access to it.', {
      code: 'model_not_found',
    }),
  ],
  [
    'OpenAI, a project without it: own construction',
    403,
    said('Project x does not have access to it', { code: 'model_not_found' }),
  ],
  [
    'Anthropic: https://docs.claude.com/en/api/errors, 2026',
    404,
    { type: 'error', error: { type: 'not_found_error', message: 'model: some-model' } },
  ],
  [
    'Ollama: netease-youdao/QAnything#555, 2024-10',
    404,
    said('model "x" not found, try pulling it first', { type: 'api_error' }),
  ],
  [
    'vLLM: vllm-project/vllm#3485, 2024-03',
    404,
    { object: 'error', message: 'The model `x` does not exist.', type: 'NotFoundError', code: 404 },
  ],
  [
    'Azure: chatboxai/chatbox#646, 2023-05',
    404,
    said('The API deployment for this resource does not exist.', { code: 'DeploymentNotFound' }),
  ],
  [
    'OpenRouter: infiniflow/ragflow#2359, 2024-09',
    404,
    said('No endpoints found for x/y.', { code: 404 }),
  ],
  [
    'OpenRouter, a name of no model: own construction',
    400,
    said('x/y is not a valid model ID', { code: 400 }),
  ],
  [
    'one-api, in English: own construction after songquanpeng/one-api#1494, 2024-05',
    503,
    said('no available channel for model x under group default'),
  ],
  [
    'one-api: songquanpeng/one-api#2308, 2025-08',
    503,
    said('当前分组 default 下对于模型 x 无可用渠道 (request id: 1)', { type: 'one_api_error' }),
  ],
  [
    'Zhipu: esengine/DeepSeek-Reasonix#6858, 2026-07',
    400,
    said('[1211][模型不存在，请检查模型代码。]', { code: '1211' }),
  ],
  [
    'Zhipu, its words alone: eosphoros-ai/DB-GPT#1093, 2024-01',
    400,
    said('模型不存在，请检查模型代码。'),
  ],
  [
    'A server that names the model alone: own construction',
    404,
    { error: 'some-model: nothing here' },
  ],
].map(
  ([seen, status, body]) =>
    ({ seen, status, body, kind: 'modelNotFound', failed: 'model' }) as SeenRefusal,
);

const addresses: readonly SeenRefusal[] = [
  ['Ollama: vybestack/llxprt-code#775, 2025-12', 404, '404 page not found'],
  ['FastAPI, on which vLLM is built: own construction', 404, { detail: 'Not Found' }],
  ['FastAPI, another method: own construction', 405, { detail: 'Method Not Allowed' }],
  ['Azure: BerriAI/litellm#8572, 2025-02', 404, said('Resource not found', { code: '404' })],
  [
    'OpenAI: harry0703/MoneyPrinterTurbo#57, 2024-03',
    404,
    said('Invalid URL (POST /v1/v1/x)', { type: 'invalid_request_error' }),
  ],
  [
    'llama.cpp: own construction',
    404,
    said('File Not Found', { code: 404, type: 'not_found_error' }),
  ],
  [
    'A web server: tsundereraws/aisub-translator#2, 2025-03',
    404,
    '<html><h1>Not Found</h1></html>',
  ],
  ['Express: own construction', 404, '<pre>Cannot POST /responses</pre>'],
].map(
  ([seen, status, body]) =>
    ({ seen, status, body, kind: 'wrongAddress', failed: 'address' }) as SeenRefusal,
);

const tools: readonly SeenRefusal[] = [
  [
    'OpenAI: vishalmysore/Tools4AI#16, 2024-05',
    400,
    said(
      "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length 200 instead.",
      { type: 'invalid_request_error', param: 'tools', code: 'array_above_max_length' },
    ),
  ],
  [
    'Groq: HunorLaczko/ha-groq-cloud-api#25, 2026-04',
    400,
    said("'tools' : maximum number of items is 128", { type: 'invalid_request_error' }),
  ],
  [
    'Gemini: google-gemini/gemini-cli#19083, 2026-02',
    400,
    said(
      'The GenerateContentRequest proto is invalid:\n  * tools[0].function_declarations: [FIELD_INVALID] At most 512 function declarations can be specified.',
      { code: 400, status: 'INVALID_ARGUMENT' },
    ),
  ],
].map(
  ([seen, status, body]) =>
    ({ seen, status, body, kind: 'tooManyTools', failed: 'model' }) as SeenRefusal,
);

const limits: readonly SeenRefusal[] = [
  {
    seen: 'Gemini, in an array: ironclaw#1521, 2026',
    status: 429,
    body: [
      {
        error: {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
          message: 'You exceeded your current quota, please check your plan and billing details.',
          details: [
            { '@type': 'type.googleapis.com/google.rpc.QuotaFailure' },
            { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' },
          ],
        },
      },
    ],
    kind: 'rateLimited',
    retryAfterMs: 34_000,
  },
  {
    seen: 'Gemini, in its words: continuedev/continue#9570, 2026-01',
    status: 429,
    body: said(
      JSON.stringify({
        error: {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
          message: 'Quota exceeded for metric: x, limit: 0\nPlease retry in 45.5s.',
        },
      }),
      { code: 429 },
    ),
    kind: 'rateLimited',
    retryAfterMs: 45_500,
  },
  {
    seen: 'Gemini, seconds and nanoseconds: own construction',
    status: 429,
    body: said('Resource has been exhausted.', {
      status: 'RESOURCE_EXHAUSTED',
      details: [{ retryDelay: { seconds: '7' } }],
    }),
    kind: 'rateLimited',
    retryAfterMs: 7_000,
  },
  {
    seen: 'Groq: elizaOS/eliza#4040, 2025-03',
    status: 429,
    body: said(
      'Rate limit reached for model `x` on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443. Please try again in 4.77s. Need more tokens?',
      { code: 'rate_limit_exceeded' },
    ),
    kind: 'rateLimited',
    retryAfterMs: 4_770,
  },
  {
    seen: 'Groq, minutes: own construction after elizaOS/eliza#4040, 2025-03',
    status: 429,
    body: said('Rate limit reached on tokens per day (TPD). Please try again in 7m12.5s.'),
    kind: 'rateLimited',
    retryAfterMs: 432_500,
  },
  {
    seen: 'OpenAI, milliseconds: own construction after elizaOS/eliza#4040, 2025-03',
    status: 429,
    body: said('Rate limit reached. Please try again in 20ms.', { code: 'rate_limit_exceeded' }),
    kind: 'rateLimited',
    retryAfterMs: 20,
  },
  {
    seen: 'A header is more exact than words: own construction',
    status: 429,
    headers: { 'retry-after': '3' },
    body: said('Please try again in 9s.'),
    kind: 'rateLimited',
    retryAfterMs: 3_000,
  },
  {
    seen: 'Bedrock: anomalyco/opencode#39621, 2026-07',
    status: 429,
    body: { message: 'Too many tokens, please wait before trying again.' },
    kind: 'rateLimited',
  },
  {
    seen: 'Bedrock behind a proxy: own construction after anomalyco/opencode#39621, 2026-07',
    status: 400,
    body: {
      message: 'Too many tokens, please wait before trying again.',
      __type: 'ThrottlingException',
    },
    kind: 'rateLimited',
  },
  {
    seen: 'OpenRouter: open-webui/computer#293, 2026-09',
    status: 429,
    body: raw(429, 'x/y is temporarily rate-limited upstream. Please retry shortly.'),
    kind: 'rateLimited',
    shown: 'temporarily rate-limited upstream',
  },
  {
    seen: 'Huawei: langgenius/dify#18378, 2025-04',
    status: 403,
    body: {
      error_msg:
        'The throttling threshold has been reached: policy ip over ratelimit,limit:5,time:1 minute',
      error_code: 'APIG.0308',
    },
    kind: 'rateLimited',
  },
  {
    seen: 'A gateway that limits with a 400: own construction',
    status: 400,
    body: said('请求频率过高，已限流'),
    kind: 'rateLimited',
  },
  {
    seen: 'A gateway that limits with a 403: own construction',
    status: 403,
    body: said('API rate limit exceeded for user ID 42.'),
    kind: 'rateLimited',
  },
];

const policies: readonly SeenRefusal[] = [
  {
    seen: 'Azure: vibrantlabsai/ragas#649, 2024',
    status: 400,
    body: said(
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      {
        code: 'content_filter',
        param: 'prompt',
        status: 400,
        innererror: { code: 'ResponsibleAIPolicyViolation' },
      },
    ),
    kind: 'contentPolicy',
  },
  {
    seen: 'Azure, the inner code alone: own construction after BerriAI/litellm#19328, 2026-01',
    status: 400,
    body: said('No.', { innererror: { code: 'ResponsibleAIPolicyViolation' } }),
    kind: 'contentPolicy',
  },
  {
    seen: 'OpenAI, invalid_prompt: BeehiveInnovations/pal-mcp-server#178, 2025-07',
    status: 400,
    body: said(
      'Invalid prompt: your prompt was flagged as potentially violating our usage policy.',
      { code: 'invalid_prompt' },
    ),
    kind: 'contentPolicy',
  },
  {
    seen: 'OpenRouter, moderation: https://openrouter.ai/docs/errors, 2026',
    status: 403,
    body: said('x requires moderation on Y. Your input was flagged for "violence".', {
      code: 403,
      metadata: { reasons: ['violence'] },
    }),
    kind: 'contentPolicy',
  },
  {
    seen: 'Alibaba DashScope: QwenLM/Qwen#938, 2024-01',
    status: 400,
    body: {
      code: 'DataInspectionFailed',
      message: 'Input data may contain inappropriate content.',
    },
    kind: 'contentPolicy',
  },
];

const requests: readonly SeenRefusal[] = [
  {
    seen: 'OpenAI, the id of a tool call: decolua/9router#393, 2026-03',
    status: 400,
    body: said(
      "Invalid 'input[9].call_id': string too long. Expected a string with maximum length 64, but got a string with length 69 instead.",
      { code: 'string_above_max_length', param: 'input[9].call_id' },
    ),
    kind: 'badRequest',
  },
  {
    seen: 'OpenAI, a name: own construction after agno-agi/agno#5382, 2025-11',
    status: 400,
    body: said('String too long.', {
      code: 'string_above_max_length',
      param: 'tools[0].function.name',
    }),
    kind: 'badRequest',
  },
  {
    seen: 'OpenRouter, a reason of its provider: diegosouzapw/OmniRoute#3044, 2026-06',
    status: 400,
    body: raw(400, {
      error: { type: 'invalid_request_error', message: 'Supports at most 1 image per prompt.' },
    }),
    kind: 'badRequest',
    shown: 'Supports at most 1 image',
  },
  {
    seen: 'OpenRouter, flat: NousResearch/hermes-agent#94199, 2026-08',
    status: 400,
    body: {
      message: 'Provider returned error',
      metadata: { raw: '{"error":{"message":"Image is too small."}}' },
    },
    kind: 'badRequest',
    shown: 'Image is too small.',
  },
  {
    seen: 'Groq, the output is too long: anomalyco/opencode#1000, 2025-07',
    status: 400,
    body: said('`max_tokens` must be less than or equal to `16384`'),
    kind: 'badRequest',
  },
  {
    seen: 'DeepSeek, reasoning that it wants back: anomalyco/opencode#24083, 2026-04',
    status: 400,
    body: said('The `reasoning_content` in the thinking mode must be passed back to the API.'),
    kind: 'badRequest',
  },
  {
    seen: 'Anthropic, ids of tools: langchain#37756, 2026',
    status: 400,
    body: {
      type: 'error',
      error: {
        type: 'invalid_request_error',
        message: 'messages.1.content.0.tool_use.id: String should match pattern',
      },
    },
    kind: 'badRequest',
  },
];

const servers: readonly SeenRefusal[] = [
  {
    seen: 'Anthropic: https://docs.claude.com/en/api/errors, 2026',
    status: 529,
    body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    kind: 'overloaded',
  },
  {
    seen: 'Anthropic: https://docs.claude.com/en/api/errors, 2026',
    status: 500,
    body: { type: 'error', error: { type: 'api_error', message: 'Internal server error' } },
    kind: 'overloaded',
  },
  {
    seen: 'Cloudflare before a provider: own construction',
    status: 522,
    body: '<html>Connection timed out</html>',
    kind: 'overloaded',
  },
  {
    seen: 'A server whose own bill fails: own construction',
    status: 500,
    body: said('upstream billing service: insufficient balance check failed'),
    kind: 'overloaded',
  },
  {
    seen: 'A server that loads its model, as llama.cpp: own construction',
    status: 503,
    body: said('Loading model', { code: 503, type: 'unavailable_error' }),
    kind: 'overloaded',
  },
  { seen: 'A gateway, no body: own construction', status: 502, body: '', kind: 'overloaded' },
];

export const seenRefusals: readonly SeenRefusal[] = [
  ...tooLong,
  ...accounts,
  ...models,
  ...addresses,
  ...tools,
  ...limits,
  ...policies,
  ...requests,
  ...servers,
];
