import type { OutcomeTask } from '../../src/evaluation/simulation/outcomes.ts';
import { logistic } from '../../src/routing/planner/prior.ts';
import { percentile } from '../measuring/percentile.ts';

/** The values of the shipped priors, estimated from outcomes: medians over pairs of models. */
export interface Fitted {
  /** The spread of task difficulty. */
  readonly difficulty: number;
  /** Half the interquartile range of the cheaper model's gap, divided by 0.67. */
  readonly behindSpread: number;
  /** The cheaper model's gap at a tenth of the price. */
  readonly perTenfoldPrice: number;
  /** The more expensive model's cost on tasks that the cheaper one fails, relative to all tasks. */
  readonly climbingCost: number;
}

const spreads = [0.5, 0.7, 1, 1.4, 2, 2.8, 4, 5.6, 8];
const levels = [-1.534, -0.887, -0.489, -0.157, 0.157, 0.489, 0.887, 1.534];

/** Undefined for fewer than two models. */
export function fit(tasks: readonly OutcomeTask[]): Fitted | undefined {
  const models = [...new Set(tasks.flatMap(({ samples }) => [...samples.keys()]))];
  const pairs = models.flatMap((cheap) =>
    models.flatMap((expensive) => fitPair(countPair(tasks, cheap, expensive)) ?? []),
  );
  if (pairs.length === 0) return undefined;
  const at = (share: number, of: (pair: FittedPair) => number) => percentile(pairs.map(of), share);
  const behind = (pair: FittedPair) => pair.behind;
  const sloped = pairs.filter(({ tenfolds }) => tenfolds > 0.3);
  return {
    difficulty: at(0.5, ({ difficulty }) => difficulty),
    behindSpread: (at(0.75, behind) - at(0.25, behind)) / 2 / 0.67,
    perTenfoldPrice: percentile(
      sloped.map((pair) => pair.behind / pair.tenfolds),
      0.5,
    ),
    climbingCost: at(0.5, ({ climbingCost }) => climbingCost),
  };
}

/** Sums over the tasks that both answered. */
interface Pair {
  readonly tasks: number;
  readonly both: number;
  readonly cheap: number;
  readonly expensive: number;
  readonly cheapCost: number;
  readonly dearCost: number;
  readonly dearCostWhereCheapFails: number;
}

function countPair(tasks: readonly OutcomeTask[], cheap: string, expensive: string): Pair {
  const answered = tasks.flatMap(({ samples }) => {
    const [one, other] = [samples.get(cheap)?.[0], samples.get(expensive)?.[0]];
    return one && other ? { one, other } : [];
  });
  const sum = (of: (each: (typeof answered)[number]) => number) =>
    answered.reduce((total, each) => total + of(each), 0);
  return {
    tasks: answered.length,
    both: sum(({ one, other }) => one.quality * other.quality),
    cheap: sum(({ one }) => one.quality),
    expensive: sum(({ other }) => other.quality),
    cheapCost: sum(({ one }) => one.nanoUsd),
    dearCost: sum(({ other }) => other.nanoUsd),
    dearCostWhereCheapFails: sum(({ one, other }) => (1 - one.quality) * other.nanoUsd),
  };
}

interface FittedPair {
  readonly difficulty: number;
  readonly behind: number;
  readonly tenfolds: number;
  readonly climbingCost: number;
}

/** The maximum-likelihood spread of difficulty, with the abilities at that spread. */
function fitPair({ tasks, both, ...pair }: Pair): FittedPair | undefined {
  if (tasks < 50 || pair.cheapCost >= pair.dearCost) return undefined;
  const [cheapShare, expensiveShare] = [pair.cheap / tasks, pair.expensive / tasks];
  if (Math.min(cheapShare, expensiveShare, 1 - cheapShare, 1 - expensiveShare) < 0.02)
    return undefined;
  const likelihood = (spread: number) => {
    const [cheap, expensive] = [abilityFor(cheapShare, spread), abilityFor(expensiveShare, spread)];
    const expected = meanOver(
      (level) => solves(cheap, spread, level) * solves(expensive, spread, level),
    );
    return (
      both * Math.log(expected) +
      (pair.cheap - both) * Math.log(cheapShare - expected) +
      (pair.expensive - both) * Math.log(expensiveShare - expected) +
      (tasks - pair.cheap - pair.expensive + both) *
        Math.log(1 - cheapShare - expensiveShare + expected)
    );
  };
  const difficulty = spreads.reduce((best, each) =>
    likelihood(each) > likelihood(best) ? each : best,
  );
  return {
    difficulty,
    behind: abilityFor(expensiveShare, difficulty) - abilityFor(cheapShare, difficulty),
    tenfolds: Math.log10(pair.dearCost / pair.cheapCost),
    climbingCost: pair.dearCostWhereCheapFails / (tasks - pair.cheap) / (pair.dearCost / tasks),
  };
}

function abilityFor(share: number, spread: number): number {
  let [low, high] = [-40, 40];
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (meanOver((level) => solves(middle, spread, level)) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function solves(ability: number, spread: number, level: number): number {
  return logistic(ability - spread * level);
}

function meanOver(of: (level: number) => number): number {
  return levels.reduce((sum, level) => sum + of(level), 0) / levels.length;
}
