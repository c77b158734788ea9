import * as z from 'zod';
import { defined } from '../input/objects.ts';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import type { PartialModel } from './catalog.ts';
import { priceSlips } from './checkPrices.ts';
import { efforts, type ModelReference, splitReference } from './model.ts';
import { nanoUsdOf } from './money.ts';
import type { Hours, Price, Tariff } from './price.ts';
import { inEnglish, type Say, toSay } from '../say.ts';

// Higher rates must be in the wrong unit, such as USD per billion tokens. Chosen by judgement, as are the other limits.
const amount = z
  .number(toSay('Write a number, such as 0.25.'))
  .min(0, toSay('A price cannot be negative.'))
  .refine((value) => value === 0 || value >= 1e-9, {
    error: toSay('This price is too small to be kept. Write 0 if it costs nothing.'),
  });
const rate = amount.max(1000, {
  error: toSay('A price above 1000 USD per million tokens looks like a slip of units.'),
});
const perRequest = amount.max(100, {
  error: toSay('More than 100 per request looks like a slip of units.'),
});
const rates = {
  input: rate,
  output: rate,
  cacheRead: rate.optional(),
  cacheWrite: rate.optional(),
  cacheWriteLong: rate.optional(),
};
const tariff = {
  ...rates,
  above: z.array(z.strictObject({ inputTokens: z.int().positive(), ...rates })).optional(),
};
const factor = z
  .number()
  .min(0, toSay('A price cannot be negative.'))
  .max(20, toSay('A factor above 20 looks like a slip.'));
const timeOfDay = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const hours = z.string().regex(new RegExp(`^(?:weekdays )?${timeOfDay}-${timeOfDay}$`), {
  error: toSay('Write hours in UTC, such as "01:00-04:00" or "weekdays 01:00-04:00".'),
});
const price = z.strictObject({
  from: z.iso.date(toSay('Write the day this price began, such as 2026-11-10.')),
  source: z.string().min(1, toSay('Say where this price was read.')),
  checked: z.iso
    .date(toSay('Write the day you last saw this price, such as 2026-11-10.'))
    .optional(),
  ...tariff,
  perRequest: perRequest.optional(),
  credits: z.strictObject({ perRequest, usdPerCredit: perRequest }).optional(),
  tiers: z
    .record(
      z.string().min(1),
      z.union([factor, z.strictObject(tariff)], {
        error: toSay('Write a factor from 0 to 20, or prices in USD per million tokens.'),
      }),
    )
    .optional(),
  hours: z.record(z.string().min(1), z.array(hours).min(1)).optional(),
});

const capabilities = z.strictObject({
  tools: z.boolean().optional(),
  images: z.boolean().optional(),
  reasoning: z.boolean().optional(),
  thinksUnasked: z.boolean().optional(),
});

const model = z.strictObject({
  name: z.string().min(1).optional(),
  contextTokens: z.int().positive().optional(),
  maxOutputTokens: z.int().positive().optional(),
  capabilities: capabilities.optional(),
  /** The name of `capabilities` in settings that were written earlier. */
  abilities: capabilities.optional(),
  efforts: z.array(z.enum(efforts)).optional(),
  prices: z.array(price).optional(),
  worstCaseUsd: perRequest.optional(),
  simulated: z.boolean().optional(),
});

type WrittenModel = z.infer<typeof model>;
type WrittenPrice = z.infer<typeof price>;
type WrittenTariff = Omit<
  WrittenPrice,
  'from' | 'source' | 'checked' | 'perRequest' | 'credits' | 'tiers' | 'hours'
>;

/** What is known before the entries are read. */
interface Known {
  readonly shipped?: ReadonlyMap<string, PartialModel>;
  /** ISO date, UTC. */
  readonly today?: string;
  readonly say?: Say;
}

/**
 * Reads models as the shipped file and the `tierwise.models` setting write them: prices in USD per
 * million tokens, per request or in credits of a plan. A model with a problem is omitted. Prices are
 * checked against `known`.
 */
export function parseModels(
  written: unknown,
  known: Known = {},
): { models: Map<string, PartialModel>; problems: InputProblem[] } {
  const models = new Map<string, PartialModel>();
  const { say = inEnglish } = known;
  const problems: InputProblem[] = [];
  if (written === undefined || written === null) return { models, problems };
  if (typeof written !== 'object' || Array.isArray(written)) {
    const message = say('Write models by their references, such as "ollama/qwen3:4b": { … }.');
    return { models, problems: [{ path: [], message }] };
  }
  for (const [reference, entry] of Object.entries(written)) {
    const { read, found } = readModel(reference, entry, { ...known, say });
    problems.push(...found.map(({ path, message }) => ({ path: [reference, ...path], message })));
    if (read) models.set(reference, read);
  }
  return { models, problems };
}

