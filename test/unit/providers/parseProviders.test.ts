import { expect, test } from 'vitest';
import { parseProviders } from '../../../src/providers/parseProviders.ts';
import { builtInProviders, type ProviderConfig } from '../../../src/providers/providerConfig.ts';

const read = (id: string, entry: Readonly<Record<string, unknown>>) => {
  const { providers, problems } = parseProviders({ [id]: entry });
  return {
    config: providers.find((each) => each.id === id),
    problems: problems.map(({ path, message }) => `${path.join(' › ')}: ${message}`),
  };
};
const compatible = { wire: 'openaiCompatible', auth: 'none' } as const;

// Addresses as people paste them: arbs-io/github-copilot-llm-gateway#21 and posit-dev/positron#13789, 2026;
// pssah4/vault-operator#73, 2026-08; clusterzx/paperless-ai#246, 2025-01; n4ze3m/dialoqbase#146, 2023-11.
test.each<[wire: ProviderConfig['wire'], written: string, meant: string]>([
  ['openaiCompatible', 'http://127.0.0.1:1234', 'http://127.0.0.1:1234/v1'],
  ['openaiCompatible', 'http://127.0.0.1:1234/', 'http://127.0.0.1:1234/v1'],
  ['openaiCompatible', 'http://127.0.0.1:1234/v1/', 'http://127.0.0.1:1234/v1'],
  ['openaiCompatible', 'http://127.0.0.1:1234/v1/chat/completions', 'http://127.0.0.1:1234/v1'],
  ['openaiCompatible', 'http://127.0.0.1:1234/chat/completions', 'http://127.0.0.1:1234/v1'],
  ['openaiCompatible', 'http://127.0.0.1:1234/v1/models', 'http://127.0.0.1:1234/v1'],
  ['openaiCompatible', 'https://192.168.1.9:8000', 'https://192.168.1.9:8000/v1'],
  [
    'openaiCompatible',
    'https://openrouter.ai/api/v1/chat/completions',
    'https://openrouter.ai/api/v1',
  ],
  // Some services have no version in their path, so none is added to what is not local.
  ['openaiCompatible', 'https://api.perplexity.ai', 'https://api.perplexity.ai'],
  ['openaiCompatible', 'https://api.perplexity.ai/chat/completions', 'https://api.perplexity.ai'],
  [
    'openaiCompatible',
    'https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2026-06-01',
    'https://r.openai.azure.com/openai/deployments/d?api-version=2026-06-01',
  ],
  ['openai', 'http://127.0.0.1:1234/v1/responses', 'http://127.0.0.1:1234/v1'],
  ['openai', 'https://api.openai.com/v1#here', 'https://api.openai.com/v1'],
  ['anthropic', 'https://api.anthropic.com/v1/messages', 'https://api.anthropic.com'],
  ['anthropic', 'https://api.anthropic.com/v1', 'https://api.anthropic.com'],
  ['anthropic', 'https://api.anthropic.com/v1/', 'https://api.anthropic.com'],
  ['anthropic', 'http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  [
    'anthropic',
    'https://gateway.example/anthropic/v1/messages',
    'https://gateway.example/anthropic',
  ],
])('for %s, %s means %s', (wire, baseUrl, meant) => {
  const { config, problems } = read('mine', { wire, baseUrl });
  expect(problems).toEqual([]);
  expect(config?.baseUrl).toBe(meant);
});

test.each([
  ['openaiCompatible', 'https://h/v1/messages', 'Anthropic Messages'],
  ['anthropic', 'https://h/v1/chat/completions', 'Chat Completions'],
  ['anthropic', 'https://h/v1/responses', 'OpenAI Responses'],
])('for %s, %s is an address of another wire', (wire, baseUrl, words) => {
  const { config, problems } = read('mine', { wire, baseUrl });
  expect(config).toBeUndefined();
  expect(problems[0]).toContain(`mine › baseUrl: This is an address of ${words}`);
});

// Ollama on another machine, or on the host of a container: continuedev/continue#2358 and #1911, 2024.
const atHome = [
  'http://10.0.0.5:11434/v1',
  'http://172.20.0.1:11434/v1',
  'http://192.168.7.7:11434/v1',
  'http://100.101.102.103:11434/v1',
  'http://[fd12:3456::1]:11434/v1',
  'http://host.docker.internal:11434/v1',
  'http://big-box.local:8000/v1',
  'http://big-box.lan:8000/v1',
  'http://big-box:8000/v1',
];
test.each(atHome)('%s may be asked over plain http when the user says so', (baseUrl) => {
  expect(read('mine', { ...compatible, baseUrl, plainHttp: true }).config).toMatchObject({
    baseUrl,
    plainHttp: true,
  });
});

test.each(atHome)('%s is refused otherwise, with what to write', (baseUrl) => {
  for (const entry of [
    { ...compatible, baseUrl },
    { ...compatible, baseUrl, plainHttp: false },
    { wire: 'openaiCompatible', baseUrl, plainHttp: true },
    { wire: 'openaiCompatible', auth: 'bearer', baseUrl, plainHttp: true },
  ]) {
    const { config, problems } = read('mine', entry);
    expect(config).toBeUndefined();
    expect(problems[0]).toMatch(/^mine › baseUrl: .*"auth": "none" and "plainHttp": true/);
  }
});

