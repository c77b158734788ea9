/*
 * A sequential test of a rate against a threshold, looked at after every case, with at most `planned`
 * cases. Its bounds are exact: the binomial distribution is followed case by case, and each look may
 * spend a part of the allowed error (error spending, Lan and DeMets 1983; power family, Kim and DeMets
 * 1987). Wald's test would need hundreds of cases near the threshold, and cut off at a small number of
 * cases it would no longer hold its error rates; these bounds hold theirs for every number of cases.
 *
 * The bounds for passing disregard those for failing, so that they also hold when the cases go on.
 */

export interface RateTestSettings {
  /** The most cases there will be. */
  readonly planned: number;
  /** The rate that is not good enough yet, 0 to 1; one that passes is higher. */
  readonly missing: number;
  /** The rate that is good enough, 0 to 1; one that fails is lower. At least `missing`. */
  readonly meeting: number;
  /** The most probability of passing at the rate `missing`, over all looks. */
  readonly passError: number;
  /** The most probability of failing at the rate `meeting`, over all looks. */
  readonly failError: number;
}

/** When the test ends. Each list has one entry for each number of cases, from 0 to `planned`. */
export interface RateBounds {
  /** At least so many hits pass; infinite where no number does. */
  readonly passAt: readonly number[];
  /** At most so many hits fail; -1 where no number does. */
  readonly failAt: readonly number[];
  /** At most so many hits are hopeless; -1 where no number is. */
  readonly hopelessAt: readonly number[];
}

/** Most of the error is kept for the last looks, where the most is known. */
const passSpending = 2;
/** A candidate that is clearly bad should stop early. */
const failSpending = 1;

/**
 * A candidate is hopeless when even a good one in its place would seldom pass any more. Good is one that
 * passes with the first probability from the start; seldom is below the second. Found by computing: more
 * would save no more calls, and this costs a candidate at most four points of its probability of passing.
 */
const goodPower = 0.8;
const seldom = 0.2;
/** Nothing is hopeless before so many cases, so that what is said of it rests on more than bad luck. */
const fewestToGiveUp = 10;

export function rateBounds(settings: RateTestSettings): RateBounds {
  const { planned, missing, meeting, passError, failError } = settings;
  const passAt =
    missing <= 0
      ? Array.from({ length: planned + 1 }, (_, cases) => (cases === 0 ? Infinity : 0))
      : crossings(planned, missing, (share) => passError * share ** passSpending);
  // A rate is too low as its complement is too high, so one function finds both bounds.
  const missesToFail = crossings(
    planned,
    1 - meeting,
    (share) => failError * share ** failSpending,
  );
  const failAt = missesToFail.map((misses, cases) => (misses > cases ? -1 : cases - misses));
  return { passAt, failAt, hopelessAt: hopelessBounds(passAt, missing) };
}

function hopelessBounds(passAt: readonly number[], missing: number): number[] {
  if (!passAt.some(Number.isFinite)) return passAt.map(() => -1);
  let low = missing;
  let high = 1;
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (passChances(passAt, middle)[0]![0]! < goodPower) low = middle;
    else high = middle;
  }
  return passChances(passAt, high).map((chances, cases) => {
    if (cases < Math.min(fewestToGiveUp, passAt.length - 1)) return -1;
    const hopeful = chances.findIndex((chance) => chance >= seldom);
    return hopeful < 0 || hopeful > cases ? cases : hopeful - 1;
  });
}

/** By the number of cases and of hits, the probability of passing then or later at this rate. */
function passChances(passAt: readonly number[], rate: number): Float64Array[] {
  const planned = passAt.length - 1;
  const chances: Float64Array[] = [];
  for (let cases = planned; cases >= 0; cases -= 1) {
    const later = chances[cases + 1];
    const now = new Float64Array(cases + 1);
    for (let hits = 0; hits <= cases; hits += 1) {
      if (hits >= passAt[cases]!) now[hits] = 1;
      else if (later) now[hits] = later[hits]! * (1 - rate) + later[hits + 1]! * rate;
    }
    chances[cases] = now;
  }
  return chances;
}

/**
 * For each number of cases the fewest hits that cross, so that the probability of crossing up to there is
 * at most what `spending` allows at that share of the planned cases.
 */
function crossings(planned: number, rate: number, spending: (share: number) => number): number[] {
  // `alive[hits]` is the probability of having so many hits without having crossed.
  let alive = new Float64Array(planned + 2);
  alive[0] = 1;
  let spent = 0;
  let highest = 0;
  const bounds = [Infinity];
  for (let cases = 1; cases <= planned; cases += 1) {
    const next = new Float64Array(planned + 2);
    for (let hits = 0; hits <= highest; hits += 1) {
      next[hits]! += alive[hits]! * (1 - rate);
      next[hits + 1]! += alive[hits]! * rate;
    }
    const allowed = spending(cases / planned);
    let bound = highest + 2;
    while (bound > 0 && spent + next[bound - 1]! <= allowed) {
      bound -= 1;
      spent += next[bound]!;
      next[bound] = 0;
    }
    bounds.push(bound > highest + 1 ? Infinity : bound);
    highest = Math.min(highest + 1, bound - 1);
    alive = next;
  }
  return bounds;
}

/** What a sequential test says. */
export type TestVerdict = 'open' | 'passes' | 'fails' | 'hopeless';

/**
 * What the test says after so many cases. `hopeless`: it has not failed, but the cases that are left will
 * hardly prove it. That is never said where the planned cases cannot prove anything.
 */
export function rateVerdict(bounds: RateBounds, cases: number, hits: number): TestVerdict {
  if (hits >= (bounds.passAt[cases] ?? Infinity)) return 'passes';
  if (hits <= (bounds.failAt[cases] ?? -1)) return 'fails';
  return hits <= (bounds.hopelessAt[cases] ?? -1) ? 'hopeless' : 'open';
}

/** Whether the planned cases are enough to pass at all. */
export function canPass({ passAt }: RateBounds): boolean {
  return passAt.some((hits, cases) => hits <= cases);
}
