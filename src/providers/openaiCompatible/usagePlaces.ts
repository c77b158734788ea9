/*
 * Where servers of the Chat Completions API put the usage of a call, and what they call its counts. The
 * first name of each list is OpenAI's own (openai 7.57.0, CompletionUsage).
 */

interface UsagePlace {
  readonly path: readonly (string | number)[];
  readonly who: string;
  readonly source: string;
  /** ISO date of the source. */
  readonly date: string;
}

export const usagePlaces: readonly UsagePlace[] = [
  {
    path: ['usage'],
    who: 'OpenAI and most others',
    source: 'openai 7.57.0, ChatCompletionChunk.usage',
    date: '2026-11-29',
  },
  {
    path: ['x_groq', 'usage'],
    who: 'Groq without stream_options',
    source: 'https://console.groq.com/docs/api-reference',
    date: '2026-11-29',
  },
  {
    path: ['choices', 0, 'usage'],
    who: 'Moonshot (Kimi)',
    source: 'https://github.com/earendil-works/pi/issues/2017',
    date: '2026-03-10',
  },
];

/** The paths inside the usage object; the highest count of a list is taken. */
export const countPlaces = {
  input: [
    ['prompt_tokens'],
    // Gateways before the Responses and Messages APIs.
    ['input_tokens'],
  ],
  output: [['completion_tokens'], ['output_tokens']],
  total: [['total_tokens']],
  cacheRead: [
    ['prompt_tokens_details', 'cached_tokens'],
    ['input_tokens_details', 'cached_tokens'],
    // DeepSeek: https://api-docs.deepseek.com/guides/kv_cache, 2026-11-29.
    ['prompt_cache_hit_tokens'],
    // Moonshot: https://github.com/Bike4Mind/bike4mind/pull/1089, 2026-07-29.
    ['cached_tokens'],
    // Mistral: https://docs.mistral.ai/api, 2026-11-29.
    ['num_cached_tokens'],
    // LiteLLM and others before Claude: https://docs.litellm.ai/docs/completion/prompt_caching, 2026-11-29.
    ['cache_read_input_tokens'],
  ],
  cacheWrite: [
    ['prompt_tokens_details', 'cache_write_tokens'],
    ['prompt_tokens_details', 'cache_creation_tokens'],
    // New API: github.com/QuantumNous/new-api, dto/openai_response.go, 2026-11-30.
    ['prompt_tokens_details', 'cached_creation_tokens'],
    // Claude on a Copilot plan: VS Code 1.139, Copilot Chat 0.67.0, read on 2026-11-29.
    ['prompt_tokens_details', 'cache_creation_input_tokens'],
    ['cache_creation_input_tokens'],
  ],
  cacheWriteLong: [
    // The part of the tokens above that is kept for an hour; the same source.
    ['prompt_tokens_details', 'anthropic_cache_creation', 'ephemeral_1h_input_tokens'],
    // LiteLLM: https://github.com/BerriAI/litellm/issues/15056, 2026-11-30.
    ['prompt_tokens_details', 'cache_creation_token_details', 'ephemeral_1h_input_tokens'],
    // Gateways that hand on what the Messages API reports.
    ['cache_creation', 'ephemeral_1h_input_tokens'],
    // New API, as above.
    ['claude_cache_creation_1_h_tokens'],
  ],
  reasoning: [
    ['completion_tokens_details', 'reasoning_tokens'],
    ['output_tokens_details', 'reasoning_tokens'],
    // Perplexity's research models.
    ['reasoning_tokens'],
  ],
} as const satisfies Record<string, readonly (readonly string[])[]>;
