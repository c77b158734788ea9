import { afterEach, describe, expect, test, vi } from 'vitest';
import { createProvider } from '../../../src/providers/createProvider.ts';
import type { AuthScheme } from '../../../src/providers/providerConfig.ts';
import { runWire } from '../../support/runWire.ts';
import { eventStream, plainAnswer, startWireServer } from '../../support/wireServer.ts';
import { call, key, outcomeOf, prompt, providerFor, wires } from '../../support/wires.ts';

afterEach(() => vi.unstubAllEnvs());

const hostileIndexes = ['__proto__', 'constructor', 1e9, -1, '0', null];

describe.each(wires)('$name', (wire) => {
  const answer = (...events: readonly string[]) =>
    eventStream([...wire.opening, ...events, ...wire.closing(wire.words.stop, wire.fullUsage)]);

  test('an answer: text, reasoning, tool call, usage, finish', async () => {
    const tool = wire.toolCall({ id: 't1', name: 'read', pieces: ['{"pa', 'th":"a"}'] });
    const outcome = await runWire(
      wire,
      answer(wire.reasoning('Hm.'), wire.text('Hello '), wire.text('world'), ...tool),
    );
    expect(outcome.error).toBeUndefined();
    expect(outcome.text).toBe('Hello world');
    expect(outcome.parts).toContainEqual({ kind: 'reasoning', text: 'Hm.' });
    expect(outcome.parts.filter(({ kind }) => kind === 'toolCall')).toEqual([
      { kind: 'toolCall', call: { id: 't1', name: 'read', argumentsJson: '{"path":"a"}' } },
    ]);
    expect(outcome.usage).toMatchObject({
      usage: { inputTokens: 100, cacheReadTokens: 30, outputTokens: 50, reasoningTokens: 20 },
      raw: wire.fullUsage,
    });
    expect(outcome.parts.at(-1)).toMatchObject({ kind: 'finish' });
  });

  test('a request: path, key, prompt, always as a stream', async () => {
    const { requests } = await runWire(wire, answer());
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', path: wire.path });
    expect(request!.headers).toMatchObject({ [wire.keyHeader[0]]: wire.keyHeader[1] });
    expect(request!.body).toMatchObject({ model: 'some-model', stream: true });
    expect(request!.body).not.toHaveProperty('temperature');
    expect(request!.text).toContain(prompt);
  });

  test('usage without details has none', async () => {
    const events = [...wire.opening, ...wire.closing(wire.words.stop, wire.plainUsage)];
    const { usage } = await runWire(wire, eventStream(events));
    expect(usage?.usage).toEqual({ inputTokens: 7, outputTokens: 3 });
  });

  test.each([null, 'x', [], {}, 0])('usage %j is no usage', async (garbage) => {
    const [input, output] = wire.totals;
    const garbled = { [input]: garbage, [output]: garbage };
    for (const usage of [garbage, garbled]) {
      const events = [...wire.opening, ...wire.closing(wire.words.stop, usage)];
      const outcome = await runWire(wire, eventStream(events));
      expect(outcome.usage).toBeUndefined();
      expect(outcome.finish?.reason).toBe('stop');
    }
  });

  test('an unknown finish reason is an end, unless the server calls it none, and keeps the word', async () => {
    const word = 'moonrise';
    const { finish } = await runWire(wire, eventStream([...wire.opening, ...wire.closing(word)]));
    expect(finish).toEqual({
      kind: 'finish',
      reason: wire.name === 'openai' ? 'other' : 'stop',
      raw: word,
    });
  });

  test.each(hostileIndexes)('a tool call at index %j is put together', async (index) => {
    const tool = wire.toolCall({ id: 't1', name: 'read', pieces: ['{"a":', '1}'], index });
    const outcome = await runWire(wire, answer(...tool));
    expect(outcome.error).toBeUndefined();
    const call = { id: 't1', name: 'read', argumentsJson: '{"a":1}' };
    expect(outcome.parts).toContainEqual({ kind: 'toolCall', call });
  });

  test('a hostile stream changes no prototype', async () => {
    const poison = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';
    const tool = wire.toolCall({
      id: '__proto__',
      name: 'constructor',
      pieces: [`${poison}}`],
    });
    const usage = JSON.parse(`${poison},"${wire.totals[0]}":7,"${wire.totals[1]}":3}`) as unknown;
    const outcome = await runWire(
      wire,
      eventStream([...wire.opening, ...tool, ...wire.closing(wire.words.stop, usage)]),
    );
    expect(outcome.usage?.usage).toEqual({ inputTokens: 7, outputTokens: 3 });
    expect(outcome.parts.find(({ kind }) => kind === 'toolCall')).toMatchObject({
      call: { id: '__proto__', argumentsJson: `${poison}}` },
    });
    expect({}).not.toHaveProperty('polluted');
  });

  test('10,000 tool calls arrive one by one', { timeout: 30_000 }, async () => {
    const tools = Array.from({ length: 10_000 }, (_, index) =>
      wire.toolCall({ id: `t${index}`, name: 'read', pieces: ['{}'], index }).join(''),
    );
    const outcome = await runWire(wire, answer(tools.join('')));
    expect(outcome.parts.filter(({ kind }) => kind === 'toolCall')).toHaveLength(10_000);
  });

  test('the environment changes nothing', async () => {
    const other = await startWireServer(plainAnswer(500, '{}'));
    for (const name of ['OPENAI', 'ANTHROPIC']) {
      vi.stubEnv(`${name}_API_KEY`, 'canary-environment-key');
      vi.stubEnv(`${name}_ADMIN_KEY`, 'canary-environment-key');
      vi.stubEnv(`${name}_AUTH_TOKEN`, 'canary-environment-key');
      vi.stubEnv(`${name}_BASE_URL`, `${other.url}/v1`);
      vi.stubEnv(`${name}_ORG_ID`, 'canary-environment-organization');
      vi.stubEnv(`${name}_PROJECT_ID`, 'canary-environment-project');
      vi.stubEnv(
        `${name}_CUSTOM_HEADERS`,
        'x-canary: environment\nauthorization: Bearer environment',
      );
      vi.stubEnv(`${name}_LOG`, 'debug');
    }
    const logged = vi.spyOn(console, 'log').mockImplementation(() => {});
    const debugged = vi.spyOn(console, 'debug').mockImplementation(() => {});
    const { requests, error } = await runWire(wire, answer());
    await other.close();
    expect(error).toBeUndefined();
    expect(other.requests).toHaveLength(0);
    expect(JSON.stringify(requests)).not.toContain('environment');
    expect(requests[0]!.headers).toMatchObject({ [wire.keyHeader[0]]: wire.keyHeader[1] });
    expect([...logged.mock.calls, ...debugged.mock.calls]).toEqual([]);
  });

  test.each([
    ['bearer', `Bearer ${key}`, undefined],
    ['api-key', undefined, undefined],
    ['x-api-key', undefined, key],
    ['both', `Bearer ${key}`, key],
    ['none', undefined, undefined],
  ] satisfies [AuthScheme, string | undefined, string | undefined][])(
    'auth %s',
    async (auth, authorization, apiKey) => {
      const { requests, finish } = await runWire(wire, answer(), { auth });
      expect(finish).toBeDefined();
      expect(requests[0]!.headers['authorization']).toBe(authorization);
      expect(requests[0]!.headers['x-api-key']).toBe(apiKey);
    },
  );

  test.each([undefined, '', '  \n'])('the key %j is none: no socket is opened', async (missing) => {
    const { error, requests } = await runWire(wire, answer(), { key: () => missing });
    expect(error).toMatchObject({ kind: 'noKey', retryable: false });
    expect(requests).toHaveLength(0);
  });

  test('a provider with a display name is called by it', async () => {
    const { error } = await runWire(wire, answer(), { name: 'My Server', key: () => '' });
    expect(error).toMatchObject({
      provider: 'My Server',
      message: 'No API key is set for My Server.',
    });
  });

  test('a key is sent without surrounding spaces', async () => {
    const { requests } = await runWire(wire, answer(), { key: () => `  ${key}\n` });
    expect(requests[0]!.headers).toMatchObject({ [wire.keyHeader[0]]: wire.keyHeader[1] });
  });

  test('a key that no header can hold is refused without showing it', async () => {
    const { error, requests } = await runWire(wire, answer(), { key: () => 'canary\nkey: “x”' });
    expect(error).toMatchObject({ kind: 'badKey' });
    expect(String(error)).not.toContain('canary');
    expect(requests).toHaveLength(0);
  });

  test('a key is asked for each time and may come later', async () => {
    const keys = ['first-key', 'second-key'];
    const server = await startWireServer(answer());
    const provider = providerFor(wire, server.url, { key: async () => keys.shift() });
    for (const expected of ['first-key', 'second-key']) {
      await outcomeOf(provider.stream(call, new AbortController().signal));
      expect(JSON.stringify(server.requests.at(-1)!.headers)).toContain(expected);
    }
    await server.close();
  });

  test('an address that is not allowed is never asked', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    const provider = providerFor(wire, 'http://169.254.169.254', { fetch });
    const { error } = await outcomeOf(provider.stream(call, new AbortController().signal));
    expect(error).toMatchObject({ kind: 'badRequest', retryable: false });
    expect(fetch).not.toHaveBeenCalled();
  });

  test('a server that is down is named with its cause', async () => {
    const server = await startWireServer(answer());
    await server.close();
    const provider = providerFor(wire, server.url);
    const { error } = await outcomeOf(provider.stream(call, new AbortController().signal));
    expect(error).toMatchObject({
      kind: 'unreachable',
      retryable: true,
      message: `Cannot reach ${server.url} (ECONNREFUSED).`,
    });
  });

  test.each([
    ['ENOTFOUND', 'unreachable', true],
    ['ETIMEDOUT', 'unreachable', true],
    ['CERT_HAS_EXPIRED', 'certificate', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate', false],
  ])(
    'a connection that fails with %s is %s; another try may help: %s',
    async (code, kind, retryable) => {
      const cause = Object.assign(new Error(`Connection timed out ${key}`), { code });
      const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
      const { error } = await runWire(wire, answer(), { fetch });
      expect(error).toMatchObject({ kind, retryable });
      expect((error as Error).message).toContain(code);
      expect((error as Error).message).not.toContain(key);
    },
  );

  test('calls at the same time do not mix', async () => {
    const server = await startWireServer((socket, { text }) => {
      const name = /name-\d+/.exec(text)![0];
      return answer(wire.text(`${name} `), wire.text(name))(socket, server.requests[0]!);
    });
    const provider = providerFor(wire, server.url);
    const texts = await Promise.all(
      Array.from({ length: 20 }, async (_, number) => {
        const asked = { ...call, system: `name-${number}` };
        return (await outcomeOf(provider.stream(asked, new AbortController().signal))).text;
      }),
    );
    await server.close();
    expect(texts).toEqual(texts.map((_, number) => `name-${number} name-${number}`));
  });

  test('a configured provider speaks its wire', async () => {
    const server = await startWireServer(answer(wire.text('Hello')));
    const config = {
      id: 'mine',
      name: 'Mine',
      wire: wire.name as 'anthropic' | 'openai' | 'openaiCompatible',
      baseUrl: `${server.url}${wire.basePath}`,
      auth: 'none',
      discover: false,
      simulated: false,
    } as const;
    const provider = createProvider(config, () => undefined);
    const outcome = await outcomeOf(provider.stream(call, new AbortController().signal));
    await server.close();
    expect(provider.id).toBe('mine');
    expect(outcome.text).toBe('Hello');
    expect(server.requests[0]!.path).toBe(wire.path);
  });
});
