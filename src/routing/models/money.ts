import { inEnglish, type Say } from '../say.ts';

/** An amount of money in nano-dollars (1e-9 USD). Always an integer. */
export type NanoUsd = number;

/**
 * Where a cost comes from.
 * reported: the provider named the amount. computed: reported tokens times a known price.
 * estimated: tokens were counted here, times a known price. unknown: no price, or no tokens.
 */
export type CostSource = 'reported' | 'computed' | 'estimated' | 'unknown';

/** `nanoUsd` is undefined exactly when `source` is unknown. Unknown is never zero. */
export type Cost =
  | { readonly source: 'reported' | 'computed' | 'estimated'; readonly nanoUsd: NanoUsd }
  | { readonly source: 'unknown'; readonly nanoUsd?: undefined };

export const unknownCost: Cost = { source: 'unknown' };

const nanoPerDollar = 1_000_000_000;

/**
 * More than any call costs: two million tokens at the highest rate that settings take are 2,000 USD. A higher
 * amount is an error of the provider, and a thousand of them would be more than a number holds exactly.
 */
const mostOfOneCall: NanoUsd = 10_000 * nanoPerDollar;

/** Whether a call can have cost so much. */
export function isCostOfOneCall(nanoUsd: NanoUsd): boolean {
  return Number.isSafeInteger(nanoUsd) && nanoUsd <= mostOfOneCall;
}

/** A rate in USD per token as USD per million tokens. */
export function usdPerMillion(usdPerToken: number): number {
  // The product of 0.0000008 and a million is not 0.8.
  return Number((usdPerToken * 1e6).toPrecision(9));
}

/** No token costs more than a tenth of a cent: a higher amount is a price per thousand or per million. */
export const mostUsdPerToken = 0.001;

/** An amount in USD as whole nano-dollars. */
export function nanoUsdOf(usd: number): NanoUsd {
  return Math.round(usd * nanoPerDollar);
}

/** Every digit, without trailing zeros but with at least two decimals: `$0.001234567`. */
export function formatExactUsd(nanoUsd: NanoUsd): string {
  const sign = nanoUsd < 0 ? '-' : '';
  const amount = Math.abs(nanoUsd);
  const whole = Math.floor(amount / nanoPerDollar);
  const fraction = String(amount % nanoPerDollar).padStart(9, '0');
  return `${sign}$${whole}.${fraction.replace(/0{1,7}$/, '')}`;
}

/**
 * Short form, rounded half up: `$12.35`, `$0.042`, `$0.00012`; it never rounds a cost above zero down to zero.
 */
export function formatUsd(nanoUsd: NanoUsd): string {
  const amount = Math.abs(nanoUsd);
  const sign = nanoUsd < 0 ? '-' : '';
  const unit = 10 ** (9 - decimalsOf(amount));
  const rounded = Math.round(amount / unit) * unit;
  // It may be rounded up to an amount that needs fewer decimals.
  return `${sign}$${(rounded / nanoPerDollar).toFixed(decimalsOf(rounded))}`;
}

/** Two, and below a dollar as many as show two digits that are not zero, but at least three. */
function decimalsOf(amount: NanoUsd): number {
  if (amount === 0 || amount >= nanoPerDollar) return 2;
  return Math.min(9, Math.max(3, 1 - Math.floor(Math.log10(amount / nanoPerDollar))));
}

/** The sum of several costs. It is estimated when one of them is, and unknown when one of them is. */
export function totalCost(costs: readonly Cost[]): Cost {
  let nanoUsd = 0;
  let estimated = false;
  for (const cost of costs) {
    if (cost.source === 'unknown') return unknownCost;
    nanoUsd += cost.nanoUsd;
    estimated ||= cost.source === 'estimated';
  }
  return { source: estimated ? 'estimated' : 'computed', nanoUsd };
}

/** A cost in words that say how sure it is: `$0.0012`, `≈ $0.0012`, `cost unknown`. */
export function describeCost(cost: Cost, say: Say = inEnglish): string {
  if (cost.source === 'unknown') return say('cost unknown');
  return cost.source === 'estimated' ? `≈ ${formatUsd(cost.nanoUsd)}` : formatUsd(cost.nanoUsd);
}
