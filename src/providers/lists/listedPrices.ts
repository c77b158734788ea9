import { defined } from '../../routing/input/objects.ts';
import { mostUsdPerToken, usdPerMillion } from '../../routing/models/money.ts';
import { arrayOf, type Json, objectOf, valueAt } from '../http/json.ts';

/** Rates of a list, USD per million tokens. */
interface ListedRates {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

export interface ListedPrice extends ListedRates {
  /** Rates for the whole request when its input is longer. */
  readonly above?: readonly ({ readonly inputTokens: number } & ListedRates)[];
  /** USD for each request. */
  readonly perRequest?: number;
}

/** USD per million tokens of an amount in a list; undefined where it cannot be of that unit. */
type Unit = (amount: number) => number | undefined;

const perToken: Unit = (usd) => (usd <= mostUsdPerToken ? usdPerMillion(usd) : undefined);
/** An amount so small is one per token. */
const perMillion: Unit = (usd) => (usd === 0 || usd >= mostUsdPerToken ? usd : undefined);
/** Ten-thousandths of a dollar per million, which is cents per 100 million. */
const perMillionInTenThousandths: Unit = (amount) => Number((amount / 1e4).toPrecision(9));

/** Where a list has the price of a model. */
interface PricePlace {
  /** The object that holds it; omitted for the model itself. */
  readonly in?: readonly string[];
  readonly unit: Unit;
  readonly input: string;
  readonly output: string;
  readonly cacheRead?: string;
  readonly cacheWrite?: string;
  readonly perRequest?: string;
  /** Ends the names of rates for long prompts; `threshold` is the field that says how long. */
  readonly long?: { readonly ending: string; readonly threshold: string };
  readonly seen: string;
}

/** Chutes has the same amounts a second time under OpenRouter's names, in another unit: the first place that fits counts. */
const places: readonly PricePlace[] = [
  {
    in: ['pricing'],
    unit: perToken,
    input: 'prompt',
    output: 'completion',
    cacheRead: 'input_cache_read',
    cacheWrite: 'input_cache_write',
    perRequest: 'request',
    seen: 'openrouter.ai/docs/models, 2026-11; also SambaNova, Nebius, Cerebras and Poe',
  },
  {
    in: ['pricing'],
    unit: perToken,
    input: 'input',
    output: 'output',
    cacheRead: 'input_cache_read',
    cacheWrite: 'input_cache_write',
    seen: 'vercel.com/docs/ai-gateway, its list of models, 2026-11',
  },
  {
    in: ['pricing'],
    unit: perMillion,
    input: 'input',
    output: 'output',
    cacheRead: 'cached_input',
    seen: 'docs.together.ai/reference/models, 2026-11',
  },
  {
    in: ['metadata', 'pricing'],
    unit: perMillion,
    input: 'input_tokens',
    output: 'output_tokens',
    cacheRead: 'cache_read_tokens',
    seen: 'api.deepinfra.com/v1/openai/models, 2026-11',
  },
  {
    in: ['model_spec', 'pricing'],
    unit: perMillion,
    input: 'input',
    output: 'output',
    cacheRead: 'cache_input',
    seen: 'docs.venice.ai/api-reference/endpoint/models/list, 2026-11',
  },
  {
    in: ['price'],
    unit: perMillion,
    input: 'input',
    output: 'output',
    seen: 'Chutes: llm.chutes.ai/v1/models, 2026-11',
  },
  {
    unit: perToken,
    input: 'input_price',
    output: 'output_price',
    cacheRead: 'cached_price',
    cacheWrite: 'caching_price',
    seen: 'docs.requesty.ai, its list of models, 2026-11',
  },
  {
    unit: perMillionInTenThousandths,
    input: 'prompt_text_token_price',
    output: 'completion_text_token_price',
    cacheRead: 'cached_prompt_text_token_price',
    long: { ending: '_long_context', threshold: 'long_context_threshold' },
    seen: 'docs.x.ai/developers/rest-api-reference/inference/models, 2026-11',
  },
  {
    unit: perMillionInTenThousandths,
    input: 'input_token_price_per_m',
    output: 'output_token_price_per_m',
    seen: 'novita.ai/docs/api-reference/model-apis-llm-list-models, 2026-11',
  },
];

/**
 * The price in a model's row; undefined where it has none, or one in an unknown unit. Routers write -1, because it
 * depends on the model that answers (openrouter.ai/docs/models, 2026-11).
 */
export function priceIn(row: Json): ListedPrice | undefined {
  for (const place of places) {
    const price = priceAt(ownerOf(row), place);
    if (price) return price;
  }
  return undefined;
}

/**
 * Hugging Face's router has a price for each provider behind it, and chooses one (huggingface.co/docs/inference-providers,
 * 2026-11): a single one is the model's.
 */
function ownerOf(row: Json): Json {
  const [only, ...others] = arrayOf(row['providers']);
  return others.length === 0 ? (objectOf(only) ?? row) : row;
}

function priceAt(row: Json, place: PricePlace): ListedPrice | undefined {
  const costs = objectOf(valueAt(row, place.in ?? [])) ?? {};
  const rates = ratesAt(costs, place, '');
  if (!rates) return undefined;
  const { long, perRequest } = place;
  const inputTokens = long && amountIn(costs[long.threshold]);
  const longRates = inputTokens ? ratesAt(costs, place, long.ending) : undefined;
  const fee = perRequest === undefined ? undefined : amountIn(costs[perRequest]);
  return {
    ...rates,
    ...(inputTokens && longRates && { above: [{ inputTokens, ...longRates }] }),
    ...(fee && { perRequest: fee }),
  };
}

function ratesAt(costs: Json, place: PricePlace, ending: string): ListedRates | undefined {
  const rate = (name: string | undefined) => {
    const amount = name === undefined ? undefined : amountIn(costs[`${name}${ending}`]);
    return amount === undefined ? undefined : place.unit(amount);
  };
  const [input, output] = [rate(place.input), rate(place.output)];
  if (input === undefined || output === undefined) return undefined;
  const [cacheRead, cacheWrite] = [rate(place.cacheRead), rate(place.cacheWrite)];
  return { input, output, ...defined({ cacheRead, cacheWrite }) };
}

/** An amount from zero up, also written as a text, or in dollars beside other currencies. */
function amountIn(written: unknown): number | undefined {
  const value = objectOf(written)?.['usd'] ?? written;
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof amount === 'number' && amount >= 0 && Number.isFinite(amount) ? amount : undefined;
}
