import { describe, expect, test } from 'vitest';
import { asModelList, modelsIn } from '../../../../src/providers/lists/listed.ts';
import { listedWindows } from '../../../../src/providers/windows/readWindows.ts';

const listOf = (...rows: readonly object[]) => asModelList({ data: rows });
const modelIn = (row: object) => modelsIn(listOf({ id: 'a', ...row }))?.[0];

/** The names of those that answer. */
const answering = (...names: readonly string[]) =>
  modelsIn(listOf(...names.map((id) => ({ id }))))!.flatMap(({ id, answers }) =>
    answers ? [id] : [],
  );

describe('what a model is for', () => {
  test.each([
    ['a type', { type: 'embeddings' }, { type: 'vlm' }],
    ['outputs', { output_modalities: ['image'] }, { output_modalities: ['image', 'text'] }],
    [
      'what comes out',
      { architecture: { modality: 'text->embedding' } },
      { architecture: { modality: 'text+image->text' } },
    ],
    ['endpoints', { endpoints: ['embed'] }, { endpoints: ['embed', 'chat'] }],
    ['a list of capabilities', { capabilities: ['rerank'] }, { capabilities: ['completion'] }],
    ['a type in capabilities', { capabilities: { type: 'embeddings' } }, { capabilities: {} }],
    ['a task', { pipeline_tag: 'text-to-image' }, { pipeline_tag: 'image-text-to-text' }],
    ['a flag', { supports_chat: false }, { supports_chat: true }],
    ['that it was taken out', { active: false }, { active: null }],
  ])('is said by %s', (_, other, chat) => {
    expect(modelIn(other)?.answers).toBe(false);
    expect(modelIn(chat)?.answers).toBe(true);
  });

  test('is read in the name where the list has nothing else', () => {
    const others = [
      'text-embedding-3-small',
      'nomic-embed-text:latest',
      'maker/nv-embedqa-e5-v5',
      'bge-m3',
      'bge-reranker-v2',
      'whisper-large-v3',
      'gpt-4o-mini-tts',
      'gpt-realtime',
      'gpt-image-1',
      'maker/llama-guard-4-12b',
      'omni-moderation-latest',
      'openai/*',
    ];
    expect(answering(...others)).toEqual([]);
    const chats = ['embedded-coder', 'imagery-7b', 'guardian-chat', 'tested-1', 'maker/qwen3-vl'];
    expect(answering(...chats)).toEqual(chats);
  });
});

test('a model is listed once, under the name that calls take', () => {
  const rows = [
    { id: 'a' },
    { id: ' a ' },
    { id: 'models/gemini-x', owned_by: 'google' },
    { name: 'models/gemini-y', supportedGenerationMethods: ['generateContent'] },
    { id: 'models/mine.gguf', owned_by: 'vllm' },
    { key: 'maker/k' },
  ];
  expect(modelsIn(listOf(...rows))?.map(({ id }) => id)).toEqual([
    'a',
    'gemini-x',
    'gemini-y',
    'models/mine.gguf',
    'maker/k',
  ]);
});

test('a list may be inside `data`', () => {
  expect(modelsIn(asModelList({ data: { models: [{ id: 'a' }] } }))).toHaveLength(1);
  expect(modelsIn(asModelList({ data: { a: {} } }))).toBeUndefined();
});

describe('prices in USD per million tokens', () => {
  test.each<[string, object, object]>([
    [
      'numbers per token',
      { pricing: { prompt: 6e-7, completion: 2.4e-6 } },
      { input: 0.6, output: 2.4 },
    ],
    [
      'texts per token under other names',
      { pricing: { input: '0.000003', output: '0.000015', input_cache_write: '0.00000375' } },
      { input: 3, output: 15, cacheWrite: 3.75 },
    ],
    [
      'numbers per million',
      { pricing: { input: 0.88, output: 0.9, cached_input: 0.2 } },
      { input: 0.88, output: 0.9, cacheRead: 0.2 },
    ],
    ['what is free', { pricing: { input: 0, output: 0 } }, { input: 0, output: 0 }],
    [
      'those in the metadata',
      { metadata: { pricing: { input_tokens: 0.1, output_tokens: 0.28 } } },
      { input: 0.1, output: 0.28 },
    ],
    [
      'dollars beside another currency',
      { model_spec: { pricing: { input: { usd: 0.5, diem: 5 }, output: { usd: 1.5 } } } },
      { input: 0.5, output: 1.5 },
    ],
    [
      'those of the row itself',
      { input_price: 2.5e-6, output_price: 1e-5, cached_price: 1.25e-6 },
      { input: 2.5, output: 10, cacheRead: 1.25 },
    ],
    [
      'ten-thousandths, with long prompts',
      {
        prompt_text_token_price: 20_000,
        completion_text_token_price: 60_000,
        long_context_threshold: 200_000,
        prompt_text_token_price_long_context: 40_000,
        completion_text_token_price_long_context: 120_000,
      },
      { input: 2, output: 6, above: [{ inputTokens: 200_000, input: 4, output: 12 }] },
    ],
    [
      'the only provider behind a router',
      { providers: [{ pricing: { input: 0.28, output: 0.4 } }] },
      { input: 0.28, output: 0.4 },
    ],
  ])('%s are read', (_, row, price) => {
    expect(modelIn(row)?.price).toEqual(price);
  });

  test.each([
    ['per million where it is per token', { pricing: { prompt: '0.60', completion: '2.40' } }],
    ['per token where it is per million', { pricing: { input_tokens: 6e-7, output_tokens: 2e-6 } }],
    ['with a sign', { pricing: { prompt: '$1', completion: '$2' } }],
    [
      'of several providers',
      {
        providers: [{ pricing: { input: 1, output: 2 } }, { pricing: { input: 3, output: 4 } }],
      },
    ],
  ])('an amount %s is unknown', (_, row) => {
    expect(modelIn(row)).toEqual({ id: 'a', answers: true });
  });
});

test.each([
  [{ context_length: 900, top_provider: { context_length: 300 } }, 300],
  [{ max_context_length: 900, loaded_context_length: 300 }, 300],
  [{ limits: { max_input_tokens: 300 } }, 300],
  [{ context_window: { context_length: 300 } }, 300],
  [{ metadata: { context_length: 300 } }, 300],
  [{ providers: [{ context_length: 900 }, { context_length: 300 }] }, 300],
  [{ context_length: 0 }, undefined],
])('the window in %j is %s tokens', (row, tokens) => {
  expect(listedWindows(listOf({ id: 'a', ...row })).get('a')?.contextTokens).toBe(tokens);
});
