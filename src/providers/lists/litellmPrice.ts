import { defined } from '../../routing/input/objects.ts';
import { usdPerMillion } from '../../routing/models/money.ts';
import { type Json, objectOf, textOf } from '../http/json.ts';

/*
 * Costs of a model as LiteLLM writes them: USD per token, as a number or a text, under names that end with the
 * size of the prompt or the service tier for which they hold (docs.litellm.ai/docs/proxy/custom_pricing and
 * model_prices_and_context_window.json, 2026-11). A size holds for the whole request, as it does here.
 */

/** Rates in USD per million tokens. */
interface WrittenRates {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWriteLong?: number;
}

interface WrittenTariff extends WrittenRates {
  readonly above?: readonly ({ readonly inputTokens: number } & WrittenRates)[];
}

/** A price as `tierwise.models` has it, but for its date and source. */
export interface WrittenPrice extends WrittenTariff {
  readonly tiers?: Readonly<Record<string, WrittenTariff>>;
  readonly hours?: Readonly<Record<string, readonly string[]>>;
}

/** Our name of each service tier, by how LiteLLM ends the names of its costs. */
const tierEndings = { batch: '_batches', flex: '_flex', priority: '_priority' } as const;

/**
 * The price in a model's fields; undefined unless input and output have one, and where it changes at hours that
 * cannot be read.
 */
export function priceIn(costs: Json): WrittenPrice | undefined {
  const usual = tariffIn(costs, '');
  const hourly = hourlyIn(costs);
  if (!usual || hourly === 'unreadable') return undefined;
  const served = Object.entries(tierEndings).flatMap(([name, ending]) => {
    const tariff = tariffIn(costs, ending);
    return tariff ? [[name, tariff] as const] : [];
  });
  const tiers = [...served, ...(hourly ? [[offPeak, hourly.tariff] as const] : [])];
  return {
    ...usual,
    ...(tiers.length > 0 && { tiers: Object.fromEntries(tiers) }),
    ...(hourly && { hours: { [offPeak]: hourly.hours } }),
  };
}

const offPeak = 'off-peak';

/** What it costs at hours of less use (docs.litellm.ai/docs/proxy/off_peak_pricing, 2026-10-10). */
function hourlyIn(
  costs: Json,
): { tariff: WrittenTariff; hours: readonly string[] } | 'unreadable' | undefined {
  const written = objectOf(costs['off_peak_pricing']);
  if (!written) return undefined;
  const tariff = tariffIn(written, '');
  const hours = [written['hours_utc']].flat().flatMap((span) => textOf(span) ?? []);
  const areAll = hours.length > 0 && hours.every((span) => /^\d\d:\d\d-\d\d:\d\d$/.test(span));
  return tariff && areAll ? { tariff, hours } : 'unreadable';
}

function tariffIn(costs: Json, ending: string): WrittenTariff | undefined {
  const rates = ratesIn(costs, ending);
  if (!rates) return undefined;
  const above = stepsIn(costs).flatMap(({ inputTokens, words }) => {
    const step = ratesIn(costs, `${words}${ending}`, rates);
    return step ? [{ inputTokens, ...step }] : [];
  });
  return { ...rates, ...(above.length > 0 && { above }) };
}

/** The sizes of prompts that the names of costs end with, such as `_above_200k_tokens`. */
function stepsIn(costs: Json): { readonly inputTokens: number; readonly words: string }[] {
  const found = Object.keys(costs).flatMap((name) => {
    const size = /^(?:input|output)_cost_per_token(_above_(\d+)k_tokens)$/.exec(name);
    return size ? [[size[1]!, Number(size[2]) * 1000] as const] : [];
  });
  return [...new Map(found)].map(([words, inputTokens]) => ({ inputTokens, words }));
}

/** The rates whose names end so. Where one of the two is missing, that of all prompts holds. */
function ratesIn(costs: Json, ending: string, usual?: WrittenRates): WrittenRates | undefined {
  const rate = (name: string) => perMillion(costs[`${name}${ending}`]);
  const [ownInput, ownOutput] = [rate('input_cost_per_token'), rate('output_cost_per_token')];
  const input = ownInput ?? usual?.input;
  const output = ownOutput ?? usual?.output;
  if (input === undefined || output === undefined) return undefined;
  if (ownInput === undefined && ownOutput === undefined) return undefined;
  const cached = defined({
    cacheRead: rate('cache_read_input_token_cost'),
    cacheWrite: rate('cache_creation_input_token_cost'),
    cacheWriteLong: rate('cache_creation_input_token_cost_above_1hr'),
  });
  return { input, output, ...cached };
}

function perMillion(perToken: unknown): number | undefined {
  const usd = typeof perToken === 'string' && perToken.trim() !== '' ? Number(perToken) : perToken;
  if (typeof usd !== 'number' || !Number.isFinite(usd) || usd < 0) return undefined;
  return usdPerMillion(usd);
}
