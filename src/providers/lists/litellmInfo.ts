import { isDeepStrictEqual } from 'node:util';
import { arrayOf, countOf, type Json, objectOf, textOf } from '../http/json.ts';
import type { ProviderConfig } from '../providerConfig.ts';
import { rootOf } from '../windows/askWindows.ts';
import type { ListedModel } from './listed.ts';
import { mayAnswer } from './listedKinds.ts';
import { priceIn, type WrittenPrice } from './litellmPrice.ts';
import { type DiscoveryOptions, type Listed, requestFor } from './listModels.ts';

/**
 * A LiteLLM proxy's list with what `GET /v1/model/info` says of its models: prices, limits and what they are for
 * (docs.litellm.ai/docs/proxy/model_management, 2026-11). The list itself has names alone. Never rejects; a proxy that
 * does not tell it leaves the list as it is.
 */
export async function withLitellmInfo(
  list: Listed,
  config: ProviderConfig,
  options: DiscoveryOptions,
): Promise<Listed> {
  const rows = await askInfo(config, options);
  const windows = new Map(list.windows);
  const models = list.models.map((model) => {
    const own = rows.filter((row) => row['model_name'] === model.id);
    const infos = own.map((row) => objectOf(row['model_info']) ?? {});
    const sizes = infos.flatMap((info) => countOf(info['max_input_tokens']) || []);
    if (sizes.length > 0) windows.set(model.id, { contextTokens: Math.min(...sizes) });
    return told(model, infos);
  });
  return { ...list, models, windows };
}

async function askInfo(config: ProviderConfig, options: DiscoveryOptions): Promise<Json[]> {
  const { fetchUrl = fetch } = options;
  try {
    const url = `${rootOf(config.baseUrl)}/v1/model/info`;
    const response = await fetchUrl(url, requestFor(config, options));
    const body: unknown = response.ok ? await response.json() : undefined;
    return arrayOf(objectOf(body)?.['data']).map((row) => objectOf(row) ?? {});
  } catch {
    return [];
  }
}

/** Of several servers behind one name, any may answer: a price counts where all have the same. */
function told(model: ListedModel, infos: readonly Json[]): ListedModel {
  if (infos.length === 0) return model;
  const prices = infos.map((info): WrittenPrice | undefined => priceIn(info));
  const [price] = prices;
  const isOne = prices.every((each) => isDeepStrictEqual(each, price));
  const answers = infos.some((info) => mayAnswer(model.id, { mode: textOf(info['mode']) }));
  return { ...model, answers, ...(price && isOne && !isFree(price) && { price }) };
}

/** LiteLLM has zeros for models that its list of prices does not know. */
function isFree({ input, output }: WrittenPrice): boolean {
  return input === 0 && output === 0;
}
