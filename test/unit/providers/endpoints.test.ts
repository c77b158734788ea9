import { afterEach, describe, expect, test, vi } from 'vitest';
import { createProvider } from '../../../src/providers/createProvider.ts';
import { discoverModels } from '../../../src/providers/lists/discoverModels.ts';
import { parseProviders } from '../../../src/providers/parseProviders.ts';
import type { ProviderConfig } from '../../../src/providers/providerConfig.ts';
import type { ProviderError } from '../../../src/providers/providerError.ts';
import {
  eventStream,
  plainAnswer,
  startWireServer,
  type WireServer,
} from '../../support/wireServer.ts';
import { call, key, outcomeOf, type WireFormat, wires } from '../../support/wires.ts';

let server: WireServer | undefined;
afterEach(async () => {
  vi.unstubAllGlobals();
  await server?.close();
  server = undefined;
});

/** What the setting means, with the address of the server in place of SERVER. */
async function configured(entry: Readonly<Record<string, unknown>>): Promise<ProviderConfig> {
  const baseUrl = String(entry['baseUrl']).replace('SERVER', server!.url);
  const { providers, problems } = parseProviders({ mine: { ...entry, baseUrl } });
  expect(problems).toEqual([]);
  return providers.find(({ id }) => id === 'mine')!;
}

const answerOf = (wire: WireFormat) =>
  eventStream([...wire.opening, wire.text('Hello'), ...wire.closing(wire.words.stop)]);
const ask = (provider: ReturnType<typeof createProvider>) =>
  outcomeOf(provider.stream(call, new AbortController().signal));

describe.each(wires)('$name', (wire) => {
  test.each(['SERVER', 'SERVER/', 'SERVER/v1', 'SERVER/v1/', `SERVER${wire.path}`])(
    'the address %s is asked at the path of the wire',
    async (baseUrl) => {
      server = await startWireServer(answerOf(wire));
      const config = await configured({ wire: wire.name, baseUrl, auth: 'none' });
      const { text } = await ask(createProvider(config, () => undefined));
      expect(text).toBe('Hello');
      expect(server.requests.map(({ path }) => path)).toEqual([wire.path]);
    },
  );

  test('headers of one’s own go along, the secret ones from secret storage', async () => {
    server = await startWireServer(answerOf(wire));
    const headers = { 'X-Team': 'shop', 'User-Agent': 'gateway-client' };
    const config = await configured({ wire: wire.name, baseUrl: 'SERVER', headers });
    const secretHeaders = async () => ({ 'Ocp-Apim-Subscription-Key': 'canary-subscription' });
    await ask(createProvider(config, () => key, { secretHeaders }));
    expect(server.requests[0]!.headers).toMatchObject({
      [wire.keyHeader[0]]: wire.keyHeader[1],
      'content-type': 'application/json',
      'x-team': 'shop',
      'user-agent': 'gateway-client',
      'ocp-apim-subscription-key': 'canary-subscription',
    });
  });

  test('a secret header is never shown, though the server quotes it', async () => {
    const body = JSON.stringify({ error: { message: 'Who is canary-subscription?' } });
    server = await startWireServer(plainAnswer(400, body));
    const config = await configured({ wire: wire.name, baseUrl: 'SERVER', auth: 'none' });
    const secretHeaders = async () => ({ 'x-subscription': 'canary-subscription' });
    const { error } = await ask(createProvider(config, () => undefined, { secretHeaders }));
    expect((error as ProviderError).message).toBe('Who is [key]?');
  });

  test('Azure’s header carries the key', async () => {
    server = await startWireServer(answerOf(wire));
    const config = await configured({ wire: wire.name, baseUrl: 'SERVER', auth: 'api-key' });
    await ask(createProvider(config, () => key));
    expect(server.requests[0]!.headers).toMatchObject({ 'api-key': key });
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization');
  });

  test('a private server is asked over plain http only where the user says so', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => {
      throw new TypeError('fetch failed');
    });
    vi.stubGlobal('fetch', fetch);
    const base = {
      id: 'mine',
      name: 'Mine',
      wire: wire.name,
      discover: false,
      simulated: false,
      baseUrl: 'http://192.168.9.9:8000/v1',
    } as ProviderConfig;
    const kinds = await Promise.all(
      [
        { ...base, auth: 'none', plainHttp: true } as const,
        { ...base, auth: 'none' } as const,
        { ...base, auth: 'bearer', plainHttp: true } as const,
      ].map(async (config) => (await ask(createProvider(config, () => key))).error),
    );
    expect(kinds.map((error) => (error as ProviderError).kind)).toEqual([
      'unreachable',
      'badRequest',
      'badRequest',
    ]);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test('time limits of the setting hold', async () => {
    server = await startWireServer(() => {});
    const timeouts = { firstByteSeconds: 0.05 };
    const config = await configured({ wire: wire.name, baseUrl: 'SERVER', auth: 'none', timeouts });
    const { error } = await ask(createProvider(config, () => undefined));
    expect(error).toMatchObject({ kind: 'timeout' });
  });

  test('each time limit of the setting is in seconds', async () => {
    server = await startWireServer(answerOf(wire));
    const timeouts = {
      connectSeconds: 11,
      firstByteSeconds: 12,
      silenceSeconds: 13,
      totalSeconds: 14,
    };
    const config = await configured({ wire: wire.name, baseUrl: 'SERVER', auth: 'none', timeouts });
    const timer = vi.spyOn(globalThis, 'setTimeout');
    expect((await ask(createProvider(config, () => undefined))).text).toBe('Hello');
    const waits = timer.mock.calls.map(([, ms]) => ms);
    timer.mockRestore();
    expect(waits).toEqual(expect.arrayContaining([11_000, 12_000, 13_000, 14_000]));
  });
});

