import { startFinder } from '../../src/evaluation/finder/finder.ts';
import { type Estimate, shareEstimate } from '../../src/evaluation/statistics/binomial.ts';
import { randomFrom } from '../../src/routing/planner/random.ts';
import { percentile } from '../measuring/percentile.ts';
import { drivenRun, type FinderRun, inputOf, quickRun } from './finderRuns.ts';

/** One setting of simulated candidates. */
export interface FinderSetting {
  /** True pass rates, from the cheapest. */
  readonly rates: readonly number[];
  readonly threshold: number;
  readonly tolerance: number;
  readonly fixtures: number;
}

export interface FinderFigures extends FinderSetting {
  readonly runs: number;
  /** Named a candidate whose true rate is below the threshold less the tolerance. */
  readonly wrong: Estimate;
  /** Named one within the tolerance below the threshold. */
  readonly inZone: Estimate;
  /** Named the cheapest whose true rate reaches the threshold. */
  readonly right: Estimate;
  /** Named a dearer one than that. */
  readonly dearer: Estimate;
  /** Named none. */
  readonly none: Estimate;
  /** Calls as a share of the full grid. */
  readonly medianCalls: number;
  readonly p90Calls: number;
  /** Runs in which the state machine itself was driven; it agreed in all of them. */
  readonly driven: number;
}

/** True rates from the cheapest: apart and close, below and above the thresholds, and all at the edge. */
const rateSets = [
  [0.6, 0.8, 0.95],
  [0.7, 0.85, 0.97],
  [0.88, 0.95, 0.99],
  [0.95, 0.97, 0.99],
  [0.5, 0.6, 0.7],
  [0.79, 0.79, 0.79],
  [0.89, 0.89, 0.89],
  [0.86, 0.88, 0.92, 0.96, 0.98],
  [0.4, 0.97],
];

export const finderSettings: readonly FinderSetting[] = rateSets.flatMap((rates) =>
  [0.8, 0.9].flatMap((threshold) =>
    [50, 100, 200].flatMap((fixtures) =>
      [0, 0.05].map((tolerance) => ({ rates, threshold, tolerance, fixtures })),
    ),
  ),
);

/** One in so many runs drives the state machine. */
const drivenEvery = 100;

export function simulateFinder(setting: FinderSetting, runs: number, seed = 0): FinderFigures {
  const { rates, threshold, tolerance, fixtures } = setting;
  const start = startFinder(inputOf(rates.length, fixtures, threshold, tolerance));
  const truth = rates.findIndex((rate) => rate >= threshold);
  const counts = { wrong: 0, inZone: 0, right: 0, dearer: 0, none: 0 };
  const shares: number[] = [];
  let driven = 0;
  for (let run = 0; run < runs; run += 1) {
    const random = randomFrom(seed * runs + run);
    const isDriven = run % drivenEvery === 0;
    // Both ways have to see the same answers; otherwise they are drawn when they are asked for.
    const drawn = isDriven ? answers(rates, fixtures, random) : undefined;
    const passes = (candidate: number, fixture: number) =>
      drawn ? drawn[candidate]![fixture]! : random() < rates[candidate]!;
    const found = quickRun(start, passes);
    if (isDriven) {
      expectSame(found, drivenRun(start, passes));
      driven += 1;
    }
    shares.push(found.calls / (rates.length * fixtures));
    counts[meaning(found.named, { rates, threshold, tolerance }, truth)] += 1;
  }
  return {
    ...setting,
    runs,
    wrong: shareEstimate(counts.wrong, runs),
    inZone: shareEstimate(counts.inZone, runs),
    right: shareEstimate(counts.right, runs),
    dearer: shareEstimate(counts.dearer, runs),
    none: shareEstimate(counts.none, runs),
    medianCalls: percentile(shares, 0.5),
    p90Calls: percentile(shares, 0.9),
    driven,
  };
}

function answers(rates: readonly number[], fixtures: number, random: () => number): boolean[][] {
  return rates.map((rate) => Array.from({ length: fixtures }, () => random() < rate));
}

function meaning(
  named: number,
  { rates, threshold, tolerance }: Omit<FinderSetting, 'fixtures'>,
  truth: number,
): 'wrong' | 'inZone' | 'right' | 'dearer' | 'none' {
  if (named < 0) return 'none';
  const rate = rates[named]!;
  if (rate < threshold - tolerance - 1e-9) return 'wrong';
  if (rate < threshold) return 'inZone';
  return named === truth ? 'right' : 'dearer';
}

function expectSame(quick: FinderRun, driven: FinderRun): void {
  if (quick.named !== driven.named || quick.calls !== driven.calls) {
    throw new Error(`The finder differs from its tests: ${JSON.stringify({ quick, driven })}`);
  }
}