/** One entry; the paths of what is found begin at the model. */
function readModel(
  reference: string,
  entry: unknown,
  { shipped, today, say }: Known & { readonly say: Say },
): { readonly read?: PartialModel; readonly found: readonly InputProblem[] } {
  if (!splitReference(reference)) {
    const message = say('"{0}" is not a model reference. Write provider/model.', reference);
    return { found: [{ path: [], message }] };
  }
  const parsed = readShape(model, entry, [], { say });
  if (!parsed.success) return { found: parsed.problems };
  const { prices: writtenPrices, ...facts } = parsed.data;
  const prices = writtenPrices?.map(toPrice);
  const found = priceSlips(prices ?? [], {
    shipped: shipped?.get(reference)?.prices ?? [],
    today,
    say,
  });
  if (found.length > 0) return { found };
  return { read: toModel(reference as ModelReference, facts, prices), found };
}

function toModel(
  reference: ModelReference,
  { abilities, capabilities = abilities, worstCaseUsd, ...facts }: Omit<WrittenModel, 'prices'>,
  prices: readonly Price[] | undefined,
): PartialModel {
  return {
    reference,
    ...defined(facts),
    ...(capabilities && { capabilities: defined(capabilities) }),
    ...(prices && { prices: prices.toSorted(byDay) }),
    ...(worstCaseUsd !== undefined && { worstCaseNanoUsd: nanoUsdOf(worstCaseUsd) }),
  };
}

function toPrice({ perRequest, credits, tiers, hours: ofTiers, ...written }: WrittenPrice): Price {
  const { from, source, checked, ...usual } = written;
  const fees = [perRequest ?? [], credits ? credits.perRequest * credits.usdPerCredit : []].flat();
  return {
    from,
    source,
    ...(checked && { checked }),
    ...toTariff(usual),
    ...(fees.length > 0 && { perRequest: fees.map(nanoUsdOf).reduce((sum, fee) => sum + fee) }),
    ...(tiers && { tiers: toTiers(tiers, usual) }),
    ...(ofTiers && { hours: toHours(ofTiers) }),
  };
}

function toHours(written: NonNullable<WrittenPrice['hours']>): NonNullable<Price['hours']> {
  const entries = Object.entries(written).map(([tier, spans]) => [tier, spans.map(toSpan)]);
  return Object.fromEntries(entries) as NonNullable<Price['hours']>;
}

/** `weekdays 01:00-04:00`. */
function toSpan(written: string): Hours {
  const times = written.slice(-'01:00-04:00'.length);
  const minuteAt = (place: number) =>
    Number(times.slice(place, place + 2)) * 60 + Number(times.slice(place + 3, place + 5));
  return {
    fromMinute: minuteAt(0),
    untilMinute: minuteAt(6),
    ...(written.startsWith('weekdays') && { onWeekdays: true }),
  };
}

/** A factor multiplies the usual rates, including those for long inputs. */
function toTiers(
  tiers: NonNullable<WrittenPrice['tiers']>,
  usual: WrittenTariff,
): Record<string, Tariff> {
  const entries = Object.entries(tiers).map(([name, tier]) => [
    name,
    typeof tier === 'number' ? toTariff(usual, tier) : toTariff(tier),
  ]);
  return Object.fromEntries(entries) as Record<string, Tariff>;
}

function toTariff({ above, ...usd }: WrittenTariff, times = 1): Tariff {
  const steps = above?.map(({ inputTokens, ...stepRates }) => ({
    inputTokens,
    ...toNano(stepRates, times),
  }));
  return {
    ...toNano(usd, times),
    ...(steps && { above: steps.toSorted((a, b) => a.inputTokens - b.inputTokens) }),
  };
}

function toNano<T extends Record<string, number | undefined>>(
  usd: T,
  times: number,
): { [K in keyof T]: number } {
  const entries = Object.entries(defined(usd)).map(([key, value]) => [
    key,
    nanoUsdOf((value as number) * times),
  ]);
  return Object.fromEntries(entries) as { [K in keyof T]: number };
}

function byDay(a: Price, b: Price): number {
  return a.from < b.from ? -1 : 1;
}
