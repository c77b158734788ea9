import type { Preset } from './preset.ts';

const read = '2026-11-30';

interface Host {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly keyPage: string;
  readonly models: Preset['models'];
  readonly page: string;
  readonly hint?: string;
}

/** Services that run the models of others behind Chat Completions, at one address for all. */
const hosts: readonly Host[] = [
  {
    id: 'cerebras',
    name: 'Cerebras',
    baseUrl: 'https://api.cerebras.ai/v1',
    keyPage: 'https://cloud.cerebras.ai',
    models: 'listed',
    page: 'inference-docs.cerebras.ai/api-reference/models',
  },
  {
    id: 'fireworks',
    name: 'Fireworks',
    baseUrl: 'https://api.fireworks.ai/inference/v1',
    keyPage: 'https://app.fireworks.ai/settings/users/api-keys',
    models: 'listed',
    page: 'docs.fireworks.ai/tools-sdks/openai-compatibility',
  },
  {
    id: 'huggingface',
    name: 'Hugging Face (Inference Providers)',
    baseUrl: 'https://router.huggingface.co/v1',
    keyPage: 'https://huggingface.co/settings/tokens',
    models: 'listedToAll',
    hint: 'It chooses one of several providers for each call, with a price of its own: `:provider` behind a model names one.',
    page: 'huggingface.co/docs/inference-providers/index',
  },
  {
    id: 'nvidia',
    name: 'NVIDIA NIM',
    baseUrl: 'https://integrate.api.nvidia.com/v1',
    keyPage: 'https://build.nvidia.com/settings/api-keys',
    models: 'listedToAll',
    page: 'docs.api.nvidia.com/nim/reference/llm-apis',
  },
  {
    id: 'sambanova',
    name: 'SambaNova',
    baseUrl: 'https://api.sambanova.ai/v1',
    keyPage: 'https://cloud.sambanova.ai/apis',
    models: 'listedToAll',
    page: 'docs.sambanova.ai/cloud/api-reference/overview',
  },
  {
    id: 'deepinfra',
    name: 'DeepInfra',
    baseUrl: 'https://api.deepinfra.com/v1/openai',
    keyPage: 'https://deepinfra.com/dash/api_keys',
    models: 'listedToAll',
    page: 'deepinfra.com/docs/openai_api',
  },
  {
    id: 'vercel',
    name: 'Vercel AI Gateway',
    baseUrl: 'https://ai-gateway.vercel.sh/v1',
    keyPage: 'https://vercel.com/dashboard',
    models: 'listedToAll',
    page: 'vercel.com/docs/ai-gateway/openai-compat',
  },
  {
    id: 'perplexity',
    name: 'Perplexity',
    baseUrl: 'https://api.perplexity.ai',
    keyPage: 'https://www.perplexity.ai/settings/api',
    models: 'typed',
    hint: 'It lists no models here: type a name such as sonar.',
    page: 'docs.perplexity.ai/api-reference/chat-completions-post',
  },
  {
    id: 'github',
    name: 'GitHub Models',
    baseUrl: 'https://models.github.ai/inference',
    keyPage: 'https://github.com/settings/personal-access-tokens',
    models: 'typed',
    hint: 'It takes a token with the permission `models:read`. Type names with their publisher, such as openai/gpt-4.1.',
    page: 'docs.github.com/rest/models/inference',
  },
  {
    id: 'moonshot',
    name: 'Moonshot (Kimi)',
    baseUrl: 'https://api.moonshot.ai/v1',
    keyPage: 'https://platform.moonshot.ai/console/api-keys',
    models: 'listed',
    page: 'platform.moonshot.ai/docs/api/chat',
  },
  {
    id: 'zai',
    name: 'Z.AI (GLM)',
    baseUrl: 'https://api.z.ai/api/paas/v4',
    keyPage: 'https://z.ai/manage-apikey/apikey-list',
    models: 'listed',
    page: 'docs.z.ai/api-reference/introduction',
  },
];

export const inferencePresets: readonly Preset[] = hosts.map(({ baseUrl, page, ...rest }) => ({
  ...rest,
  wire: 'openaiCompatible',
  address: { kind: 'fixed', baseUrl },
  key: 'needed',
  source: { page, read },
}));