test.each([
  'http://169.254.169.254/v1',
  'http://[fe80::1]/v1',
  'http://metadata.google.internal/v1',
  'http://100.100.100.200/v1',
  'http://metadata/v1',
  'http://8.8.8.8/v1',
  'http://172.32.0.1/v1',
  'http://192.168.1.1.evil.example/v1',
  'http://[fd00:ec2::254]/v1',
])('%s is refused whatever the user says', (baseUrl) => {
  const { config, problems } = read('mine', { ...compatible, baseUrl, plainHttp: true });
  expect(config).toBeUndefined();
  expect(problems[0]).not.toContain('plainHttp');
});

test.each([
  ['its own override is wrong', { ollama: { baseUrl: 'http://192.168.1.20:11434/v1' } }],
  ['its override has a wrong field', { ollama: { baseurl: 'http://127.0.0.1:1/v1' } }],
  ['another entry is wrong', { mine: { wire: 'nonsense' } }],
  ['an id is wrong', { 'My Server': {} }],
])('a built-in provider stays when %s', (_, written) => {
  const { providers, problems } = parseProviders(written);
  expect(providers).toEqual(builtInProviders);
  expect(problems).not.toEqual([]);
  const isOverride = Object.keys(written)[0] === 'ollama';
  expect(problems[0]!.message.includes('the built-in provider is used')).toBe(isOverride);
});

test('headers of one’s own are kept', () => {
  const headers = { 'x-team': 'shop', 'HTTP-Referer': 'https://example.com' };
  const { config } = read('mine', { wire: 'openai', baseUrl: 'https://h/v1', headers });
  expect(config?.headers).toEqual(headers);
});

// Gateways name their keys in many ways: Azure API Management, Portkey, Cloudflare, Helicone, 2026.
test.each([
  'Authorization',
  'x-api-key',
  'api-key',
  'Ocp-Apim-Subscription-Key',
  'x-portkey-api-key',
  'cf-aig-authorization',
  'Helicone-Auth',
  'Cookie',
  'X-Auth-Token',
  'x-client-secret',
])('the header %s carries a secret, so it does not belong into settings', (name) => {
  const { config, problems } = read('mine', {
    wire: 'openai',
    baseUrl: 'https://h/v1',
    headers: { [name]: 'canary-value' },
  });
  expect(config).toBeUndefined();
  expect(problems[0]).toContain(`mine › headers › ${name}: Take this header out`);
  expect(problems[0]).toContain('Set Secret Header');
  expect(problems[0]).not.toContain('canary');
});

test.each([
  [{ 'content-type': 'text/plain' }, 'sets this header itself'],
  [{ Host: 'other.example' }, 'sets this header itself'],
  [{ 'a b': 'c' }, 'no spaces'],
  [{ 'x-a': 'line\nbreak' }, 'one line'],
  [{ 'x-a': 5 }, 'Write a text.'],
])('the headers %o are refused', (headers, words) => {
  const { config, problems } = read('mine', { wire: 'openai', baseUrl: 'https://h/v1', headers });
  expect(config).toBeUndefined();
  expect(problems[0]).toContain(words);
});

const limits = (timeouts: unknown) =>
  read('mine', { wire: 'openai', baseUrl: 'https://h/v1', timeouts } as Record<string, unknown>);

test.each([
  [{ firstByteSeconds: 900 }],
  [{ connectSeconds: 5, firstByteSeconds: 900, silenceSeconds: 900, totalSeconds: 7200 }],
  [{}],
  [{ silenceSeconds: 0.5 }],
])('the time limits %o are kept', (timeouts) => {
  expect(limits(timeouts).config?.timeouts).toEqual(timeouts);
});

test.each([
  [{ silenceSeconds: 0 }, 'more than 0'],
  [{ silenceSeconds: -1 }, 'more than 0'],
  [{ silenceSeconds: 86_401 }, 'at most 86400'],
  [{ silenceSeconds: '5' }, 'a number of seconds'],
  [{ silenceSeconds: Number.NaN }, 'a number of seconds'],
  [{ patience: 5 }, 'mine › timeouts'],
  [5, 'Write an object with `connectSeconds`'],
])('the time limits %o are refused: %s', (timeouts, words) => {
  const { config, problems } = limits(timeouts);
  expect(config).toBeUndefined();
  expect(problems[0]).toContain(words);
});

test.each(['openai', ['openai'], 5])(
  '%j is no object of providers, which is told once',
  (written) => {
    const { providers, problems } = parseProviders(written);
    expect(providers).toEqual(builtInProviders);
    expect(problems.map(({ path, message }) => [path, message.slice(0, 31)])).toEqual([
      [[], 'Write an object of providers by'],
    ]);
  },
);

test('a key in the settings is told without its value', () => {
  const { problems } = read('mine', {
    ...compatible,
    baseUrl: 'https://a.example/v1',
    apiKey: 'sk-1234',
  });
  expect(problems).toEqual([
    expect.stringMatching(/^mine › apiKey: Take this key out.*Set API Key…\.$/),
  ]);
});
