import { describe, expect, test } from 'vitest';
import { importAny, isKnownText } from '../../../../src/providers/imports/importAny.ts';
import { parseProviders } from '../../../../src/providers/parseProviders.ts';
import { parseModels } from '../../../../src/routing/models/parseModels.ts';

const taken = new Set(['anthropic', 'openai', 'ollama']);
const canary = 'sk-canary-9921';

/** What becomes of a file; each model with the address that it would be asked at. */
function imported(value: unknown, text = JSON.stringify(value)) {
  const found = importAny({ text, value }, { taken, file: 'file', today: '2026-11-30' });
  const { providers, problems } = parseProviders(Object.fromEntries(found.providers));
  expect(problems).toEqual([]);
  const models = Object.fromEntries(found.models);
  expect(parseModels(models).problems).toEqual([]);
  const baseUrl = (id: string) => providers.find((each) => each.id === id)?.baseUrl;
  const all = JSON.stringify([...found.providers, models, found.notImported]);
  expect(all).not.toContain(canary);
  return {
    providers: Object.fromEntries(found.providers),
    models,
    asked: Object.keys(models).map((reference) => {
      const slash = reference.indexOf('/');
      return `${baseUrl(reference.slice(0, slash))} ${reference.slice(slash + 1)}`;
    }),
    needKey: [...found.needKey],
    left: found.notImported.map(({ where }) => where),
    why: found.notImported.map(({ why }) => why).join('\n'),
  };
}

test('Continue: models that answer, with their addresses and limits', () => {
  const found = imported({
    name: 'mine',
    schema: 'v1',
    models: [
      {
        name: 'Own',
        provider: 'openai',
        model: 'm',
        apiBase: 'https://gate.example/v1/',
        apiKey: canary,
        requestOptions: { headers: { 'x-team': 'shop', 'x-auth-token': canary } },
        defaultCompletionOptions: { contextLength: 32_768, maxTokens: 4096 },
        capabilities: ['tool_use'],
      },
      { title: 'Grok', provider: 'xAI', model: 'grok-x', apiKey: '${{ secrets.XAI }}' },
      { name: 'Box', provider: 'ollama', model: 'q:8b', apiBase: 'http://192.168.1.5:11434' },
      {
        name: 'Cloud',
        provider: 'azure',
        model: 'x',
        apiBase: 'https://co.openai.azure.com',
        env: { deployment: 'dep' },
      },
      { name: 'Tab', provider: 'ollama', model: 'small', roles: ['autocomplete'] },
      { name: 'Any', provider: 'ollama', model: 'AUTODETECT' },
      { uses: 'maker/block' },
      { name: 'Odd', provider: 'bedrock', model: 'x' },
    ],
    rules: [],
  });
  expect(found.asked).toEqual([
    'https://gate.example/v1 m',
    'https://api.x.ai/v1 grok-x',
    'http://192.168.1.5:11434/v1 q:8b',
    'https://co.openai.azure.com/openai/v1 dep',
  ]);
  expect(found.models['openai-gate/m']).toEqual({
    contextTokens: 32_768,
    maxOutputTokens: 4096,
    capabilities: { tools: true },
  });
  expect(found.providers['openai-gate']).toMatchObject({ headers: { 'x-team': 'shop' } });
  expect(found.providers['ollama-192']).toMatchObject({ auth: 'none', plainHttp: true });
  expect(found.needKey).toEqual(['openai-gate', 'xai', 'azure-co']);
  expect(found.left).toEqual(['Own › x-auth-token', 'Tab', 'Any', 'maker/block', 'Odd', 'rules']);
});

test('opencode: each SDK has its wire, and costs are prices unless they are all zero', () => {
  const found = imported({
    $schema: 'https://opencode.ai/config.json',
    model: 'anthropic/claude-x',
    small_model: 'gate/a/b',
    provider: {
      gate: {
        npm: '@ai-sdk/openai-compatible',
        name: 'Gate',
        options: { baseURL: 'https://gate.example/v1', apiKey: '{env:GATE}' },
        models: {
          'a/b': {
            name: 'AB',
            limit: { context: 128_000, output: 8192 },
            cost: { input: 1, output: 4, cache_read: 0.1 },
            tool_call: true,
          },
          alias: { id: 'real', cost: { input: 0, output: 0 } },
        },
      },
      claude: {
        npm: '@ai-sdk/anthropic',
        options: { baseURL: 'https://gate.example/anthropic/v1' },
        models: { c: {} },
      },
      local: {
        npm: '@ai-sdk/openai-compatible',
        options: { baseURL: 'http://127.0.0.1:9999/v1' },
        models: { l: {} },
      },
      hidden: { options: { baseURL: '{env:BASE}' }, models: { h: {} } },
      empty: {},
    },
    agent: { plan: { model: 'groq/p' }, build: { model: 'github-copilot/b' }, other: {} },
    mcp: {},
  });
  expect(found.models).toEqual({
    'gate/a/b': {
      name: 'AB',
      contextTokens: 128_000,
      maxOutputTokens: 8192,
      capabilities: { tools: true },
      prices: [{ from: '2026-11-30', source: 'file', input: 1, output: 4, cacheRead: 0.1 }],
    },
    'gate/real': {},
    'claude/c': {},
    'local/l': {},
    'anthropic/claude-x': {},
    'groq/p': {},
  });
  expect(found.providers['claude']).toEqual({
    name: 'claude',
    wire: 'anthropic',
    baseUrl: 'https://gate.example/anthropic',
  });
  // Its keys may be elsewhere: a server of the internet wants one, one of this computer does not.
  expect(found.needKey).toEqual(['gate', 'claude', 'anthropic', 'groq']);
  expect(found.left).toEqual(['hidden › h', 'empty', 'github-copilot › b', 'agent, mcp']);
  expect(found.why).toContain('`vscode/copilot/<family>`');
});

