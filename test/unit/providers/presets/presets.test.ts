import { afterEach, describe, expect, test, vi } from 'vitest';
import { createProvider } from '../../../../src/providers/createProvider.ts';
import { listModels } from '../../../../src/providers/lists/listModels.ts';
import { enteredAddress } from '../../../../src/providers/presets/address.ts';
import { entryOf } from '../../../../src/providers/presets/entries.ts';
import { presetNamed, presets } from '../../../../src/providers/presets/presets.ts';
import { parseProviders } from '../../../../src/providers/parseProviders.ts';
import {
  eventStream,
  plainAnswer,
  startWireServer,
  type WireServer,
} from '../../../support/wireServer.ts';
import { redirected } from '../../../support/redirectedFetch.ts';
import { call, key, outcomeOf, wires } from '../../../support/wires.ts';

/** A busy machine may take long to answer itself. */
const patienceMs = 60_000;

let server: WireServer | undefined;
afterEach(async () => {
  vi.unstubAllGlobals();
  await server?.close();
  server = undefined;
});

/** A provider as its pages describe it, read on the day that its preset names. */
interface Documented {
  readonly entered?: string;
  /** The address of a call, and of the list. */
  readonly calls: string;
  readonly lists: string;
  readonly header: readonly [name: string, value: string];
  readonly list: unknown;
  readonly models: readonly string[];
  readonly wrongKey: readonly [status: number, body: unknown];
}

const bearer = ['authorization', `Bearer ${key}`] as const;
const openaiList = { object: 'list', data: [{ id: 'model-a', object: 'model', owned_by: 'x' }] };
const openaiRefusal = [
  401,
  { error: { message: 'Incorrect API key provided.', type: 'x', code: 'invalid_api_key' } },
] as const;
const compatible = (base: string, entered?: string): Documented => ({
  ...(entered !== undefined && { entered }),
  calls: `${base}/chat/completions`,
  lists: `${base}/models`,
  header: bearer,
  list: openaiList,
  models: ['model-a'],
  wrongKey: openaiRefusal,
});

