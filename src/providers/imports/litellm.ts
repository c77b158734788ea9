import { nearestName } from '../../routing/input/didYouMean.ts';
import { defined } from '../../routing/input/objects.ts';
import { mostUsdPerToken } from '../../routing/models/money.ts';
import { checkEndpoint } from '../http/checkEndpoint.ts';
import { readBaseUrl } from '../http/baseUrl.ts';
import { hostOf, isLoopback } from '../http/hosts.ts';
import { countOf, type Json, objectOf, textOf } from '../http/json.ts';
import type { WrittenEntry } from '../presets/entries.ts';
import type { Preset } from '../presets/preset.ts';
import { presetNamed } from '../presets/presets.ts';
import { builtInProviders } from '../providerConfig.ts';
import {
  addProvider,
  type Collected,
  idFrom,
  type ImportedProviders,
  nothingCollected,
} from './imported.ts';
import { priceIn } from './litellmPrice.ts';

/*
 * The `model_list` of LiteLLM's `config.yaml` (docs.litellm.ai/docs/proxy/configs, 2026-10-13): aliases, each with
 * `litellm_params.model`, which is `provider/model`, and perhaps an `api_base`. The models are asked directly,
 * without the proxy; an alias and what the proxy does with it (load balancing, fallbacks) has no counterpart.
 */

/** The preset for each prefix of `litellm_params.model` (docs.litellm.ai/docs/providers, 2026-11). */
const presetOfPrefix: Readonly<Record<string, string>> = {
  anthropic: 'anthropic',
  openai: 'openai',
  openrouter: 'openrouter',
  gemini: 'gemini',
  deepseek: 'deepseek',
  xai: 'xai',
  mistral: 'mistral',
  groq: 'groq',
  together_ai: 'together',
  azure: 'azure',
  ollama: 'ollama',
  ollama_chat: 'ollama',
  lm_studio: 'lmstudio',
  hosted_vllm: 'vllm',
  llamafile: 'llamacpp',
};

/** What an import of a file is told besides the file. */
export interface LitellmImport {
  /** Ids of providers that are there already and that are not to be changed. */
  readonly taken: ReadonlySet<string>;
  /** The file's name, as the source of its prices. */
  readonly file: string;
  /** ISO date, UTC. */
  readonly today: string;
}

/** Reads the parsed file. Never throws. */
export function importLitellm(value: unknown, options: LitellmImport): ImportedProviders {
  const collected = nothingCollected();
  const list = objectOf(value)?.['model_list'];
  if (!Array.isArray(list)) {
    const near = nearestName('model_list', Object.keys(objectOf(value) ?? {}));
    const meant =
      near === undefined || near === 'model_list' ? '' : ` Rename \`${near}\`, if it is meant.`;
    const why = `It has no list \`model_list\`, which is where LiteLLM’s models are.${meant}`;
    collected.notImported.push({ where: 'the file', why });
    return collected;
  }
  for (const item of list) importItem(objectOf(item) ?? {}, collected, options);
  for (const key of ['router_settings', 'litellm_settings', 'general_settings']) {
    if (objectOf(value)?.[key] === undefined) continue;
    const why = 'What the proxy does itself, such as fallbacks, is said by tiers and rules here.';
    collected.notImported.push({ where: key, why });
  }
  return collected;
}

const costsTooHigh =
  'Its costs are too high for prices per token, so none was imported. Write its price into `tierwise.models`.';

function importItem(item: Json, collected: Collected, options: LitellmImport): void {
  const params = objectOf(item['litellm_params']) ?? {};
  const info = objectOf(item['model_info']) ?? {};
  const model = (textOf(params['model']) ?? '').trim();
  const where = textOf(item['model_name']) ?? (model || 'a model');
  const leaveOut = (why: string) => void collected.notImported.push({ where, why });
  const slash = model.indexOf('/');
  const [prefix, id] =
    slash < 0 ? ['openai', model] : [model.slice(0, slash), model.slice(slash + 1)];
  const mode = textOf(info['mode']) ?? 'chat';
  if (id === '') {
    return leaveOut('It names no model: write `model` in `litellm_params`, such as openai/gpt-x.');
  }
  if (prefix === 'os.environ') {
    return leaveOut(`Its model is in the environment (${model}): write it out.`);
  }
  if (id.includes('*')) return leaveOut('It names no single model.');
  if (mode !== 'chat' && mode !== 'completion' && mode !== 'responses') {
    return leaveOut(`A model for “${mode}” cannot answer.`);
  }
  const preset = presetNamed(presetOfPrefix[prefix] ?? '');
  if (!preset) {
    return leaveOut(
      `Tierwise has no preset for “${prefix}”. Add your LiteLLM proxy with Tierwise: Add Provider…, and name the model \`litellm/${where}\`.`,
    );
  }
  const placed = placeOf(preset, params);
  if ('problem' in placed) return leaveOut(placed.problem);
  const provider =
    'entry' in placed
      ? addProvider(collected, placed.wanted, placed.entry, options.taken)
      : placed.builtIn;
  if (placed.needsKey) collected.needKey.add(provider);
  // Both places may hold costs, and `model_info` is the newer one.
  const prices = pricesIn({ ...params, ...info }, where, collected, options);
  collected.models.set(`${provider}/${id}`, factsOf(info, prices));
}

