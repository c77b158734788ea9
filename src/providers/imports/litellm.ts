import { nearestName } from '../../routing/input/didYouMean.ts';
import { mostUsdPerToken } from '../../routing/models/money.ts';
import { arrayOf, type Json, objectOf, textOf } from '../http/json.ts';
import { mayAnswer } from '../lists/listedKinds.ts';
import { addDescribed, keyIn } from './described.ts';
import { factsOf } from './facts.ts';
import {
  type Collected,
  type ImportedProviders,
  type ImportOptions,
  leaveOut,
  nothingCollected,
} from './imported.ts';
import { priceIn } from '../lists/litellmPrice.ts';
import { serviceNamed } from './services.ts';

/*
 * The `model_list` of LiteLLM's `config.yaml` (docs.litellm.ai/docs/proxy/configs, 2026-10-13): aliases, each with
 * `litellm_params.model`, which is `provider/model`, and perhaps an `api_base`. The models are asked directly,
 * without the proxy; an alias and what the proxy does with it (load balancing, fallbacks) has no counterpart.
 */

/** Reads the parsed file. Never throws. */
export function importLitellm(value: unknown, options: ImportOptions): ImportedProviders {
  const collected = nothingCollected();
  const file = objectOf(value) ?? {};
  const list = file['model_list'];
  if (!Array.isArray(list)) {
    const near = nearestName('model_list', Object.keys(file));
    const meant =
      near === undefined || near === 'model_list' ? '' : ` Rename \`${near}\`, if it is meant.`;
    const why = `It has no list \`model_list\`, which is where LiteLLM’s models are.${meant} If your proxy keeps them in its database, add the proxy with Tierwise: Add Provider….`;
    collected.notImported.push({ where: 'the file', why });
    return collected;
  }
  for (const item of list) importItem(objectOf(item) ?? {}, file, collected, options);
  if (file['include'] !== undefined) {
    const why = `Its other files are not read (${arrayOf(file['include']).join(', ')}): import each.`;
    collected.notImported.push({ where: 'include', why });
  }
  const why = 'What the proxy does itself, such as fallbacks, is said by tiers and rules here.';
  leaveOut(file, ['model_list', 'include', 'credential_list'], why, collected);
  return collected;
}

function importItem(item: Json, file: Json, collected: Collected, options: ImportOptions): void {
  const written = objectOf(item['litellm_params']) ?? {};
  const params = withCredential(written, file);
  const info = objectOf(item['model_info']) ?? {};
  const name = textOf(item['model_name']);
  const { prefix, model } = namedIn(params ?? written);
  const where = name ?? (model || 'a model');
  const address = params?.['api_base'] ?? params?.['base_url'];
  const service = serviceNamed(prefix ?? (address === undefined ? ownerOf(model) : 'openai'));
  const leave = (why: string) => void collected.notImported.push({ where, why });
  if (!params) return leave('Its credential is not in `credential_list`: write `api_base` out.');
  const why = whyNoModel(prefix, model, textOf(info['mode']));
  if (why !== undefined) return leave(why);
  // LiteLLM signs calls to Bedrock itself, and translates them.
  if (!service || service.id === 'bedrock') return leave(noService(prefix, where));
  addDescribed(
    {
      where,
      model,
      service,
      serviceName: prefix ?? '',
      address,
      hasKey: keyIn(params['api_key']),
      headers: params['extra_headers'],
      facts: factsOf({
        contextTokens: info['max_input_tokens'],
        maxOutputTokens: info['max_output_tokens'],
        tools: info['supports_function_calling'],
        images: info['supports_vision'],
        reasoning: info['supports_reasoning'],
        // Both places may hold costs, and `model_info` is the newer one.
        prices: pricesIn({ ...params, ...info }, where, collected, options),
      }),
    },
    collected,
    options.taken,
  );
}

/** Why an item names no model that answers; undefined where it does. */
function whyNoModel(prefix: string | undefined, model: string, mode = 'chat'): string | undefined {
  if (model === '') {
    return 'It names no model: write `model` in `litellm_params`, such as openai/gpt-x.';
  }
  if (prefix === 'os.environ') {
    return `Its model is in the environment (os.environ/${model}): write it out.`;
  }
  if (model.includes('*')) {
    return 'It names no single model: add the provider with Tierwise: Add Provider….';
  }
  if (mayAnswer(model, { mode })) return undefined;
  return `A model for “${mode === 'chat' ? model : mode}” cannot answer.`;
}

function noService(prefix: string | undefined, where: string): string {
  return prefix === undefined
    ? 'Its provider is not named: write it before the model, such as anthropic/claude-x.'
    : `Tierwise has no preset for “${prefix}”. Add your LiteLLM proxy with Tierwise: Add Provider…, and name the model \`litellm/${where}\`.`;
}

/**
 * The parameters with those of the credential that they name (docs.litellm.ai/docs/proxy/ui_credentials, 2026-11);
 * undefined where it is not in the file. Its address must not be missed: the service itself would be asked instead.
 */
function withCredential(params: Json, file: Json): Json | undefined {
  const name = textOf(params['litellm_credential_name']);
  if (name === undefined) return params;
  const credential = arrayOf(file['credential_list'])
    .map((each) => objectOf(each))
    .find((each) => each?.['credential_name'] === name);
  return credential && { ...objectOf(credential['credential_values']), ...params };
}

/** The provider and the model; a provider that is named on its own leaves the model's slashes alone. */
function namedIn(params: Json): { prefix: string | undefined; model: string } {
  const written = (textOf(params['model']) ?? '').trim();
  const own = textOf(params['custom_llm_provider']);
  const slash = written.indexOf('/');
  if (own !== undefined && !written.startsWith(`${own}/`)) return { prefix: own, model: written };
  return slash < 0
    ? { prefix: undefined, model: written }
    : { prefix: written.slice(0, slash), model: written.slice(slash + 1) };
}

/** LiteLLM knows whose model a bare name is by its list of all models; only OpenAI's are commonly written so. */
function ownerOf(model: string): string {
  return /^(?:ft:)?(?:gpt-|chatgpt-|o\d)/.test(model) ? 'openai' : '';
}

const costsTooHigh =
  'Its costs are too high for prices per token, so none was imported. Write its price into `tierwise.models`.';

function pricesIn(
  costs: Json,
  where: string,
  { notImported }: Collected,
  { today, file }: ImportOptions,
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
