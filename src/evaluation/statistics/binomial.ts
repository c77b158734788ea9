import { betaBelow, betaQuantile } from '../../routing/evidence/beta.ts';

/*
 * This folder holds the statistics of evaluations: pure functions over counts and values from 0 to 1.
 * `rateTest.ts` and `meanTest.ts` are the sequential tests; the other files describe what was measured.
 * A figure is always an `Estimate`: a value with its interval and the number of cases behind it.
 */

/** A measured figure. Its interval holds the true value in 95 of 100 cases unless said otherwise. */
export interface Estimate {
  /** Undefined when nothing was measured. */
  readonly value?: number;
  readonly low: number;
  readonly high: number;
  /** Number of cases behind it. */
  readonly cases: number;
}

/**
 * A share with its exact interval (Clopper and Pearson 1934). It is chosen over Wilson's because its
 * coverage never falls below what it states, and shares near 1 with few cases are the usual ones here.
 */
export function shareEstimate(hits: number, cases: number, confidence = 0.95): Estimate {
  if (cases === 0) return { low: 0, high: 1, cases };
  const tail = (1 - confidence) / 2;
  return {
    value: hits / cases,
    low: hits === 0 ? 0 : betaQuantile(tail, hits, cases - hits + 1),
    high: hits === cases ? 1 : betaQuantile(1 - tail, hits + 1, cases - hits),
    cases,
  };
}

/** The probability of at least this many hits in so many cases. */
export function atLeastHits(hits: number, cases: number, rate: number): number {
  if (hits <= 0) return 1;
  return hits > cases ? 0 : betaBelow(rate, hits, cases - hits + 1);
}

/** The fewest cases without a failure that prove a rate above `least`; infinite when none do. */
export function fewestFaultless(least: number, error: number): number {
  if (least <= 0) return 1;
  return least >= 1 ? Infinity : Math.ceil(Math.log(error) / Math.log(least));
}

/**
 * The two-sided p-value of the sign test: the probability of so uneven a split of wins and losses between
 * two that are as good as each other. 1 without any.
 */
export function signTest(wins: number, losses: number): number {
  const decided = wins + losses;
  if (decided === 0) return 1;
  return Math.min(1, 2 * atLeastHits(Math.max(wins, losses), decided, 1 / 2));
}
