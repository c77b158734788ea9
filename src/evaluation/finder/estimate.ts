import type { NanoUsd } from '../../routing/models/money.ts';
import { randomFrom } from '../../routing/planner/random.ts';
import { betaQuantile } from '../../routing/evidence/beta.ts';
import type { Candidate } from '../candidate.ts';
import { type Criterion, startingProgress, withValue } from './criteria.ts';
import { type FinderInput, startFinder } from './finder.ts';

/** What a run may take, before it starts. */
export interface Amount {
  readonly calls: number;
  /** Undefined when the cost of a candidate that takes part is unknown. */
  readonly nanoUsd?: NanoUsd;
}

export interface FinderEstimate {
  /** The cheapest candidate passes as early as it can. */
  readonly low: Amount;
  /** The mean over simulated runs. */
  readonly expected: Amount;
  /** Every candidate on every fixture; each trial at its worst case, where that is known. */
  readonly high: Amount;
  /** The fixtures are enough to prove every threshold. */
  readonly provable: boolean;
}

/** Chosen by judgement: a prior that is worth four fixtures, around a rate that is usual where unknown. */
const usualRate = 0.85;
const priorCases = 4;
const simulatedRuns = 200;

/**
 * Estimates calls and money from the expected pass rates, with runs simulated from one fixed seed.
 *
 * @param shares by the id of a candidate: the share of its usual cost that this run pays, 1 when omitted
 */
export function estimateFinder(
  input: FinderInput,
  shares: ReadonlyMap<string, number> = new Map(),
): FinderEstimate {
  const { contenders, course } = startFinder(input);
  const { criteria } = course;
  const fixtures = course.fixtures.length;
  const candidates = contenders.map(({ candidate }) => candidate);
  const strictest = strictestOf(criteria);
  const costs = candidates.map((each) => costOf(each, shares.get(each.id)));
  const worst = candidates.map((each, place) => each.worstCaseNanoUsd ?? costs[place]);
  const all = candidates.map(() => fixtures);
  const whole = { expected: amountOf(costs, all), high: amountOf(worst, all) };
  const provable = criteria.every((each) => each.provable);
  if (input.wholeGrid === true || strictest === undefined || candidates.length === 0) {
    return { low: whole.expected, ...whole, provable };
  }
  const played = (candidate: Candidate, value: () => number): Played => {
    const made = playTrials(strictest, fixtures, value);
    return input.together?.has(candidate.id) ? { ...made, calls: fixtures } : made;
  };
  const least = played(candidates[0]!, () => 1);
  const runs = simulated(candidates, played);
  return {
    low: amountOf(costs, [least.calls]),
    expected: amountOf(costs, runs),
    high: whole.high,
    provable,
  };
}

/** The criterion that needs most, by which the runs are simulated. */
function strictestOf(criteria: readonly Criterion[]): Criterion | undefined {
  const shares = criteria.filter(({ kind }) => kind !== 'latency' && kind !== 'cost');
  const most = (one: Criterion, other: Criterion) => other.least - one.least;
  return (shares.length > 0 ? shares : criteria).toSorted(most)[0];
}

/** By candidate, the mean number of trials. */
function simulated(
  candidates: readonly Candidate[],
  played: (candidate: Candidate, value: () => number) => Played,
): number[] {
  const random = randomFrom(0);
  const sums = candidates.map(() => 0);
  const rates = candidates.map(likelyRates);
  for (let run = 0; run < simulatedRuns; run += 1) {
    for (const [place, likely] of rates.entries()) {
      const rate = likely[Math.floor(random() * likely.length)]!;
      const { calls, passes } = played(candidates[place]!, () => (random() < rate ? 1 : 0));
      sums[place]! += calls;
      if (passes) break;
    }
  }
  return sums.map((sum) => sum / simulatedRuns);
}

/** Rates that are as likely as each other by what is expected of a candidate. */
function likelyRates({ expectedPassRate = usualRate }: Candidate): number[] {
  const [hits, misses] = [expectedPassRate, 1 - expectedPassRate].map(
    (share) => share * priorCases + 0.5,
  );
  return Array.from({ length: 20 }, (_, place) => betaQuantile((place + 0.5) / 20, hits!, misses!));
}

interface Played {
  readonly calls: number;
  readonly passes: boolean;
}

function playTrials(criterion: Criterion, fixtures: number, value: () => number): Played {
  let progress = startingProgress;
  let calls = 0;
  // A class has fewer fixtures than the run; the calls are those for all of them.
  const perCase = fixtures / Math.max(1, criterion.planned);
  while (progress.verdict === 'open' && calls < criterion.planned) {
    progress = withValue(criterion, progress, value());
    calls += 1;
  }
  return { calls: Math.round(calls * perCase), passes: progress.verdict === 'passes' };
}

/** What a trial is likely to cost; its worst case where nothing else is known. */
function costOf({ taskCost, worstCaseNanoUsd }: Candidate, share = 1): NanoUsd | undefined {
  return taskCost.source === 'unknown' ? worstCaseNanoUsd : share * taskCost.nanoUsd;
}

/** So many calls of each candidate, at what a call of each costs. */
function amountOf(costs: readonly (NanoUsd | undefined)[], calls: readonly number[]): Amount {
  let nanoUsd: NanoUsd | undefined = 0;
  for (const [place, count] of calls.entries()) {
    const each = costs[place];
    if (count > 0)
      nanoUsd = each === undefined || nanoUsd === undefined ? undefined : nanoUsd + count * each;
  }
  const total = calls.reduce((sum, count) => sum + count, 0);
  return {
    calls: Math.round(total),
    ...(nanoUsd !== undefined && { nanoUsd: Math.round(nanoUsd) }),
  };
}
