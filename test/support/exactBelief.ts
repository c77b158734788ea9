import type { Tally } from '../../src/routing/evidence/evidence.ts';
import type { Guess, Prior } from '../../src/routing/planner/prior.ts';

/** Expected values, relative to asking only `large`. */
export interface Exact {
  readonly smallQuality: number;
  readonly smallDoubt: number;
  readonly smallLoss: number;
  readonly cascadeQuality: number;
  readonly cascadeDoubt: number;
  readonly cascadeLoss: number;
  /** The probability that the cascade asks `large`. */
  readonly climbs: number;
}

// The middles of eight equally large parts of the normal distribution.
const levels = [-1.534, -0.887, -0.489, -0.157, 0.157, 0.489, 0.887, 1.534];
const logistic = (logit: number) => 1 / (1 + Math.exp(-logit));

/** Grid points for the strongest model's ability, small's gap to it, spread, sensitivity, false accepts. */
const counts = [9, 9, 6, 6, 8];
/** False accepts have the tails of Student's t with two degrees of freedom. */
const heavy = 4;
const feedbackPoints = 11;

/**
 * Computes the posterior over a ladder of two rungs, p/small and p/large, by brute force: prior times
 * likelihood at every point of a grid. It follows the description of the model and shares no code with
 * the sampler under test. Each later grid covers only the region where the previous one had mass.
 */
export function exactBelief(prior: Prior, tallies: readonly Tally[]): Exact {
  const { strongest, behind, difficulty, sensitivity, falseAccept, feedback } = prior;
  const guesses = [strongest, behind[0]!, difficulty, sensitivity, falseAccept];
  let around = guesses.map(({ mean, spread }, place) => ({
    middle: mean,
    reach: (place === heavy ? 8 : 4.5) * spread,
  }));
  for (let turn = 1; ; turn += 1) {
    const axes = guesses.map((guess, place) => axisOf(guess, around[place]!, place));
    const feedbacks = axisOf(feedback, { middle: feedback.mean, reach: 4 * feedback.spread });
    const { marginals, exact } = meansOver(axes, feedbacks, tallies);
    if (turn === 3) return exact;
    around = marginals.map(({ mean, squares }) => ({
      middle: mean,
      reach: 4.5 * Math.sqrt(squares - mean ** 2),
    }));
  }
}

function axisOf(
  { mean, spread }: Guess,
  { middle, reach }: { readonly middle: number; readonly reach: number },
  place?: number,
) {
  const count = place === undefined ? feedbackPoints : counts[place]!;
  return Array.from({ length: count }, (_, step) => {
    const value = middle + reach * ((2 * step + 1) / count - 1);
    const squared = ((value - mean) / spread) ** 2;
    const logPrior = place === heavy ? -1.5 * Math.log(1 + squared / 2) : -squared / 2;
    return { value, logPrior };
  });
}

type Axis = ReturnType<typeof axisOf>;

