import * as z from 'zod';
import { defined } from '../input/objects.ts';
import type { InputProblem } from '../input/problems.ts';
import { readShape } from '../input/readShape.ts';
import type { PartialModel } from './catalog.ts';
import { priceSlips } from './checkPrices.ts';
import { efforts, type ModelReference, splitReference } from './model.ts';
import { nanoUsdOf } from './money.ts';
import type { Hours, Price, Tariff } from './price.ts';

// USD per million tokens. A higher rate must be in the wrong unit, such as per billion. Chosen by
// judgement, as are the two limits below.
const highestRate = 1000;
const amount = z
  .number('Write a number, such as 0.25.')
  .min(0, 'A price cannot be negative.')
  .refine((value) => value === 0 || value >= 1e-9, {
    error: 'This price is too small to be kept. Write 0 if it costs nothing.',
  });
const rate = amount.max(highestRate, {
  error: `A price above ${highestRate} USD per million tokens looks like a slip of units.`,
});
const highestPerRequest = 100;
const perRequest = amount.max(highestPerRequest, {
  error: `More than ${highestPerRequest} per request looks like a slip of units.`,
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
const highestFactor = 20;
const factor = z
  .number()
  .min(0, 'A price cannot be negative.')
  .max(highestFactor, `A factor above ${highestFactor} looks like a slip.`);
const timeOfDay = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const hours = z.string().regex(new RegExp(`^(?:weekdays )?${timeOfDay}-${timeOfDay}$`), {
  error: 'Write hours in UTC, such as "01:00-04:00" or "weekdays 01:00-04:00".',
});
const price = z.strictObject({
  from: z.iso.date('Write the day this price began, such as 2026-11-10.'),
  source: z.string().min(1, 'Say where this price was read.'),
  checked: z.iso.date('Write the day you last saw this price, such as 2026-11-10.').optional(),
  ...tariff,
  perRequest: perRequest.optional(),
  credits: z.strictObject({ perRequest, usdPerCredit: perRequest }).optional(),
  tiers: z
    .record(
      z.string().min(1),
      z.union([factor, z.strictObject(tariff)], {
        error: `Write a factor from 0 to ${highestFactor}, or prices in USD per million tokens.`,
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

/**
 * Reads models as the shipped file and the `tierwise.models` setting write them: prices in USD per
 * million tokens, per request or in credits of a plan. A model with a problem is omitted. Prices are
 * checked against `known`.
 */
export function parseModels(
  written: unknown,
  known: {
    readonly shipped?: ReadonlyMap<string, PartialModel>;
    /** ISO date, UTC. */
    readonly today?: string;
  } = {},
): { models: Map<string, PartialModel>; problems: InputProblem[] } {
  const models = new Map<string, PartialModel>();
  const problems: InputProblem[] = [];
  if (written === undefined || written === null) return { models, problems };
  if (typeof written !== 'object' || Array.isArray(written)) {
    const message = 'Write models by their references, such as "ollama/qwen3:4b": { … }.';
    return { models, problems: [{ path: [], message }] };
  }
  for (const [reference, entry] of Object.entries(written)) {
    if (!splitReference(reference)) {
      problems.push({
        path: [reference],
        message: `"${reference}" is not a model reference. Write provider/model.`,
      });
      continue;
    }
    const parsed = readShape(model, entry, [reference]);
    if (!parsed.success) {
      problems.push(...parsed.problems);
      continue;
    }
    const { prices: writtenPrices, ...facts } = parsed.data;
    const prices = writtenPrices?.map(toPrice);
    const slips = priceSlips(prices ?? [], known.shipped?.get(reference)?.prices, known.today);
    problems.push(...slips.map(({ path, message }) => ({ path: [reference, ...path], message })));
    if (slips.length > 0) continue;
    models.set(reference, toModel(reference as ModelReference, facts, prices));
  }
  return { models, problems };
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
