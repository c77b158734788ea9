import type { Estimate } from './binomial.ts';
import type { TestVerdict } from './rateTest.ts';

/*
 * A sequential test of the mean of values from 0 to 1 against a threshold, looked at after every value. It
 * bets that the mean is higher: money that is won against a mean of at most `missing` is evidence, and the
 * probability of ever multiplying it by 1/error is at most the error (Ville's inequality; Waudby-Smith and
 * Ramdas, Estimating means of bounded random variables by betting, 2024). It assumes no distribution and
 * no number of values. Six fixed bets share the money, because the best one is not known in advance; being
 * fixed, they make the result independent of the order of the values.
 */

/** Each a share of the largest possible bet. Chosen by judgement: small ones for small differences. */
const bets = [0.05, 0.15, 0.3, 0.5, 0.75, 0.95];

/** The logarithm of what each bet has made of its money. */
export type Capital = readonly number[];

export const startingCapital: Capital = bets.map(() => 0);

/** The money after one more value, betting that the mean is above `missing` (above 0, below 1). */
export function afterBet(capital: Capital, value: number, missing: number): Capital {
  return capital.map((money, place) => money + Math.log1p(bets[place]! * (value / missing - 1)));
}

/** The logarithm of all money relative to the start. */
export function logWealth(capital: Capital): number {
  const most = Math.max(...capital);
  const sum = capital.reduce((total, money) => total + Math.exp(money - most), 0);
  return most + Math.log(sum / capital.length);
}

export interface MeanTestSettings {
  /** The mean that is not good enough yet, above 0 and below 1; one that passes is higher. */
  readonly missing: number;
  /** The mean that is good enough, above 0 and below 1; one that fails is lower. */
  readonly meeting: number;
  /** The most probability of ever passing at `missing`, or failing at `meeting`. */
  readonly passError: number;
  readonly failError: number;
}

export interface MeanTest {
  readonly forPassing: Capital;
  readonly forFailing: Capital;
}

export const startingMeanTest: MeanTest = {
  forPassing: startingCapital,
  forFailing: startingCapital,
};

export function afterValue(test: MeanTest, value: number, settings: MeanTestSettings): MeanTest {
  return {
    forPassing: afterBet(test.forPassing, value, settings.missing),
    forFailing: afterBet(test.forFailing, 1 - value, 1 - settings.meeting),
  };
}

/** What the test says when `left` more values may come. */
export function meanVerdict(
  { forPassing, forFailing }: MeanTest,
  settings: MeanTestSettings,
  left: number,
): TestVerdict {
  const needed = Math.log(1 / settings.passError);
  if (logWealth(forPassing) >= needed) return 'passes';
  if (logWealth(forFailing) >= Math.log(1 / settings.failError)) return 'fails';
  return logWealth(withBest(forPassing, left, settings.missing)) < needed ? 'hopeless' : 'open';
}

/** The money if all values that are left were 1. */
function withBest(capital: Capital, left: number, missing: number): Capital {
  return capital.map((money, place) => money + left * Math.log1p(bets[place]! * (1 / missing - 1)));
}

/** Whether so many values could pass if all of them were 1. */
export function couldPass({ missing, passError }: MeanTestSettings, planned: number): boolean {
  return logWealth(withBest(startingCapital, planned, missing)) >= Math.log(1 / passError);
}

/**
 * A mean of values from 0 to 1 with the interval of the same bets. It assumes no distribution, and holds
 * whenever one stops to look. Student's interval would be narrower, but has no width at all when the few
 * values seen are alike, such as five scores of 1.
 */
export function scoreEstimate(values: readonly number[], confidence = 0.95): Estimate {
  const cases = values.length;
  if (cases === 0) return { low: 0, high: 1, cases };
  const needed = Math.log(2 / (1 - confidence));
  const low = lowerBound(values, needed);
  const high =
    1 -
    lowerBound(
      values.map((value) => 1 - value),
      needed,
    );
  return { value: values.reduce((sum, value) => sum + value, 0) / cases, low, high, cases };
}

/** The highest mean that the bets rule out, found by halving: the money falls as the mean rises. */
function lowerBound(values: readonly number[], needed: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 30; step += 1) {
    const middle = (low + high) / 2;
    const capital = values.reduce(
      (money, value) => afterBet(money, value, middle),
      startingCapital,
    );
    if (logWealth(capital) >= needed) low = middle;
    else high = middle;
  }
  return low;
}
