import { betaQuantile } from '../../routing/evidence/beta.ts';

/** A mean over seeds with its 95 % interval (Student's t). */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** One value has no interval: all three are the value. */
export function intervalOf(values: readonly number[]): Interval {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean, low: mean, high: mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (count - 1) / count);
  const reach = error * studentQuantile(count - 1);
  return { mean, low: mean - reach, high: mean + reach };
}

/** Between minus and plus this lie 95 of 100 draws of Student's t. */
function studentQuantile(degrees: number): number {
  const x = betaQuantile(0.05, degrees / 2, 1 / 2);
  return Math.sqrt((degrees * (1 - x)) / x);
}
