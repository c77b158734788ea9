import { betaBelow } from './beta.ts';

/** What is known of a share: Beta(`yes`, `no`). */
export interface ShareBelief {
  readonly yes: number;
  readonly no: number;
}

export function meanOf({ yes, no }: ShareBelief): number {
  return yes / (yes + no);
}

/** Slices of the second share's distribution; 40 give the probability to about 0.002. */
const slices = 40;
/** Standard deviations on each side of its mean that are looked at. */
const reach = 6;

/** The probability that the first share is higher than the second one plus `by`, which may be below 0. */
export function probablyHigher(first: ShareBelief, second: ShareBelief, by: number): number {
  const { yes, no } = second;
  const mean = meanOf(second);
  const deviation = Math.sqrt((mean * (1 - mean)) / (yes + no + 1));
  const from = Math.max(0, mean - reach * deviation);
  const width = (Math.min(1, mean + reach * deviation) - from) / slices;
  let probability = 0;
  let below = betaBelow(from, yes, no);
  for (let slice = 1; slice <= slices; slice += 1) {
    const until = betaBelow(from + slice * width, yes, no);
    const middle = from + (slice - 0.5) * width;
    probability += (until - below) * (1 - betaBelow(middle + by, first.yes, first.no));
    below = until;
  }
  return probability;
}
