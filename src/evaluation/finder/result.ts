import type { Accounts } from '../../routing/models/accounts.ts';
import type { NanoUsd } from '../../routing/models/money.ts';
import type { Candidate } from '../candidate.ts';
import { intervalOf } from '../statistics/interval.ts';
import { type Estimate, shareEstimate } from '../statistics/binomial.ts';
import { type Classification, classify } from '../statistics/classes.ts';
import { percentileOf } from '../statistics/latency.ts';
import { scoreEstimate } from '../statistics/meanTest.ts';
import { taskCostOf, type Trial } from '../trial.ts';
import { type Contender, hasRunOut, looksGood } from './contender.ts';
import { type Criterion, sureness } from './criteria.ts';
import type { FinderEnd, FinderState } from './finder.ts';

/**
 * What is known of a candidate. `passes` and `fails` are proven; `unproven` had its trials and neither is;
 * `unfinished` was stopped by a cap or is still running; `untried` was not needed.
 */
export type CandidateVerdict = 'passes' | 'fails' | 'unproven' | 'unfinished' | 'untried';

/** What a criterion says of a candidate, from the trials that counted. */
export interface CriterionResult {
  readonly criterion: Criterion;
  readonly verdict: 'passes' | 'fails' | 'unproven';
  readonly cases: number;
  /** For counted criteria; undefined for scores and costs. */
  readonly hits?: number;
  /** How sure it is, 0 to 1, that the criterion is met. */
  readonly sureness: number;
}

/** One line of the table. Figures are over all trials that were scored. */
export interface Row {
  readonly candidate: Candidate;
  readonly verdict: CandidateVerdict;
  /** Every threshold is reached in what was seen, proven or not. */
  readonly looksGood: boolean;
  readonly criteria: readonly CriterionResult[];
  /** Fixtures with a scored trial. */
  readonly scored: number;
  /** Trials that could not be run or scored. */
  readonly stuck: number;
  readonly passRate: Estimate;
  readonly score: Estimate;
  /** Over fixtures with a label; undefined when there are none. */
  readonly classes?: Classification;
  /** Nano-dollars a task; its value is undefined where the cost of a trial is unknown. */
  readonly cost: Estimate;
  /** Milliseconds. */
  readonly firstText: Times;
  readonly latency: Times;
}

export interface Times {
  readonly p50: Estimate;
  readonly p90: Estimate;
}

/** A candidate in the plot of quality over cost. */
export interface PlotPoint {
  readonly candidateId: string;
  /** Nano-dollars a task. */
  readonly cost: Estimate;
  /** The pass rate. */
  readonly quality: Estimate;
  /** No other measured candidate is as good for less, or better for as much. */
  readonly onFront: boolean;
}

export interface FinderResult {
  readonly end: FinderEnd | 'running' | 'cancelled' | 'notReserved';
  /** From the cheapest. */
  readonly rows: readonly Row[];
  /** The cheapest candidate that is proven to meet the thresholds. */
  readonly smallest?: Row;
  /** Where none is proven: the cheapest that reaches them in what was seen. It is not sure. */
  readonly likely?: Row;
  readonly points: readonly PlotPoint[];
  readonly fixtures: number;
  /** The fixtures are enough to prove every threshold. */
  readonly provable: boolean;
  readonly calls: number;
  /** What every candidate on every fixture would take. */
  readonly gridCalls: number;
  readonly spent: Accounts;
}

export function finderResult(state: FinderState, end: FinderResult['end']): FinderResult {
  const { course, contenders } = state;
  const rows = contenders.map((each) => rowOf(each, state, end));
  const passing = rows.filter(({ verdict }) => verdict === 'passes');
  const smallest = cheapestMeasured(passing);
  const likely = smallest
    ? undefined
    : rows.find((row) => row.looksGood && row.verdict === 'unproven');
  return {
    end,
    rows,
    ...(smallest && { smallest }),
    ...(likely && { likely }),
    points: pointsOf(rows),
    fixtures: course.fixtures.length,
    provable: course.criteria.every(({ provable }) => provable),
    calls: state.calls,
    gridCalls: contenders.length * course.fixtures.length,
    spent: state.spent,
  };
}