const documented: Readonly<Record<string, Documented>> = {
  anthropic: {
    calls: 'https://api.anthropic.com/v1/messages',
    lists: 'https://api.anthropic.com/v1/models?limit=1000',
    header: bearer,
    list: { data: [{ id: 'claude-a', type: 'model' }], has_more: false, last_id: 'claude-a' },
    models: ['claude-a'],
    wrongKey: [401, { type: 'error', error: { type: 'authentication_error', message: 'invalid' } }],
  },
  openai: {
    ...compatible('https://api.openai.com/v1'),
    calls: 'https://api.openai.com/v1/responses',
  },
  openrouter: {
    ...compatible('https://openrouter.ai/api/v1'),
    list: {
      data: [
        {
          id: 'maker/model-a',
          architecture: { output_modalities: ['text'] },
          pricing: { prompt: '0.0000008', completion: '0.000002', input_cache_read: '0.00000008' },
          context_length: 128_000,
        },
        { id: 'maker/painter', architecture: { output_modalities: ['image'] } },
      ],
    },
    models: ['maker/model-a'],
    wrongKey: [401, { error: { code: 401, message: 'User not found.' } }],
  },
  gemini: {
    ...compatible('https://generativelanguage.googleapis.com/v1beta/openai'),
    list: { data: [{ id: 'models/gemini-a', object: 'model', owned_by: 'google' }] },
    models: ['gemini-a'],
    wrongKey: [
      400,
      [
        {
          error: {
            code: 400,
            message: 'API key not valid. Please pass a valid API key.',
            status: 'INVALID_ARGUMENT',
            details: [{ reason: 'API_KEY_INVALID', domain: 'googleapis.com' }],
          },
        },
      ],
    ],
  },
  deepseek: {
    ...compatible('https://api.deepseek.com'),
    wrongKey: [401, { error: { message: 'Authentication Fails', type: 'authentication_error' } }],
  },
  xai: {
    ...compatible('https://api.x.ai/v1'),
    wrongKey: [
      400,
      {
        code: 'Client specified an invalid argument',
        error:
          'Incorrect API key provided: na***ys. You can obtain an API key from https://console.x.ai.',
      },
    ],
  },
  mistral: {
    ...compatible('https://api.mistral.ai/v1'),
    list: {
      object: 'list',
      data: [
        { id: 'mistral-a', capabilities: { completion_chat: true } },
        { id: 'mistral-embed', capabilities: { completion_chat: false } },
      ],
    },
    models: ['mistral-a'],
    wrongKey: [401, { object: 'error', message: 'Unauthorized', type: 'invalid_request_error' }],
  },
  groq: compatible('https://api.groq.com/openai/v1'),
  together: {
    ...compatible('https://api.together.xyz/v1'),
    list: [
      { id: 'maker/chat-a', type: 'chat' },
      { id: 'maker/embed', type: 'embedding' },
    ],
    models: ['maker/chat-a'],
  },
  cerebras: compatible('https://api.cerebras.ai/v1'),
  fireworks: {
    ...compatible('https://api.fireworks.ai/inference/v1'),
    list: {
      data: [
        { id: 'accounts/a', supports_chat: true },
        { id: 'b', supports_chat: false },
      ],
    },
    models: ['accounts/a'],
  },
  huggingface: {
    ...compatible('https://router.huggingface.co/v1'),
    wrongKey: [401, { error: 'Invalid username or password.' }],
  },
  nvidia: {
    ...compatible('https://integrate.api.nvidia.com/v1'),
    list: { data: [{ id: 'maker/a' }, { id: 'nvidia/nv-embed-v1' }] },
    models: ['maker/a'],
    wrongKey: [403, { status: 403, title: 'Forbidden', detail: 'Authentication failed' }],
  },
  sambanova: compatible('https://api.sambanova.ai/v1'),
  deepinfra: compatible('https://api.deepinfra.com/v1/openai'),
  vercel: {
    ...compatible('https://ai-gateway.vercel.sh/v1'),
    list: {
      data: [
        { id: 'maker/a', type: 'language' },
        { id: 'maker/b', type: 'embedding' },
      ],
    },
    models: ['maker/a'],
  },
  perplexity: compatible('https://api.perplexity.ai'),
  github: {
    ...compatible('https://models.github.ai/inference'),
    wrongKey: [401, 'Unauthorized'],
  },
  moonshot: compatible('https://api.moonshot.ai/v1'),
  zai: compatible('https://api.z.ai/api/paas/v4'),
  server: compatible('https://own.example.com/v1', 'https://own.example.com/v1'),
  azure: {
    ...compatible('https://contoso.openai.azure.com/openai/v1', 'contoso'),
    header: ['api-key', key],
    list: {
      data: [
        { id: 'gpt-a', capabilities: { chat_completion: true } },
        { id: 'embed-a', capabilities: { chat_completion: false } },
      ],
    },
    models: ['gpt-a'],
    wrongKey: [401, { error: { code: '401', message: 'Access denied due to invalid key.' } }],
  },
  bedrock: {
    ...compatible('https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1', 'eu-west-1'),
    wrongKey: [403, { message: 'Authentication failed: Please make sure your API Key is valid.' }],
  },
  vertex: compatible('https://gateway.example.com/v1', 'https://gateway.example.com/v1'),
  litellm: {
    ...compatible('http://127.0.0.1:4000/v1', 'http://127.0.0.1:4000'),
    wrongKey: [
      401,
      { error: { message: 'Authentication Error', type: 'auth_error', code: '401' } },
    ],
  },
  ollama: compatible('http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434'),
  lmstudio: compatible('http://127.0.0.1:1234/v1', 'http://127.0.0.1:1234/v1'),
  vllm: {
    ...compatible('http://127.0.0.1:8000/v1', 'http://127.0.0.1:8000/v1'),
    list: {
      object: 'list',
      data: [{ id: 'maker/model-a', owned_by: 'vllm', max_model_len: 4096 }],
    },
    models: ['maker/model-a'],
    wrongKey: [401, { error: 'Unauthorized' }],
  },
  llamacpp: {
    ...compatible('http://127.0.0.1:8080/v1', 'http://127.0.0.1:8080/'),
    wrongKey: [
      401,
      { error: { code: 401, message: 'Invalid API Key', type: 'authentication_error' } },
    ],
  },
};

