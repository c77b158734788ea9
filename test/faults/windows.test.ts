import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { discoverModels } from '../../src/providers/lists/discoverModels.ts';
import type { ProviderConfig } from '../../src/providers/providerConfig.ts';
import { askWindows } from '../../src/providers/windows/askWindows.ts';

type Answers = Readonly<Record<string, unknown>>;
interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
}

/** A server on loopback that answers these paths with JSON and the rest with 404. */
async function serving<Result>(
  answers: Answers,
  use: (config: ProviderConfig) => Promise<Result>,
): Promise<{ result: Result; asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const path = request.url!;
    asked.push({ path, authorization: request.headers.authorization });
    let text = '';
    request.on('data', (piece: Buffer) => (text += piece.toString()));
    request.on('end', () => {
      const found = answers[path];
      const answer = typeof found === 'function' ? (found(JSON.parse(text)) as unknown) : found;
      if (answer === 'hang') return;
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error: 'not found' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const result = await use({
      id: 'local',
      name: 'Local',
      wire: 'openaiCompatible',
      baseUrl: `http://127.0.0.1:${port}/v1`,
      auth: 'none',
      discover: true,
      simulated: false,
    });
    return { result, asked };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The windows that discovery and the questions to the server find together, tokens by model. */
async function windowsOf(answers: Answers): Promise<Record<string, number>> {
  const { result, asked } = await serving(answers, async (config) => {
    const state = await discoverModels(config);
    if (state.state !== 'ready') throw new Error(state.state);
    const windows = await askWindows(config, state.models ?? new Set());
    return new Map([...(state.windows ?? []), ...windows]);
  });
  expect(asked.every(({ authorization }) => authorization === undefined)).toBe(true);
  return Object.fromEntries([...result].map(([name, { contextTokens }]) => [name, contextTokens]));
}

const list = (models: readonly Record<string, unknown>[]) => ({
  object: 'list',
  data: models.map((model) => ({ object: 'model', created: 1, ...model })),
});

/** Ollama as its docs/api.md and openapi.yaml describe it (2026), with one model of each kind. */
const ollama: Answers = {
  '/v1/models': list(
    ['plain:4b', 'set:4b', 'running:4b', 'bare:latest'].map((id) => ({ id, owned_by: 'library' })),
  ),
  '/api/tags': {
    models: ['plain:4b', 'set:4b', 'running:4b', 'bare:latest'].map((name) => ({ name, size: 1 })),
  },
  '/api/ps': {
    models: [{ name: 'running:4b', model: 'running:4b', context_length: 4_096, size_vram: 1 }],
  },
  '/api/show': ({ model }: { model: string }) => {
    if (model === 'bare:latest') return { details: { family: 'bert' } };
    return {
      parameters:
        model === 'set:4b'
          ? 'stop    "<|im_end|>"\nnum_ctx                        16384'
          : 'top_k 20',
      model_info: { 'general.architecture': 'shop3', 'shop3.context_length': 40_960 },
    };
  },
};

test('Ollama: the window that is loaded, else that of the model’s file, else the largest', async () => {
  expect(await windowsOf(ollama)).toEqual({
    'plain:4b': 40_960,
    'set:4b': 16_384,
    'running:4b': 4_096,
  });
});

test('Ollama: a file that asks for more than the model was made for gets what it was made for', async () => {
  const shown = {
    parameters: 'num_ctx 262144',
    model_info: { 'shop3.context_length': 8_192 },
  };
  expect(
    await windowsOf({ ...ollama, '/api/ps': { models: [] }, '/api/show': shown }),
  ).toMatchObject({ 'plain:4b': 8_192 });
});

test('an older Ollama says no window of what is loaded', async () => {
  const models = [{ name: 'running:4b', size_vram: 1 }];
  expect(await windowsOf({ ...ollama, '/api/ps': { models } })).toMatchObject({
    'running:4b': 40_960,
  });
});

// The shapes of lmstudio.ai/docs/developer/rest/endpoints (v0) and .../rest/list (v1, LM Studio 0.4, 2026).
test('LM Studio: the window that is loaded, else the largest, by both of its lists', async () => {
  const listed = list([{ id: 'shop-7b', owned_by: 'organization_owner' }]);
  const v0 = list([
    { id: 'shop-7b', state: 'loaded', max_context_length: 131_072, loaded_context_length: 4_096 },
    { id: 'cart-1b', state: 'not-loaded', max_context_length: 32_768 },
  ]);
  expect(await windowsOf({ '/v1/models': listed, '/api/v0/models': v0 })).toEqual({
    'shop-7b': 4_096,
    'cart-1b': 32_768,
  });
  const loaded = [{ id: 'shop-7b:2', config: { context_length: 8_192, parallel: 4 } }];
  const v1 = {
    models: [
      { type: 'llm', key: 'shop-7b', loaded_instances: loaded, max_context_length: 131_072 },
      { type: 'llm', key: 'cart-1b', loaded_instances: [], max_context_length: 32_768 },
    ],
  };
  expect(await windowsOf({ '/v1/models': listed, '/api/v1/models': v1 })).toEqual({
    'shop-7b': 8_192,
    'shop-7b:2': 8_192,
    'cart-1b': 32_768,
  });
});

// The shapes of tools/server/README.md of llama.cpp (2026).
test('llama.cpp: the window of one slot, not what the model was trained with', async () => {
  const listed = list([{ id: 'shop.gguf', owned_by: 'llamacpp', meta: { n_ctx_train: 131_072 } }]);
  const props = { default_generation_settings: { id: 0, n_ctx: 6_144 }, total_slots: 2 };
  expect(await windowsOf({ '/v1/models': listed, '/props': props })).toEqual({
    'shop.gguf': 6_144,
  });
  const slots = [
    { id: 0, n_ctx: 4_096 },
    { id: 1, n_ctx: 4_096 },
  ];
  expect(await windowsOf({ '/v1/models': listed, '/slots': slots })).toEqual({
    'shop.gguf': 4_096,
  });
  const asleep = { default_generation_settings: { n_ctx: 0 } };
  expect(await windowsOf({ '/v1/models': listed, '/props': asleep })).toEqual({
    'shop.gguf': 131_072,
  });
});

// docs.vllm.ai, OpenAI-compatible server, `/v1/models` (2026).
test('vLLM: the list itself says it', async () => {
  const listed = list([{ id: 'shop/cart-7b', owned_by: 'vllm', max_model_len: 8_192 }]);
  expect(await windowsOf({ '/v1/models': listed })).toEqual({ 'shop/cart-7b': 8_192 });
});

test('a server that says nothing of windows, or nonsense, leaves them unknown', async () => {
  const listed = list([{ id: 'a' }, { id: 'b', max_model_len: -1 }, { id: 'c', meta: 'none' }]);
  const nonsense = {
    '/api/tags': [],
    '/api/ps': { models: 'many' },
    '/props': { default_generation_settings: { n_ctx: '4096' } },
    '/api/v0/models': { data: [null, 7, { id: 9, max_context_length: 1 }] },
  };
  expect(await windowsOf({ '/v1/models': listed, ...nonsense })).toEqual({});
});

test('discovery asks only which models another server runs, and does not wait for the others', async () => {
  const stuck = Object.fromEntries(
    ['/api/ps', '/api/v0/models', '/api/v1/models', '/props', '/slots'].map((path) => [
      path,
      'hang',
    ]),
  );
  const listed = list([{ id: 'a' }]);
  const { asked } = await serving({ ...stuck, '/v1/models': listed }, discoverModels);
  expect(asked.map(({ path }) => path).toSorted()).toEqual(['/api/tags', '/v1/models']);
});
