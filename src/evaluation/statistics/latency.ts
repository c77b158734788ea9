import { atLeastHits, type Estimate } from './binomial.ts';

/**
 * A percentile, from 0 to 100, of measured times. Its interval consists of measured values, too (order
 * statistics); an end that lies outside of what so few values can tell is 0 or infinite.
 */
export function percentileOf(values: readonly number[], percent: number): Estimate {
  const cases = values.length;
  if (cases === 0) return { low: 0, high: Infinity, cases };
  const sorted = values.toSorted((a, b) => a - b);
  const share = percent / 100;
  const value = sorted[Math.max(0, Math.ceil(share * cases) - 1)]!;
  // At least `rank` of the values lie below the percentile with this probability.
  const below = (rank: number) => atLeastHits(rank, cases, share);
  let low = 0;
  while (low < cases && below(low + 1) >= 0.975) low += 1;
  let high = cases + 1;
  while (high > 1 && below(high - 1) <= 0.025) high -= 1;
  return {
    value,
    low: low === 0 ? 0 : sorted[low - 1]!,
    high: high > cases ? Infinity : sorted[high - 1]!,
    cases,
  };
}