test('Claude Code Router: the address of a call is the preset’s, or a server of one’s own', () => {
  const found = imported({
    Providers: [
      {
        name: 'openrouter',
        api_base_url: 'https://openrouter.ai/api/v1/chat/completions',
        api_key: canary,
        models: ['maker/a'],
      },
      {
        name: 'gemini',
        api_base_url: 'https://generativelanguage.googleapis.com/v1beta/models/',
        api_key: canary,
        models: ['gemini-x'],
      },
      // Another path of a preset's host is another service.
      {
        name: 'plan',
        api_base_url: 'https://api.z.ai/api/coding/paas/v4/chat/completions',
        api_key: canary,
        models: ['glm'],
      },
      {
        name: 'claude',
        api_base_url: 'https://gate.example/v1/messages',
        api_key: canary,
        models: ['c'],
      },
      { name: 'empty', api_base_url: 'https://gate.example/v1' },
    ],
    Router: { default: 'openrouter,maker/a' },
  });
  expect(found.asked).toEqual([
    'https://openrouter.ai/api/v1 maker/a',
    'https://generativelanguage.googleapis.com/v1beta/openai gemini-x',
    'https://api.z.ai/api/coding/paas/v4 glm',
    'https://gate.example c',
  ]);
  expect(found.needKey).toEqual(['openrouter', 'gemini', 'plan', 'claude']);
  expect(found.left).toEqual(['empty', 'Router']);
});

test('Roo Code and Kilo Code: each profile’s own provider, without the keys in the export', () => {
  const found = imported({
    providerProfiles: {
      apiConfigs: {
        'My Gate': {
          apiProvider: 'openai',
          openAiBaseUrl: 'https://gate.example/v1',
          openAiApiKey: canary,
          openAiModelId: 'm',
          openRouterModelId: 'used/before',
          openAiCustomModelInfo: { contextWindow: 64_000, inputPrice: 1, outputPrice: 2 },
        },
        native: { apiProvider: 'openai-native', apiModelId: 'gpt-x', openAiNativeApiKey: canary },
        box: { apiProvider: 'ollama', ollamaModelId: 'q', ollamaBaseUrl: 'http://gpu.lan:11434' },
        copilot: { apiProvider: 'vscode-lm', vsCodeLmModelSelector: { family: 'gpt' } },
        none: { apiProvider: 'anthropic', apiKey: canary },
      },
    },
    globalSettings: {},
  });
  expect(found.asked).toEqual([
    'https://gate.example/v1 m',
    'https://api.openai.com/v1 gpt-x',
    'http://gpu.lan:11434/v1 q',
  ]);
  expect(found.models['my-gate/m']).toMatchObject({
    contextTokens: 64_000,
    prices: [{ input: 1, output: 2 }],
  });
  expect(found.left).toEqual(['copilot', 'none', 'globalSettings']);
  expect(found.why).toContain('`vscode/copilot/<family>`');
});

test('Cline: the one profile at the top of its file', () => {
  const found = imported({
    apiProvider: 'openai',
    openAiBaseUrl: 'https://gate.example/v1',
    openAiApiKey: canary,
    openAiModelId: 'm',
  });
  expect(found.asked).toEqual(['https://gate.example/v1 m']);
  expect([found.needKey, found.left]).toEqual([['cline'], []]);
});

test('Zed: servers of one’s own, services, and what its agent begins with', () => {
  const found = imported({
    theme: 'One',
    agent: { default_model: { provider: 'x_ai', model: 'grok-x' } },
    language_models: {
      openai_compatible: {
        'My Gate': {
          api_url: 'https://gate.example/v1',
          available_models: [{ name: 'm', display_name: 'M', max_tokens: 200_000 }],
        },
      },
      open_router: { available_models: [{ name: 'maker/a' }] },
    },
  });
  expect(found.asked).toEqual([
    'https://gate.example/v1 m',
    'https://openrouter.ai/api/v1 maker/a',
    'https://api.x.ai/v1 grok-x',
  ]);
  expect(found.models['my-gate/m']).toEqual({ name: 'M', contextTokens: 200_000 });
  expect(imported({ language_models: {} }).left).toEqual(['language_models']);
});

