import { expect, test } from 'vitest';
import { parseProviders } from '../../../../src/providers/parseProviders.ts';
import { enteredAddress } from '../../../../src/providers/presets/address.ts';
import { entryOf, freeId, providersOf } from '../../../../src/providers/presets/entries.ts';
import { presetNamed } from '../../../../src/providers/presets/presets.ts';
import { providerFacts } from '../../../../src/providers/providerFacts.ts';
import { runsHere } from '../../../../src/providers/runsHere.ts';

const preset = (id: string) => presetNamed(id)!;

test.each([
  ['azure', 'contoso', 'https://contoso.openai.azure.com/openai/v1'],
  ['azure', ' contoso ', 'https://contoso.openai.azure.com/openai/v1'],
  [
    'azure',
    'https://c.services.ai.azure.com/openai/v1/chat/completions',
    'https://c.services.ai.azure.com/openai/v1',
  ],
  ['bedrock', 'eu-west-1', 'https://bedrock-runtime.eu-west-1.amazonaws.com/openai/v1'],
  ['litellm', 'http://localhost:4000', 'http://localhost:4000/v1'],
  ['ollama', 'http://gpu.lan:11434', 'http://gpu.lan:11434/v1'],
  // Without a scheme, without the path that all of the kind have, and with that of the server's own API.
  ['ollama', 'localhost:11434', 'http://localhost:11434/v1'],
  ['ollama', '192.168.1.5:11434', 'http://192.168.1.5:11434/v1'],
  ['ollama', '[::1]:11434', 'http://[::1]:11434/v1'],
  ['ollama', 'http://localhost:11434/api/chat', 'http://localhost:11434/v1'],
  ['ollama', 'https://ollama.example.com', 'https://ollama.example.com/v1'],
  ['litellm', 'gateway.example.com/v1', 'https://gateway.example.com/v1'],
  ['azure', 'https://contoso.openai.azure.com/', 'https://contoso.openai.azure.com/openai/v1'],
  ['server', 'http://localhost:3000/api', 'http://localhost:3000/api'],
])('%s: what is entered as %s becomes %s', (id, entered, baseUrl) => {
  expect(enteredAddress(preset(id), entered)).toMatchObject({ baseUrl });
});

test.each([
  ['azure', '', /name of your resource/],
  ['azure', 'evil.com/x', /name of your resource/],
  ['azure', 'a.b@c', /name of your resource/],
  ['azure', 'http://contoso.openai.azure.com', /https/],
  ['bedrock', 'eu west', /name of your region/],
  ['litellm', 'my gateway', /complete address/],
  ['ollama', 'http://0.0.0.0:11434', /127\.0\.0\.1/],
  ['litellm', 'http://gateway.example.com', /https/],
  ['litellm', 'https://user:secret@gateway.example.com', /user name/],
  ['litellm', 'https://gateway.example.com/v1?api_key=secret', /Remove `api_key`/],
  ['vllm', 'http://169.254.169.254/v1', /link-local/],
  ['litellm', 'https://gateway.example.com/v1/messages', /Anthropic Messages/],
])('%s refuses %s', (id, entered, problem) => {
  expect(enteredAddress(preset(id), entered)).toEqual({
    problem: expect.stringMatching(problem),
  });
});

test('plain http in one’s own network is told apart from this computer', () => {
  expect(enteredAddress(preset('vllm'), 'http://gpu.lan:8000')).toMatchObject({ isPlain: true });
  expect(enteredAddress(preset('vllm'), 'http://127.0.0.1:8000')).toMatchObject({ isPlain: false });
});

function config(id: string, baseUrl: string, hasKey: boolean) {
  const entry = entryOf(preset(id), { id, baseUrl, hasKey, isWritten: true });
  const { providers, problems } = parseProviders({ [id]: entry });
  expect(problems).toEqual([]);
  return providers.find((each) => each.id === id)!;
}

test('a local server runs models here and costs nothing; a gateway does neither', () => {
  const local = config('lmstudio', 'http://127.0.0.1:1234/v1', false);
  expect(runsHere(local)).toBe(true);
  expect(providerFacts(local, { state: 'ready' }, [])).toMatchObject({
    isLocal: true,
    isFree: true,
  });
  const gateway = config('litellm', 'http://127.0.0.1:4000/v1', false);
  expect(providerFacts(gateway, { state: 'ready' }, [])).toEqual({
    name: 'LiteLLM proxy',
    simulated: false,
    state: { state: 'ready' },
  });
});

test('a server in one’s own network is asked over http only without a key', () => {
  expect(config('vllm', 'http://gpu.lan:8000/v1', false)).toMatchObject({
    auth: 'none',
    plainHttp: true,
  });
  const entered = { id: 'vllm', baseUrl: 'http://gpu.lan:8000/v1', isWritten: false };
  const entry = entryOf(preset('vllm'), { ...entered, hasKey: true });
  expect(parseProviders({ vllm: entry }).problems).toHaveLength(1);
});

test.each([
  ['anthropic', 'https://api.anthropic.com', true],
  ['openai', 'https://api.openai.com/v1', true],
  ['ollama', 'http://127.0.0.1:11434/v1', false],
])('%s, as it is built in, needs no entry unless there is one', (id, baseUrl, hasKey) => {
  expect(entryOf(preset(id), { id, baseUrl, hasKey, isWritten: false })).toBeUndefined();
  expect(entryOf(preset(id), { id, baseUrl, hasKey, isWritten: true })).toMatchObject({ baseUrl });
});

test('a preset finds its servers, also one that the user described by hand', () => {
  const { providers } = parseProviders({
    router: { wire: 'openaiCompatible', baseUrl: 'https://openrouter.ai/api/v1' },
    'azure-contoso': {
      wire: 'openaiCompatible',
      baseUrl: 'https://contoso.openai.azure.com/openai/v1',
    },
    azureish: { wire: 'openaiCompatible', baseUrl: 'https://example.com/v1' },
  });
  const found = (id: string) => providersOf(preset(id), providers).map((each) => each.id);
  expect(found('openrouter')).toEqual(['router']);
  expect(found('azure')).toEqual(['azure-contoso']);
  expect(found('ollama')).toEqual(['ollama']);
  expect(found('groq')).toEqual([]);
});

test.each([
  [[], 'https://contoso.openai.azure.com/openai/v1', 'azure'],
  [['azure'], 'https://contoso.openai.azure.com/openai/v1', 'azure-contoso'],
  [['azure', 'azure-contoso'], 'https://contoso.openai.azure.com/openai/v1', 'azure-2'],
  [['azure'], 'https://10.0.0.1/v1', 'azure-2'],
  [['azure', 'azure-2'], 'https://10.0.0.1/v1', 'azure-3'],
])('beside %j, the server at %s is named %s', (taken, baseUrl, id) => {
  expect(freeId(preset('azure'), baseUrl, taken)).toBe(id);
});