/** By what tasks really cost, where that is known of all; otherwise in the order of the expected cost. */
function cheapestMeasured(rows: readonly Row[]): Row | undefined {
  if (rows.some(({ cost }) => cost.value === undefined)) return rows[0];
  return rows.toSorted((a, b) => a.cost.value! - b.cost.value!)[0];
}

function rowOf(contender: Contender, state: FinderState, end: FinderResult['end']): Row {
  const { candidate, trials, done, progress } = contender;
  const { criteria, fixtures } = state.course;
  const scored = fixtures.flatMap((fixture) => {
    const trial = done.get(fixture.id);
    return trial === undefined || trial === 'givenUp' ? [] : [{ fixture, trial }];
  });
  const made = scored.map(({ trial }) => trial);
  const outcomes = made.flatMap(({ outcome }) => (outcome.kind === 'scored' ? [outcome] : []));
  const labellings = scored.flatMap(({ fixture, trial }) => {
    if (fixture.label === undefined || trial.outcome.kind !== 'scored') return [];
    const { label: answered } = trial.outcome;
    return [{ expected: fixture.label, ...(answered !== undefined && { answered }) }];
  });
  return {
    candidate,
    verdict: verdictOf(contender, state, end),
    looksGood: looksGood(contender, criteria),
    criteria: criteria.map((criterion, place) => {
      const { verdict, cases, sum } = progress[place]!;
      return {
        criterion,
        verdict: verdict === 'passes' || verdict === 'fails' ? verdict : 'unproven',
        cases,
        ...(criterion.test.kind === 'rate' && { hits: sum }),
        sureness: sureness(criterion, progress[place]!),
      };
    }),
    scored: outcomes.length,
    stuck: trials.filter(({ outcome }) => outcome.kind === 'couldNotRun').length,
    passRate: shareEstimate(outcomes.filter(({ passed }) => passed).length, outcomes.length),
    score: scoreEstimate(outcomes.map(({ score }) => score)),
    ...(labellings.length > 0 && { classes: classify(labellings) }),
    cost: costEstimate(made),
    firstText: timesOf(made.flatMap(({ firstTextMs }) => firstTextMs ?? [])),
    latency: timesOf(made.flatMap(({ latencyMs }) => latencyMs ?? [])),
  };
}

function verdictOf(
  contender: Contender,
  { course }: FinderState,
  end: FinderResult['end'],
): CandidateVerdict {
  const { verdict, trials } = contender;
  if (verdict === 'passes' || verdict === 'fails') return verdict;
  if (trials.length === 0) return end === 'decided' ? 'untried' : 'unfinished';
  return verdict === 'hopeless' || hasRunOut(contender, course) ? 'unproven' : 'unfinished';
}

function timesOf(values: readonly number[]): Times {
  return { p50: percentileOf(values, 50), p90: percentileOf(values, 90) };
}

function costEstimate(trials: readonly Trial[]): Estimate {
  const costs = trials
    .map(taskCostOf)
    .flatMap((cost): NanoUsd[] => (cost.source === 'unknown' ? [] : [cost.nanoUsd]));
  if (costs.length === 0 || costs.length < trials.length) {
    return { low: 0, high: Infinity, cases: costs.length };
  }
  const { mean, low, high } = intervalOf(costs);
  if (costs.length === 1) return { value: mean, low: 0, high: Infinity, cases: 1 };
  return { value: mean, low: Math.max(0, low), high, cases: costs.length };
}

function pointsOf(rows: readonly Row[]): PlotPoint[] {
  const measured = rows.filter(
    ({ cost, passRate }) => cost.value !== undefined && passRate.value !== undefined,
  );
  return measured.map(({ candidate, cost, passRate }) => ({
    candidateId: candidate.id,
    cost,
    quality: passRate,
    onFront: !measured.some((other) => {
      const cheaper = cost.value! - other.cost.value!;
      const better = other.passRate.value! - passRate.value!;
      return cheaper >= 0 && better >= 0 && cheaper + better > 0;
    }),
  }));
}