test('the setting of VS Code’s Copilot is read as its newer file', () => {
  const own = { url: 'https://gate.example/v1', maxInputTokens: 100, requiresAPIKey: true };
  const found = imported({ 'github.copilot.chat.customOAIModels': { m: own } });
  expect(found.asked).toEqual(['https://gate.example/v1 m']);
  expect(found.needKey).toEqual(['custom-endpoint']);
});

describe('LiteLLM', () => {
  const list = (params: object, more: object = {}) =>
    imported({ model_list: [{ model_name: 'mine', litellm_params: params }], ...more });
  const credential = {
    credential_list: [
      { credential_name: 'team', credential_values: { api_base: 'https://gate.example/v1' } },
    ],
  };

  test.each<[string, object, object, string[]]>([
    [
      'base_url',
      { model: 'openai/x', base_url: 'https://gate.example/v1' },
      {},
      ['https://gate.example/v1 x'],
    ],
    [
      'a credential',
      { model: 'openai/x', litellm_credential_name: 'team' },
      credential,
      ['https://gate.example/v1 x'],
    ],
    [
      'a credential that is gone',
      { model: 'openai/x', litellm_credential_name: 'a' },
      credential,
      [],
    ],
    [
      'the provider apart',
      { model: 'maker/x', custom_llm_provider: 'openai', api_base: 'https://gate.example/v1' },
      {},
      ['https://gate.example/v1 maker/x'],
    ],
    ['a maker’s bare name', { model: 'claude-x' }, {}, []],
    ['OpenAI’s bare name', { model: 'gpt-x' }, {}, ['https://api.openai.com/v1 gpt-x']],
    [
      'any server',
      { model: 'openai_like/x', api_base: 'https://gate.example/v1' },
      {},
      ['https://gate.example/v1 x'],
    ],
    ['a model for embeddings', { model: 'openai/text-embedding-3-small' }, {}, []],
  ])('%s: nothing is sent to where the file does not say', (_, params, more, asked) => {
    const found = list(params, more);
    expect(found.asked).toEqual(asked);
    expect(found.left).toEqual(asked.length === 0 ? ['mine'] : []);
  });

  test.each([`https://user:${canary}@gate.example/v1`, `https://gate.example/v1?key=${canary}`])(
    'an address with a secret in it is not taken, and not shown: %#',
    (api_base) => {
      const found = list({ model: 'openai/x', api_base });
      expect(found.asked).toEqual([]);
      expect(found.why).toContain('Set API Key');
    },
  );

  test('its other files, headers that are secret and all other parts are named', () => {
    const found = list(
      {
        model: 'openai/x',
        api_base: 'https://gate.example/v1',
        extra_headers: {
          authorization: canary,
          'x-mine': canary,
          'x-env': '${MINE}',
          'x-team': 'a',
        },
      },
      { include: ['more.yaml'], guardrails: [], environment_variables: { K: canary } },
    );
    expect(found.providers).toMatchObject({ 'openai-gate': { headers: { 'x-team': 'a' } } });
    expect(found.left).toEqual([
      'mine › authorization',
      'mine › x-mine',
      'mine › x-env',
      'include',
      'guardrails, environment_variables',
    ]);
    expect(found.why).toContain('more.yaml');
  });

  test('a service that is set up is not added again', () => {
    const value = { model_list: [{ litellm_params: { model: 'groq/x' } }] };
    const options = { taken: new Set(['groq']), file: 'file', today: '2026-11-30' };
    const found = importAny({ text: '', value }, options);
    expect([...found.providers]).toEqual([]);
    expect([...found.models.keys()]).toEqual(['groq/x']);
  });
});

describe('files that are not read are named, with what to do', () => {
  test.each<[string, unknown, string, RegExp]>([
    [
      'Codex',
      undefined,
      '[model_providers.gate]\nbase_url = "https://g.example/v1"',
      /Codex.*Add Provider/,
    ],
    ['a Modelfile', undefined, 'FROM llama3.2\nPARAMETER num_ctx 8192', /ollama create/],
    ['keys', undefined, `export OPENAI_API_KEY="${canary}"`, /Set API Key/],
    ['aider', { 'weak-model': 'x' }, '"weak-model": x', /aider.*Add Provider/],
    ['Claude Code', { env: { ANTHROPIC_BASE_URL: 'x' } }, '{}', /Claude Code.*Add Provider/],
    ['Cline', { actModeApiProvider: 'openai' }, '{}', /Cline.*Add Provider/],
    ['LiteLLM', { general_settings: {} }, '{}', /database.*Add Provider/],
    ['promptfoo', { prompts: [], providers: [] }, '{}', /Import promptfoo File/],
    ['something else', { a: 1 }, '{}', /Continue, opencode/],
    ['nothing', null, '', /Continue, opencode/],
  ])('%s', (_, value, text, why) => {
    const found = imported(value, text);
    expect(found.models).toEqual({});
    expect(found.why).toMatch(why);
  });

  test('in whatever format they are', () => {
    expect(isKnownText('model = "x"\n[model_providers.a]\n')).toBe(true);
    expect(isKnownText('models: [')).toBe(false);
  });
});
