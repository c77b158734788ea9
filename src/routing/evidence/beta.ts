/** An estimated share with its 95 % interval. */
export interface ShareEstimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Estimates a share from hits and tries, with a prior that counts as two tries. */
export function shareOf(hits: number, tries: number, priorMean = 1 / 2): ShareEstimate {
  const yes = hits + 2 * priorMean;
  const no = tries - hits + 2 * (1 - priorMean);
  return {
    mean: yes / (yes + no),
    low: betaQuantile(0.025, yes, no),
    high: betaQuantile(0.975, yes, no),
  };
}

/** The value below which a draw from Beta(`a`, `b`) falls with the given probability. */
export function betaQuantile(probability: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (betaBelow(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The probability that a draw from Beta(`a`, `b`) is below `x`. */
export function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  // The continued fraction converges quickly only on this side of the mean; otherwise use the symmetry.
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(1 - x, b, a)) / b;
}

// The continued fraction of the incomplete beta function, by Lentz's method.
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const away = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 300; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return result;
}

const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680];

/** The logarithm of the gamma function, for arguments above 0. */
function logGamma(x: number): number {
  // Stirling's series is accurate from 10 on; the recurrence moves smaller arguments there.
  let shift = 0;
  let z = x;
  for (; z < 10; z += 1) shift -= Math.log(z);
  const series = stirling.reduce((sum, term, index) => sum + term / z ** (2 * index + 1), 0);
  return shift + (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series;
}