function meansOver(axes: readonly Axis[], feedbacks: Axis, tallies: readonly Tally[]) {
  const shares = feedbacks.map(({ value }) => logistic(value));
  const sums = new Float64Array(8 + 2 * axes.length);
  let most = -Infinity;
  const size = counts.reduce((product, count) => product * count);
  for (let index = 0; index < size; index += 1) {
    let rest = index;
    const point = axes.map((axis) => {
      const each = axis[rest % axis.length]!;
      rest = Math.floor(rest / axis.length);
      return each;
    });
    const numbers = point.map(({ value }) => value);
    const world = worldAt(numbers);
    const chances = tallies.map((tally) => chanceOf(tally, world));
    const logPrior = point.reduce((sum, each) => sum + each.logPrior, 0);
    let figures: readonly number[] | undefined;
    for (let f = 0; f < shares.length; f += 1) {
      let logWeight = logPrior + feedbacks[f]!.logPrior;
      for (const { all, bad, wrong, weight } of chances) {
        logWeight += weight * Math.log(wrong ? bad * shares[f]! : all - bad * shares[f]!);
      }
      if (logWeight < most - 40) continue;
      if (logWeight > most) {
        const less = Math.exp(most - logWeight);
        for (let place = 0; place < sums.length; place += 1) sums[place]! *= less;
        most = logWeight;
      }
      const weight = Math.exp(logWeight - most);
      figures ??= [...figuresOf(world), ...numbers, ...numbers.map((each) => each ** 2)];
      for (let place = 0; place < sums.length; place += 1) sums[place]! += weight * figures[place]!;
    }
  }
  const means = Array.from(sums, (sum) => sum / sums[0]!);
  const [, ...plans] = means;
  const [smallQuality, smallSquares, smallLoss, cascadeQuality, cascadeSquares] = plans;
  const [cascadeLoss, climbs] = plans.slice(5);
  const doubt = (mean = 0, squares = 0) => Math.sqrt(Math.max(0, squares - mean ** 2));
  return {
    exact: {
      smallQuality,
      smallDoubt: doubt(smallQuality, smallSquares),
      smallLoss,
      cascadeQuality,
      cascadeDoubt: doubt(cascadeQuality, cascadeSquares),
      cascadeLoss,
      climbs,
    } as Exact,
    marginals: axes.map((_, place) => ({
      mean: means[8 + place]!,
      squares: means[8 + axes.length + place]!,
    })),
  };
}

type World = ReturnType<typeof worldAt>;

/** The share that each rung solves at each difficulty, and the share that passes the gates. */
function worldAt([large, behind, logSpread, sensitivity, falseAccept]: readonly number[]) {
  const spread = Math.exp(logSpread!);
  return {
    small: levels.map((level) => logistic(large! - behind! - spread * level)),
    large: levels.map((level) => logistic(large! - spread * level)),
    sensitivity: logistic(sensitivity!),
    falseAccept: logistic(falseAccept!),
  };
}

/** The probability of a verdict, given the share that passes; 1 if no gate ran. */
function seenAs(passed: boolean | undefined, passes: number): number {
  return passed === undefined ? 1 : passed ? passes : 1 - passes;
}

/** The likelihood of a tally, and the part of it in which the accepted answer is bad. */
function chanceOf({ answers, taken, wrong, weight }: Tally, world: World) {
  let [all, bad] = [0, 0];
  for (let level = 0; level < levels.length; level += 1) {
    let [chance, badShare] = [1 / levels.length, 0];
    for (let place = 0; place < answers.length; place += 1) {
      const { rung, passed } = answers[place]!;
      const good = world[rung === 'p/small' ? 'small' : 'large'][level]!;
      const isBad = (1 - good) * seenAs(passed, world.falseAccept);
      const either = good * seenAs(passed, world.sensitivity) + isBad;
      if (place === taken) badShare = isBad / either;
      chance *= either;
    }
    all += chance;
    bad += chance * badShare;
  }
  return { all, bad, wrong, weight };
}

/** One; then quality, its square and the loss of small alone and of the cascade; how often it climbs. */
function figuresOf({ small, large, sensitivity, falseAccept }: World): number[] {
  let [smallSolves, largeSolves, cascadeSolves, climbs] = [0, 0, 0, 0];
  small.forEach((good, level) => {
    const climb = good * (1 - sensitivity) + (1 - good) * (1 - falseAccept);
    smallSolves += good / levels.length;
    largeSolves += large[level]! / levels.length;
    cascadeSolves += (good * sensitivity + climb * large[level]!) / levels.length;
    climbs += climb / levels.length;
  });
  const figures = [smallSolves, cascadeSolves].flatMap((solved) => {
    const quality = solved / largeSolves;
    return [quality, quality ** 2, Math.max(0, 1 - quality)];
  });
  return [1, ...figures, climbs];
}
