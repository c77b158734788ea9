import { parse as parseYaml } from 'yaml';
import { describe, expect, test } from 'vitest';
import { importChatLanguageModels } from '../../../../src/providers/imports/chatLanguageModels.ts';
import type { ImportedProviders } from '../../../../src/providers/imports/imported.ts';
import { importLitellm } from '../../../../src/providers/imports/litellm.ts';
import { parseProviders } from '../../../../src/providers/parseProviders.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';

const builtIn = new Set(['anthropic', 'openai', 'ollama']);

/** As an object, after the check that settings with it are read without a problem. */
function sound({ providers, models, needKey, notImported }: ImportedProviders) {
  expect(parseProviders(Object.fromEntries(providers)).problems).toEqual([]);
  expect(parseModels(Object.fromEntries(models)).problems).toEqual([]);
  return {
    providers: Object.fromEntries(providers),
    models: Object.fromEntries(models),
    needKey: [...needKey],
    left: notImported.map(({ where }) => where),
    why: notImported.map(({ why }) => why).join('\n'),
  };
}

describe('chatLanguageModels.json of VS Code', () => {
  const imported = (value: unknown) => sound(importChatLanguageModels(value, builtIn));

  test('an endpoint’s models become a provider for each wire and address', () => {
    const found = imported([
      {
        name: 'My Gateway',
        vendor: 'customendpoint',
        apiKey: '${input:chat.lm.secret.-4711}',
        models: [
          {
            id: 'maker/a',
            name: 'A',
            url: 'https://gateway.example/v1/chat/completions',
            apiType: 'chat-completions',
            toolCalling: true,
            vision: false,
            maxInputTokens: 100_000,
            maxOutputTokens: 28_000,
          },
          { id: 'b', url: 'https://gateway.example/v1/messages', apiType: 'messages' },
          { id: 'c', url: 'https://gateway.example/v1/responses' },
        ],
      },
    ]);
    expect(found.providers).toEqual({
      'my-gateway': {
        name: 'My Gateway',
        wire: 'openaiCompatible',
        baseUrl: 'https://gateway.example/v1',
      },
      'my-gateway-2': {
        name: 'My Gateway',
        wire: 'anthropic',
        baseUrl: 'https://gateway.example',
      },
      'my-gateway-3': {
        name: 'My Gateway',
        wire: 'openai',
        baseUrl: 'https://gateway.example/v1',
      },
    });
    expect(found.models['my-gateway/maker/a']).toEqual({
      name: 'A',
      contextTokens: 128_000,
      maxOutputTokens: 28_000,
      capabilities: { tools: true, images: false },
    });
    expect(found.needKey).toEqual(['my-gateway', 'my-gateway-2', 'my-gateway-3']);
    expect(JSON.stringify(found)).not.toContain('4711');
  });

  test('a server without a key needs none, and one in the network is asked over http', () => {
    const { providers, needKey } = imported([
      {
        name: 'llama',
        vendor: 'customendpoint',
        apiType: 'chat-completions',
        models: [{ id: 'm', url: 'http://10.10.10.134:8080' }],
      },
    ]);
    expect(providers).toEqual({
      llama: {
        name: 'llama',
        wire: 'openaiCompatible',
        baseUrl: 'http://10.10.10.134:8080/v1',
        auth: 'none',
        plainHttp: true,
      },
    });
    expect(needKey).toEqual([]);
  });

  test('groups of known vendors become their presets; what is built in needs no entry', () => {
    const found = imported([
      { vendor: 'openai', name: 'OpenAI', apiKey: 'sk-1' },
      { vendor: 'xai', name: 'xAI', apiKey: 'xai-1' },
      { vendor: 'ollama', name: 'Ollama', url: 'http://localhost:11434' },
      { vendor: 'ollama', name: 'Box', url: 'http://gpu.lan:11434' },
    ]);
    expect(Object.keys(found.providers)).toEqual(['xai', 'ollama-server']);
    expect(found.needKey).toEqual(['openai', 'xai']);
    expect(JSON.stringify(found)).not.toMatch(/sk-1|xai-1/);
  });

  test.each([
    [
      'caches, which cost more to write for an hour',
      {
        input_cost_per_token: 3e-6,
        output_cost_per_token: 15e-6,
        cache_read_input_token_cost: 0.3e-6,
        cache_creation_input_token_cost: 3.75e-6,
        cache_creation_input_token_cost_above_1hr: 6e-6,
      },
      { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWriteLong: 6 },
    ],
    [
      'long prompts, for the whole request; what is not said of them is what short ones cost',
      {
        input_cost_per_token: 1.25e-6,
        output_cost_per_token: 10e-6,
        cache_read_input_token_cost: 0.125e-6,
        input_cost_per_token_above_200k_tokens: 2.5e-6,
        cache_read_input_token_cost_above_200k_tokens: 0.25e-6,
        output_cost_per_token_above_400k_tokens: 15e-6,
      },
      {
        input: 1.25,
        output: 10,
        cacheRead: 0.125,
        above: [
          { inputTokens: 200_000, input: 2.5, output: 10, cacheRead: 0.25 },
          { inputTokens: 400_000, input: 1.25, output: 15 },
        ],
      },
    ],
    [
      'service tiers, each with its own steps',
      {
        input_cost_per_token: 2e-6,
        output_cost_per_token: 8e-6,
        input_cost_per_token_priority: 3.5e-6,
        output_cost_per_token_priority: 14e-6,
        input_cost_per_token_above_272k_tokens: 4e-6,
        input_cost_per_token_above_272k_tokens_priority: 7e-6,
        input_cost_per_token_batches: 1e-6,
        output_cost_per_token_batches: 4e-6,
        output_cost_per_token_flex: 4e-6,
      },
      {
        input: 2,
        output: 8,
        above: [{ inputTokens: 272_000, input: 4, output: 8 }],
        tiers: {
          batch: { input: 1, output: 4 },
          priority: {
            input: 3.5,
            output: 14,
            above: [{ inputTokens: 272_000, input: 7, output: 14 }],
          },
        },
      },
    ],
    [
      'hours of less use',
      {
        input_cost_per_token: 0.44e-6,
        output_cost_per_token: 1.32e-6,
        off_peak_pricing: {
          hours_utc: ['10:00-01:00', '04:00-06:00'],
          input_cost_per_token: 0.22e-6,
          output_cost_per_token: 0.66e-6,
          cache_read_input_token_cost: 0.007e-6,
        },
      },
      {
        input: 0.44,
        output: 1.32,
        tiers: { 'off-peak': { input: 0.22, output: 0.66, cacheRead: 0.007 } },
        hours: { 'off-peak': ['10:00-01:00', '04:00-06:00'] },
      },
    ],
    [
      'texts instead of numbers',
      { input_cost_per_token: '8e-7', output_cost_per_token: '0.000004' },
      { input: 0.8, output: 4 },
    ],
  ])('a price with %s', (_, costs, price) => {
    const imported = (place: 'litellm_params' | 'model_info') => {
      const params = { model: 'groq/m', ...(place === 'litellm_params' && costs) };
      const item = { litellm_params: params, ...(place === 'model_info' && { model_info: costs }) };
      const options = { taken: builtIn, file: 'config.yaml', today: '2026-11-30' };
      return sound(importLitellm({ model_list: [item] }, options)).models;
    };
    const prices = [{ from: '2026-11-30', source: 'config.yaml', ...price }];
    expect(imported('model_info')).toEqual({ 'groq/m': { prices } });
    expect(imported('litellm_params')).toEqual({ 'groq/m': { prices } });
  });

  test.each([
    ['no output', { input_cost_per_token: 1e-6 }],
    ['a cost below zero', { input_cost_per_token: -1e-6, output_cost_per_token: 1e-6 }],
    ['a cost by the second', { input_cost_per_second: 0.001 }],
    [
      'hours that cannot be read',
      {
        input_cost_per_token: 1e-6,
        output_cost_per_token: 1e-6,
        off_peak_pricing: { hours_utc: 'at night', input_cost_per_token: 1e-6 },
      },
    ],
  ])('no price from %s', (_, model_info) => {
    const item = { litellm_params: { model: 'groq/m' }, model_info };
    const options = { taken: builtIn, file: 'config.yaml', today: '2026-11-30' };
    expect(sound(importLitellm({ model_list: [item] }, options)).models).toEqual({ 'groq/m': {} });
  });

  test('what cannot be imported is named with the reason', () => {
    const found = imported([
      { vendor: 'copilot', name: 'Copilot' },
      { vendor: 'acme', name: 'Acme' },
      {
        vendor: 'customendpoint',
        name: 'G',
        settings: { m: { reasoningEffort: 'low' } },
        models: [
          { name: 'no id' },
          { id: 'm', url: 'not an address' },
          { id: 'n', url: 'https://g.example/v1', apiType: 'telepathy' },
          {
            id: 'o',
            url: 'https://g.example/v1',
            requestHeaders: { authorization: 'Bearer canary', 'x-team': 'shop' },
          },
        ],
      },
      { vendor: 'customendpoint', name: 'Empty' },
      7,
    ]);
    expect(found.left).toEqual([
      'Copilot',
      'Acme',
      'G › settings',
      'G › a model',
      'G › m',
      'G › n',
      'G › o › authorization',
      'Empty',
      'a group',
    ]);
    expect(found.why).toContain('`vscode/copilot/<family>`');
    expect(found.providers['g']).toMatchObject({ headers: { 'x-team': 'shop' } });
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  test('a name that is taken is not overwritten', () => {
    const group = {
      vendor: 'customendpoint',
      name: 'OpenAI',
      models: [{ id: 'm', url: 'https://g.example/v1' }],
    };
    expect(Object.keys(imported([group]).providers)).toEqual(['openai-2']);
  });

  test.each([[{}], [null], ['text'], [[null]], [[{ models: [null, 3] }]]])(
    'anything else is no list: %j',
    (value) => {
      const found = imported(value);
      expect(found.providers).toEqual({});
      expect(found.left.length).toBeGreaterThan(0);
    },
  );
});

describe('config.yaml of LiteLLM', () => {
  const imported = (yaml: string) =>
    sound(
      importLitellm(parseYaml(yaml), { taken: builtIn, file: 'config.yaml', today: '2026-11-30' }),
    );

  test('models go to the providers that they come from, with their prices and limits', () => {
    const found = imported(`
model_list:
  - model_name: quick
    litellm_params: { model: groq/maker/quick, api_key: os.environ/GROQ_API_KEY }
    model_info:
      input_cost_per_token: 0.0000008
      output_cost_per_token: 0.000002
      max_input_tokens: 131072
      supports_function_calling: true
  - model_name: strong
    litellm_params: { model: anthropic/claude-x, api_key: sk-canary }
  - model_name: eu
    litellm_params:
      model: azure/gpt-eu
      api_base: https://contoso.openai.azure.com/
      api_key: os.environ/AZURE_KEY
  - model_name: own
    litellm_params: { model: hosted_vllm/maker/own, api_base: http://gpu.lan:8000/v1 }
  - model_name: other
    litellm_params: { model: openai/served, api_base: https://served.example/v1, api_key: x }
`);
    expect(found.models).toEqual({
      'groq/maker/quick': {
        contextTokens: 131_072,
        capabilities: { tools: true },
        prices: [{ from: '2026-11-30', source: 'config.yaml', input: 0.8, output: 2 }],
      },
      'anthropic/claude-x': {},
      'azure-contoso/gpt-eu': {},
      'vllm-gpu/maker/own': {},
      'openai-served/served': {},
    });
    expect(found.providers).toMatchObject({
      groq: { baseUrl: 'https://api.groq.com/openai/v1' },
      'azure-contoso': { baseUrl: 'https://contoso.openai.azure.com/openai/v1', auth: 'api-key' },
      'vllm-gpu': { auth: 'none', plainHttp: true, discover: true },
      'openai-served': { wire: 'openaiCompatible' },
    });
    expect(found.needKey).toEqual(['groq', 'anthropic', 'azure-contoso', 'openai-served']);
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  test('what cannot be imported is named with the reason', () => {
    const found = imported(`
model_list:
  - { model_name: all, litellm_params: { model: 'openai/*' } }
  - { model_name: claude, litellm_params: { model: bedrock/anthropic.claude } }
  - { model_name: vec, litellm_params: { model: openai/embed }, model_info: { mode: embedding } }
  - { model_name: hidden, litellm_params: { model: openai/x, api_base: os.environ/BASE } }
  - { model_name: far, litellm_params: { model: openai/x, api_base: 'http://far.example/v1', api_key: k } }
  - { model_name: nowhere, litellm_params: { model: azure/x, api_key: k } }
  - {}
router_settings: { routing_strategy: least-busy }
general_settings: { master_key: sk-canary }
`);
    expect(found.left).toEqual([
      'all',
      'claude',
      'vec',
      'hidden',
      'far',
      'nowhere',
      'a model',
      'router_settings, general_settings',
    ]);
    expect(found.why).toContain('`litellm/claude`');
    expect(found.models).toEqual({});
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  test.each(['[]', 'text', 'a: 1', 'model_list: {}', 'model_list: [3, null]'])(
    'anything else is no list: %s',
    (yaml) => {
      const found = imported(yaml);
      expect(found.providers).toEqual({});
      expect(found.left.length).toBeGreaterThan(0);
    },
  );
});

describe('files that are not as they were meant', () => {
  const options = { taken: builtIn, file: 'config.yaml', today: '2026-11-30' };
  const litellm = (item: object) => {
    const model_list = [{ model_name: 'mine', ...item }];
    return sound(importLitellm({ model_list }, options));
  };

  test.each<[string, object, RegExp]>([
    [
      'a port for an address',
      { litellm_params: { model: 'openai/x', api_base: 8080 } },
      /no address: 8080/,
    ],
    [
      'a model of the environment',
      { litellm_params: { model: 'os.environ/M' } },
      /in the environment \(os\.environ\/M\)/,
    ],
    ['a model in the wrong place', { model: 'openai/x' }, /write `model` in `litellm_params`/],
  ])('%s is told, and nothing is asked in its place', (_, item, why) => {
    const found = litellm(item);
    expect([found.models, found.left]).toEqual([{}, ['mine']]);
    expect(found.why).toMatch(why);
  });

  test('a misspelt list is told with its name', () => {
    const found = sound(importLitellm({ models_list: [] }, options));
    expect(found.why).toContain('Rename `models_list`, if it is meant.');
  });

  test('costs are read from both places, and as texts', () => {
    const prices = [{ from: '2026-11-30', source: 'config.yaml', input: 1, output: 4 }];
    const costs = { input_cost_per_token: '1e-6', output_cost_per_token: 0.000004 };
    const params = { model: ' openai/x ' };
    expect(litellm({ litellm_params: { ...params, ...costs } }).models).toEqual({
      'openai/x': { prices },
    });
    expect(litellm({ litellm_params: params, model_info: costs }).models).toEqual({
      'openai/x': { prices },
    });
  });

  test('costs per million are no prices per token, which is told', () => {
    const model_info = { input_cost_per_token: 3, output_cost_per_token: 15, max_output_tokens: 8 };
    const found = litellm({ litellm_params: { model: 'openai/x' }, model_info });
    expect(found.models).toEqual({ 'openai/x': { maxOutputTokens: 8 } });
    expect(found.left).toEqual(['mine › input_cost_per_token']);
  });

  test('VS Code’s file with an address without https:// or with no group is told', () => {
    const models = [{ id: 'x', url: 'localhost:1234' }];
    const group = { vendor: 'customendpoint', name: 'Home', models };
    const found = sound(importChatLanguageModels([group, null], builtIn));
    expect(found.left).toEqual(['Home › x', 'a group']);
    expect(found.why).toContain('Its address “localhost:1234” is not taken.');
    expect(sound(importChatLanguageModels([], builtIn)).why).toBe('Its list of groups is empty.');
  });
});