test.each(['openai', 'openaiCompatible'])(
  'Azure’s version stays in the address for %s',
  async (name) => {
    const wire = wires.find((each) => each.name === name)!;
    server = await startWireServer(answerOf(wire));
    const tail = name === 'openai' ? 'responses' : 'chat/completions';
    const config = await configured({
      wire: name,
      baseUrl: `SERVER/openai/deployments/d/${tail}?api-version=2026-06-01`,
      auth: 'api-key',
    });
    expect((await ask(createProvider(config, () => key))).text).toBe('Hello');
    expect(server.requests[0]!.path).toBe(`/openai/deployments/d/${tail}?api-version=2026-06-01`);
  },
);

const listed = (...ids: string[]) =>
  plainAnswer(200, JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) }));

describe('the models of a server', () => {
  const entry = { wire: 'openaiCompatible', baseUrl: 'SERVER', auth: 'none', discover: true };

  test.each([
    // mem0ai/mem0#4101, 2026: Ollama lists tags, people leave them out.
    ['qwen3:latest', 'qwen3', true],
    ['qwen3:latest', 'qwen3:latest', true],
    ['qwen3:4b', 'qwen3:4b', true],
    ['qwen3:4b', 'qwen3', false],
    // Gemini's compatible API lists names that it does not want in calls.
    ['models/gemini-x', 'gemini-x', true],
  ])('a server that lists %s has %s: %s', async (lists, name, isKnown) => {
    server = await startWireServer(listed(lists));
    const state = await discoverModels(await configured(entry));
    expect(state.state === 'ready' && state.models?.has(name)).toBe(isKnown);
  });

  test('a copy of a cloud model in Ollama is known as one that another server runs', async () => {
    const tags = JSON.stringify({
      models: [
        { name: 'mine:latest', remote_host: 'https://ollama.com:443' },
        { name: 'qwen3:4b', remote_host: '' },
      ],
    });
    server = await startWireServer((socket, request) =>
      (request.path === '/api/tags' ? plainAnswer(200, tags) : listed('mine:latest', 'qwen3:4b'))(
        socket,
        request,
      ),
    );
    expect(await discoverModels(await configured(entry))).toMatchObject({
      state: 'ready',
      forwarded: new Set(['mine:latest', 'mine']),
    });
    const keyed = await configured({ ...entry, auth: 'bearer' });
    expect(await discoverModels(keyed, { key })).not.toHaveProperty('forwarded');
  });

  test.each([
    ['bearer', 'authorization', `Bearer ${key}`],
    ['x-api-key', 'x-api-key', key],
    ['api-key', 'api-key', key],
  ])('a list that needs a key is asked for with it: %s', async (auth, name, value) => {
    server = await startWireServer((socket, request) => {
      const mayRead = request.headers[name] === value;
      return (mayRead ? listed('some-model') : plainAnswer(401, '{}'))(socket, request);
    });
    const config = await configured({ ...entry, auth });
    expect(await discoverModels(config, { key })).toEqual({
      state: 'ready',
      models: new Set(['some-model']),
    });
    expect(await discoverModels(config)).toMatchObject({ state: 'unavailable' });
  });

  test('Anthropic’s list is asked for at its own path and version', async () => {
    server = await startWireServer(listed('some-model'));
    const config = await configured({ ...entry, wire: 'anthropic', auth: 'x-api-key' });
    expect(await discoverModels(config, { key })).toMatchObject({ state: 'ready' });
    expect(server.requests[0]).toMatchObject({
      path: '/v1/models?limit=1000',
      headers: { 'x-api-key': key, 'anthropic-version': '2026-10-21' },
    });
  });

  test('headers of one’s own and the query go along', async () => {
    server = await startWireServer(listed('some-model'));
    const config = await configured({
      ...entry,
      baseUrl: 'SERVER/v1?api-version=1',
      headers: { 'x-team': 'shop' },
    });
    await discoverModels(config, { headers: { 'x-subscription': 'canary' } });
    const asked = server.requests.find(({ path }) => path === '/v1/models?api-version=1');
    expect(asked).toMatchObject({
      headers: { 'x-team': 'shop', 'x-subscription': 'canary' },
    });
  });

  test.each([
    [plainAnswer(401, '{}'), 'it refused the key'],
    [plainAnswer(403, '{}'), 'which may mean the key or the network'],
    [plainAnswer(404, '{}'), 'correct its `baseUrl`'],
    [plainAnswer(405, '{}'), 'correct its `baseUrl`'],
    [plainAnswer(500, '{}'), 'answered with status 500'],
    [plainAnswer(200, '<html>'), 'did not answer with a list'],
  ])('a server that cannot list says why: %#', async (script, words) => {
    server = await startWireServer(script);
    const state = await discoverModels(await configured(entry), { key });
    expect(state).toMatchObject({ state: 'unavailable', why: expect.stringContaining(words) });
    expect(JSON.stringify(state)).not.toContain(key);
  });

  test('a redirect is not followed with the key', async () => {
    const other = await startWireServer(listed('some-model'));
    server = await startWireServer(plainAnswer(302, '', { location: `${other.url}/v1/models` }));
    const state = await discoverModels(await configured({ ...entry, auth: 'bearer' }), { key });
    await other.close();
    expect(state).toMatchObject({ state: 'unavailable' });
    expect(other.requests).toHaveLength(0);
  });

  test('a server that is down says so', async () => {
    server = await startWireServer(listed());
    const config = await configured(entry);
    await server.close();
    expect(await discoverModels(config)).toMatchObject({
      state: 'unavailable',
      why: `nothing answers at ${server.url}`,
    });
  });
});