type Placed =
  | { readonly wanted: string; readonly entry: WrittenEntry; readonly needsKey: boolean }
  | { readonly builtIn: string; readonly needsKey: boolean }
  | { readonly problem: string };

function placeOf(preset: Preset, params: Json): Placed {
  const written = params['api_base'];
  const base = textOf(written);
  if (base === undefined && written !== undefined && written !== null) {
    // Without it, the request would go to the service itself.
    return { problem: `Its \`api_base\` is no address: ${JSON.stringify(written)}. Write it out.` };
  }
  const needsKey = preset.key === 'needed' || textOf(params['api_key']) !== undefined;
  if (base?.startsWith('os.environ/')) {
    return { problem: `Its address is in the environment (${base}): write it out.` };
  }
  if (base === undefined) return usualPlace(preset, needsKey);
  return placeAt(preset, base, needsKey && preset.key !== 'none');
}

function usualPlace({ id, name, wire, address, runs }: Preset, needsKey: boolean): Placed {
  // What is built in needs no entry.
  const builtIn = builtInProviders.find((each) => each.id === id);
  if (builtIn) return { builtIn: id, needsKey: builtIn.auth !== 'none' };
  const baseUrl = address.kind === 'fixed' ? address.baseUrl : undefined;
  const usual = address.kind === 'server' ? address.usual : undefined;
  const at = baseUrl ?? usual;
  if (at === undefined) return { problem: 'It has no `api_base`, so nobody knows its address.' };
  const entry = {
    name,
    wire,
    baseUrl: at,
    ...(!needsKey && { auth: 'none' }),
    ...(runs === 'models' && { discover: true }),
  };
  return { wanted: id, entry, needsKey };
}

/** A server of one's own behind a prefix: `openai/` with an address is any server that speaks as OpenAI does. */
function placeAt(preset: Preset, base: string, needsKey: boolean): Placed {
  const wire = preset.wire === 'openai' ? 'openaiCompatible' : preset.wire;
  const wrong = checkEndpoint(base, { plainHttp: !needsKey });
  if (wrong !== undefined) return { problem: `Its address “${base}” is not taken. ${wrong}` };
  const address = preset.id === 'azure' ? azureAddress(base) : base;
  const read = readBaseUrl(address, wire);
  if ('problem' in read) return { problem: read.problem };
  const url = new URL(read.baseUrl);
  const isPlain = url.protocol === 'http:' && !isLoopback(hostOf(url));
  const entry = {
    name: `${preset.name} (${url.host})`,
    wire,
    baseUrl: read.baseUrl,
    ...(needsKey ? preset.auth && { auth: preset.auth } : { auth: 'none' }),
    ...(preset.runs === 'models' && { discover: true }),
    ...(isPlain && !needsKey && { plainHttp: true }),
  };
  return { wanted: idFrom(`${preset.id}-${hostOf(url).split('.')[0] ?? ''}`), entry, needsKey };
}

/** LiteLLM names the resource alone, and appends the path of a deployment itself. */
function azureAddress(base: string): string {
  const url = new URL(base);
  return url.pathname === '/' ? `${url.origin}/openai/v1` : base;
}

function factsOf(info: Json, prices: unknown): Readonly<Record<string, unknown>> {
  const capabilities = defined({
    tools: flagOf(info['supports_function_calling']),
    images: flagOf(info['supports_vision']),
    reasoning: flagOf(info['supports_reasoning']),
  });
  return defined({
    contextTokens: positive(info['max_input_tokens']),
    maxOutputTokens: positive(info['max_output_tokens']),
    capabilities: Object.keys(capabilities).length > 0 ? capabilities : undefined,
    prices,
  });
}

function pricesIn(
  costs: Json,
  where: string,
  { notImported }: Collected,
  { today, file }: LitellmImport,
): readonly object[] | undefined {
  if (isPerMillion(costs)) {
    notImported.push({ where: `${where} › input_cost_per_token`, why: costsTooHigh });
    return undefined;
  }
  const price = priceIn(costs);
  return price && [{ from: today, source: file, ...price }];
}

function isPerMillion(costs: Json): boolean {
  return ['input_cost_per_token', 'output_cost_per_token'].some(
    (key) => Number(costs[key]) > mostUsdPerToken,
  );
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function positive(value: unknown): number | undefined {
  const count = countOf(value);
  return count === 0 ? undefined : count;
}
