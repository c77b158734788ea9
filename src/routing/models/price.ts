import type { Cost, NanoUsd } from './money.ts';
import { isCostOfOneCall, unknownCost } from './money.ts';
import type { Usage } from './usage.ts';

/** Nano-dollars per million tokens: USD per million tokens times 1e9. An integer. */
export type NanoUsdPerMillion = number;

export interface Rates {
  readonly input: NanoUsdPerMillion;
  readonly output: NanoUsdPerMillion;
  readonly cacheRead?: NanoUsdPerMillion;
  readonly cacheWrite?: NanoUsdPerMillion;
  readonly cacheWriteLong?: NanoUsdPerMillion;
}

/** What tokens cost. */
export interface Tariff extends Rates {
  /** Higher rates for the whole request when its input is longer than `inputTokens`. */
  readonly above?: readonly ({ readonly inputTokens: number } & Rates)[];
}

/** A part of a day in UTC, minutes since midnight. It ends on the next day where its end is not later. */
export interface Hours {
  readonly fromMinute: number;
  /** Exclusive. */
  readonly untilMinute: number;
  /** It begins on days from Monday to Friday alone. */
  readonly onWeekdays?: true;
}

/** A list price with the day it began and where it was read. */
export interface Price extends Tariff {
  /** ISO date, UTC. */
  readonly from: string;
  readonly source: string;
  /** ISO date, UTC: the last day on which the price was confirmed. Omitted when that is the day it began. */
  readonly checked?: string;
  /** Cost of each call in addition to its tokens: a fee, or a plan's credits at their price. */
  readonly perRequest?: NanoUsd;
  /** Tariffs of other service tiers than the usual one, by the provider's name for the tier. */
  readonly tiers?: Readonly<Record<string, Tariff>>;
  /** The hours in which a tariff of `tiers` holds for all calls, by its name. */
  readonly hours?: Readonly<Record<string, readonly Hours[]>>;
}

/** The price in force on a day (ISO date, UTC); undefined when none had begun. */
export function priceOn(prices: readonly Price[], day: string): Price | undefined {
  return prices.findLast((price) => price.from <= day);
}

/** The tariff of the tier that served a call; undefined when the price does not name it. */
function tariffOf(price: Price, { serviceTier }: Usage): Tariff | undefined {
  if (serviceTier === undefined) return price;
  const { tiers = {} } = price;
  return Object.hasOwn(tiers, serviceTier) ? tiers[serviceTier] : undefined;
}

function ratesFor(tariff: Tariff, inputTokens: number): Rates {
  return tariff.above?.findLast((step) => inputTokens > step.inputTokens) ?? tariff;
}

/**
 * The cost of a call at list price, rounded once, half up, to a nano-dollar. It is an estimate where the
 * price does not say all: a cached part without a rate of its own is charged as plain input, and a service
 * tier that it does not name at the usual rates. The cost is unknown when the price is missing, and when
 * no call can cost so much: such token counts are an error of the provider.
 */
export function costOf(
  usage: Usage,
  price: Price | undefined,
  source: 'computed' | 'estimated',
): Cost {
  if (!price) return unknownCost;
  const tariff = tariffOf(price, usage);
  const rates = ratesFor(tariff ?? price, usage.inputTokens);
  const cacheRead = usage.cacheReadTokens ?? 0;
  const cacheWrite = usage.cacheWriteTokens ?? 0;
  const cacheWriteLong = usage.cacheWriteLongTokens ?? 0;
  const plain = Math.max(0, usage.inputTokens - cacheRead - cacheWrite - cacheWriteLong);
  const total =
    product(plain, rates.input) +
    product(cacheRead, rates.cacheRead ?? rates.input) +
    product(cacheWrite, rates.cacheWrite ?? rates.input) +
    product(cacheWriteLong, rates.cacheWriteLong ?? rates.cacheWrite ?? rates.input) +
    product(usage.outputTokens, rates.output);
  const nanoUsd = perMillion(total) + (price.perRequest ?? 0);
  if (!isCostOfOneCall(nanoUsd)) return unknownCost;
  return { source: tariff && hasRates(rates, usage) ? source : 'estimated', nanoUsd };
}

/** Whether each cached part has a rate of its own. Where input is free, the parts of it are as well. */
function hasRates(rates: Rates, usage: Usage): boolean {
  const parts = [
    [usage.cacheReadTokens, rates.cacheRead],
    [usage.cacheWriteTokens, rates.cacheWrite],
    [usage.cacheWriteLongTokens, rates.cacheWriteLong],
  ] as const;
  return rates.input === 0 || parts.every(([tokens, rate]) => !tokens || rate !== undefined);
}

// Tokens times price can exceed the safe integers, so the sum is computed in BigInt.
function product(tokens: number, rate: NanoUsdPerMillion): bigint {
  return BigInt(tokens) * BigInt(rate);
}

function perMillion(total: bigint): NanoUsd {
  return Number((total + 500_000n) / 1_000_000n);
}
