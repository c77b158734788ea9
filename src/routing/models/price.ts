import type { Cost, NanoUsd } from './money.ts';
import { unknownCost } from './money.ts';
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
  /** Dearer rates for the whole request once its input is longer than `inputTokens`. */
  readonly above?: readonly ({ readonly inputTokens: number } & Rates)[];
}

/** A list price with the day it began and where it was read. */
export interface Price extends Tariff {
  /** ISO date, UTC. */
  readonly from: string;
  readonly source: string;
  /** ISO date, UTC: the last day somebody saw that it still holds. Left out: the day it began. */
  readonly checked?: string;
  /** Of each call, besides its tokens: a fee, or the credits of a plan at what they cost. */
  readonly perRequest?: NanoUsd;
  /** Of calls that are served in another tier than the usual one, by its provider's word for it. */
  readonly tiers?: Readonly<Record<string, Tariff>>;
}

/** The price in force on a day (ISO date, UTC); undefined when none had begun. */
export function priceOn(prices: readonly Price[], day: string): Price | undefined {
  return prices.findLast((price) => price.from <= day);
}

/** The tariff of the tier that served a call; undefined where the price does not name it. */
function tariffOf(price: Price, { serviceTier }: Usage): Tariff | undefined {
  if (serviceTier === undefined) return price;
  const { tiers = {} } = price;
  return Object.hasOwn(tiers, serviceTier) ? tiers[serviceTier] : undefined;
}

function ratesFor(tariff: Tariff, inputTokens: number): Rates {
  return tariff.above?.findLast((step) => inputTokens > step.inputTokens) ?? tariff;
}

/**
 * What a call costs at list price, rounded once, half up, to a nano-dollar.
 * A cached part without a rate of its own is charged as plain input. In a service tier that the price
 * does not name, the usual rates make an estimate. A missing price is unknown, and
 * so is a sum that no integer holds: tokens beyond all measure are a mistake of whoever counted them.
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
  if (!Number.isSafeInteger(nanoUsd)) return unknownCost;
  return { source: tariff ? source : 'estimated', nanoUsd };
}

// Tokens times price outgrows the integers a double can hold, so the sum is made in BigInt.
function product(tokens: number, rate: NanoUsdPerMillion): bigint {
  return BigInt(tokens) * BigInt(rate);
}

function perMillion(total: bigint): NanoUsd {
  return Number((total + 500_000n) / 1_000_000n);
}