/** The provider that a preset becomes, read as a setting is. */
function configFrom(id: string, { hasKey }: { hasKey: boolean }) {
  const preset = presetNamed(id)!;
  const address = enteredAddress(preset, documented[id]!.entered ?? '');
  if (!('baseUrl' in address)) throw new Error(address.problem);
  const entry = entryOf(preset, { id, baseUrl: address.baseUrl, hasKey, isWritten: false });
  const { providers, problems } = parseProviders(entry ? { [id]: entry } : {});
  expect(problems).toEqual([]);
  return providers.find((config) => config.id === id)!;
}

test('each preset is documented here, has an id of its own, and says where and when it was read', () => {
  expect(Object.keys(documented).toSorted()).toEqual(presets.map(({ id }) => id).toSorted());
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  for (const { source } of presets) {
    expect(source.page).toMatch(/^[\w.-]+\.[a-z]+\/\S+$/);
    expect(source.read).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
});

describe.each(presets)('$name', ({ id, key: usesKey, wire }) => {
  const facts = documented[id]!;
  const hasKey = usesKey !== 'none';

  test('its list is asked for where its pages say, with the key as they say', async () => {
    server = await startWireServer(plainAnswer(200, JSON.stringify(facts.list)));
    const wanted = redirected(server.url);
    const list = await listModels(configFrom(id, { hasKey }), {
      ...(hasKey && { key }),
      patienceMs,
    });
    expect(wanted).toEqual([facts.lists]);
    const [name, value] = facts.header;
    expect(server.requests[0]!.headers[name]).toBe(hasKey ? value : undefined);
    const names = list.kind === 'listed' && list.models.filter(({ answers }) => answers);
    expect(names && names.map((each) => each.id)).toEqual(facts.models);
  });

  test('a wrong key is told from other refusals, and is not shown', async () => {
    const [status, body] = facts.wrongKey;
    server = await startWireServer(plainAnswer(status, JSON.stringify(body)));
    redirected(server.url);
    const list = await listModels(configFrom(id, { hasKey }), { key, patienceMs });
    expect(list).toMatchObject({ kind: 'badKey', why: expect.stringContaining(String(status)) });
    expect(JSON.stringify(list)).not.toContain(key);
  });

  test('a model answers at the address of its pages, with the key as they say', async () => {
    const format = wires.find(({ name }) => name === wire)!;
    server = await startWireServer(
      eventStream([
        ...format.opening,
        format.text('ready'),
        ...format.closing(format.words.stop, format.plainUsage),
      ]),
    );
    const wanted = redirected(server.url);
    const provider = createProvider(configFrom(id, { hasKey }), () => key);
    const { text } = await outcomeOf(provider.stream(call, new AbortController().signal));
    expect(text).toBe('ready');
    expect(wanted).toEqual([facts.calls]);
    const [name, value] = facts.header;
    expect(server.requests[0]!.headers[name]).toBe(hasKey ? value : undefined);
  });
});

test('OpenRouter’s prices are read as USD per million tokens', async () => {
  server = await startWireServer(plainAnswer(200, JSON.stringify(documented['openrouter']!.list)));
  redirected(server.url);
  const list = await listModels(configFrom('openrouter', { hasKey: true }), { key });
  expect(list.kind === 'listed' && list.models[0]).toEqual({
    id: 'maker/model-a',
    answers: true,
    price: { input: 0.8, output: 2, cacheRead: 0.08 },
  });
});

// lidge-jun/opencodex#406, 2026-07; lidge-jun/opencodex#617, 2026-07.
test.each<[string, unknown]>([
  ['a bare array', [{ id: 'a' }, { id: 'b' }]],
  ['names alone', { data: ['a', 'b'] }],
  ['a bare array of names', ['a', 'b']],
  ['a list called models', { models: [{ name: 'a', id: '' }, { name: 'b' }] }],
  ['rows that are none', { data: [{ id: 'a' }, null, 7, { name: 3 }, { id: 'b', name: 'B' }] }],
])('%s is a list', async (_, body) => {
  server = await startWireServer(plainAnswer(200, JSON.stringify(body)));
  redirected(server.url);
  const list = await listModels(configFrom('groq', { hasKey: true }), { key });
  expect(list.kind === 'listed' && list.models.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('a window is read where a model has only a name', async () => {
  const body = { models: [{ name: 'a', context_length: 9_000 }] };
  server = await startWireServer(plainAnswer(200, JSON.stringify(body)));
  redirected(server.url);
  const list = await listModels(configFrom('groq', { hasKey: true }), { key });
  expect(list.kind === 'listed' && list.windows.get('a')).toMatchObject({ contextTokens: 9_000 });
});

test.each([
  [
    'what is written to a cache, and a fee for each request',
    { input_cache_write: '0.00000375', request: '0.012' },
    { cacheWrite: 3.75, perRequest: 0.012 },
  ],
  ['no fee', { request: '0', input_cache_write: '-1' }, {}],
])('a listed price has %s', async (_, more, facts) => {
  const pricing = { prompt: '0.000003', completion: '0.000015', ...more };
  server = await startWireServer(
    plainAnswer(200, JSON.stringify({ data: [{ id: 'a', pricing }] })),
  );
  redirected(server.url);
  const list = await listModels(configFrom('openrouter', { hasKey: true }), { key });
  expect(list.kind === 'listed' && list.models[0]?.price).toEqual({
    input: 3,
    output: 15,
    ...facts,
  });
});

test.each([
  ['a negative price', { prompt: '-1', completion: '-1' }],
  ['a number', { prompt: 3, completion: 4 }],
  ['half a price', { prompt: '0.1' }],
])('%s is no price', async (_, pricing) => {
  server = await startWireServer(
    plainAnswer(200, JSON.stringify({ data: [{ id: 'a', pricing }] })),
  );
  redirected(server.url);
  const list = await listModels(configFrom('openrouter', { hasKey: true }), { key });
  expect(list.kind === 'listed' && list.models).toEqual([{ id: 'a', answers: true }]);
});

test.each<[string, number, string, string]>([
  ['no path for lists', 404, '{}', 'noList'],
  ['a failure', 500, '{}', 'noList'],
  ['a page', 200, '<html>', 'noList'],
  ['an object of another kind', 200, '{"hello":1}', 'noList'],
  ['Ollama without a model', 200, '{"object":"list","data":null}', 'listed'],
])('%s is told apart', async (_, status, body, kind) => {
  server = await startWireServer(plainAnswer(status, body));
  redirected(server.url);
  expect(await listModels(configFrom('groq', { hasKey: true }), { key })).toMatchObject({ kind });
});

test('a server that is down is unreachable, and a list that is cancelled ends at once', async () => {
  server = await startWireServer(() => undefined);
  redirected(server.url);
  const config = configFrom('groq', { hasKey: true });
  const abort = new AbortController();
  const waiting = listModels(config, { key, signal: abort.signal, patienceMs });
  await server.asked;
  abort.abort();
  expect(await waiting).toMatchObject({ kind: 'unreachable' });
  await server.close();
  expect(await listModels(config, { key })).toMatchObject({ kind: 'unreachable' });
});
