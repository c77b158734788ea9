import { nanoUsdOf } from '../../routing/models/money.ts';
import type { Fixture } from '../fixture.ts';
import {
  afterValue,
  couldPass,
  logWealth,
  type MeanTest,
  type MeanTestSettings,
  meanVerdict,
  startingMeanTest,
} from '../statistics/meanTest.ts';
import {
  canPass,
  type RateBounds,
  rateBounds,
  rateVerdict,
  type TestVerdict,
} from '../statistics/rateTest.ts';
import { atLeastHits, fewestFaultless } from '../statistics/binomial.ts';
import { type Thresholds, usualLatencyPercentile } from '../thresholds.ts';
import { taskCostOf, type Trial } from '../trial.ts';

/** What one threshold asks of a candidate. */
export interface Criterion {
  readonly kind: 'accuracy' | 'recall' | 'passRate' | 'score' | 'latency' | 'cost';
  /** The class, for recall. */
  readonly label?: string;
  /** As written: a share, a score, milliseconds or USD. */
  readonly threshold: number;
  /** A higher share or mean than this, 0 to 1, is what has to be proven. */
  readonly least: number;
  /** How many fixtures say something about it. */
  readonly planned: number;
  /** Whether so many fixtures can prove it at all. */
  readonly provable: boolean;
  /** For shares: how many fixtures it takes to prove it when all of them pass; omitted where none do. */
  readonly fewest?: number;
  readonly test: CriterionTest;
}

/** Shares are counted, means are bet on. */
export type CriterionTest =
  | { readonly kind: 'rate'; readonly bounds: RateBounds }
  | { readonly kind: 'mean'; readonly settings: MeanTestSettings };

/** How often the verdict may be wrong, for one candidate. */
export interface ErrorRates {
  readonly passError: number;
  readonly failError: number;
}

/**
 * A task that costs more than so many times the threshold counts as so many times: a bet needs a largest
 * value. Chosen by judgement: a higher one needs more fixtures.
 */
const costReach = 3;

/**
 * The criteria of thresholds. Passing needs all of them, so each may have the whole error of passing; one
 * is enough to fail, so they share the error of failing.
 */
export function criteriaOf(
  thresholds: Thresholds,
  fixtures: readonly Fixture[],
  { passError, failError }: ErrorRates,
): Criterion[] {
  const drafts = [
    ...shareDrafts(thresholds, fixtures),
    ...limitDrafts(thresholds, fixtures.length),
  ];
  const errors = { passError, failError: failError / Math.max(1, drafts.length) };
  return drafts.map(({ meeting, ...draft }) => {
    const test = testOf(draft, meeting, errors);
    const fewest = test.kind === 'rate' ? fewestFaultless(draft.least, passError) : Infinity;
    return {
      ...draft,
      test,
      provable: isProvable(test, draft.planned),
      ...(Number.isFinite(fewest) && { fewest }),
    };
  });
}

type Draft = Omit<Criterion, 'test' | 'provable' | 'fewest'> & { readonly meeting: number };

/** Thresholds that are a share or a mean score themselves. */
function shareDrafts(thresholds: Thresholds, fixtures: readonly Fixture[]): Draft[] {
  const { minAccuracy, minRecall = {}, minPassRate, minScore, tolerance = 0 } = thresholds;
  const labels = fixtures.flatMap(({ label }) => label ?? []);
  const all = fixtures.length;
  const shareOf = (threshold: number, planned: number) => ({
    threshold,
    least: Math.max(0, threshold - tolerance),
    meeting: threshold,
    planned,
  });
  const recalls = Object.entries(minRecall).map(([label, share]): Draft => {
    const planned = labels.filter((each) => each === label).length;
    return { kind: 'recall', label, ...shareOf(share, planned) };
  });
  return [
    ...given(minAccuracy, (share) => ({ kind: 'accuracy', ...shareOf(share, labels.length) })),
    ...recalls,
    ...given(minPassRate, (share) => ({ kind: 'passRate', ...shareOf(share, all) })),
    ...given(minScore, (score) => ({ kind: 'score', ...shareOf(score, all) })),
  ];
}

/** Limits of time and money, which are turned into a share and a mean. */
function limitDrafts(thresholds: Thresholds, planned: number): Draft[] {
  const { maxLatencyMs, latencyPercentile = usualLatencyPercentile, maxCostUsd } = thresholds;
  const limitAt = (threshold: number, least: number) => ({
    threshold,
    least,
    meeting: least,
    planned,
  });
  return [
    ...given(maxLatencyMs, (threshold) => ({
      kind: 'latency',
      ...limitAt(threshold, latencyPercentile / 100),
    })),
    ...given(maxCostUsd, (threshold) => ({
      kind: 'cost',
      ...limitAt(threshold, 1 - 1 / costReach),
    })),
  ];
}

function isProvable(test: CriterionTest, planned: number): boolean {
  return test.kind === 'rate' ? canPass(test.bounds) : couldPass(test.settings, planned);
}

function given(value: number | undefined, draft: (value: number) => Draft): Draft[] {
  return value === undefined ? [] : [draft(value)];
}

/** Bounds are found for at most so many cases, because finding them takes the square of it. */
const mostPlanned = 2_000;

function testOf(
  { kind, least, planned }: Omit<Draft, 'meeting'>,
  meeting: number,
  errors: ErrorRates,
): CriterionTest {
  if (kind !== 'score' && kind !== 'cost') {
    const most = Math.min(planned, mostPlanned);
    return {
      kind: 'rate',
      bounds: rateBounds({ planned: most, missing: least, meeting, ...errors }),
    };
  }
  // A bet needs something to win and something to lose.
  const inside = (mean: number) => Math.min(1 - 1e-9, Math.max(1e-9, mean));
  return {
    kind: 'mean',
    settings: { missing: inside(least), meeting: inside(meeting), ...errors },
  };
}

/** What a trial says about a criterion, 0 to 1; undefined when it says nothing. */
export function valueFor(criterion: Criterion, trial: Trial, fixture: Fixture): number | undefined {
  const { kind, threshold } = criterion;
  const { outcome, latencyMs } = trial;
  if (outcome.kind !== 'scored') return undefined;
  switch (kind) {
    case 'passRate':
      return outcome.passed ? 1 : 0;
    case 'score':
      return outcome.score;
    case 'accuracy':
    case 'recall': {
      if (fixture.label === undefined) return undefined;
      if (kind === 'recall' && fixture.label !== criterion.label) return undefined;
      return outcome.label === fixture.label ? 1 : 0;
    }
    case 'latency':
      if (latencyMs === undefined) return undefined;
      return latencyMs <= threshold ? 1 : 0;
    case 'cost': {
      const cost = taskCostOf(trial);
      if (cost.source === 'unknown') return undefined;
      return 1 - Math.min(1, cost.nanoUsd / (nanoUsdOf(threshold) * costReach));
    }
  }
}

/** How far a candidate has come with one criterion. */
export interface Progress {
  readonly verdict: TestVerdict;
  /** Trials that said something about it. */
  readonly cases: number;
  /** The sum of their values; for a share, the hits. */
  readonly sum: number;
  readonly test: MeanTest;
}

export const startingProgress: Progress = {
  verdict: 'open',
  cases: 0,
  sum: 0,
  test: startingMeanTest,
};

/** A verdict that was reached stays, except that the hopeless may recover when the trials go on. */
export function withValue(criterion: Criterion, before: Progress, value: number): Progress {
  const { test: settings } = criterion;
  const cases = before.cases + 1;
  const sum = before.sum + value;
  const test =
    settings.kind === 'mean' ? afterValue(before.test, value, settings.settings) : before.test;
  const after = { cases, sum, test };
  if (before.verdict === 'passes' || before.verdict === 'fails') {
    return { ...after, verdict: before.verdict };
  }
  const verdict =
    settings.kind === 'rate'
      ? rateVerdict(settings.bounds, cases, sum)
      : meanVerdict(test, settings.settings, Math.max(0, criterion.planned - cases));
  return { ...after, verdict: verdict === 'hopeless' && !criterion.provable ? 'open' : verdict };
}

/** How sure it is that the criterion is met, 0 to 1, from what was seen. */
export function sureness({ test, least }: Criterion, { cases, sum, test: bets }: Progress): number {
  if (test.kind === 'rate') return 1 - atLeastHits(sum, cases, least);
  return Math.max(0, 1 - Math.exp(-logWealth(bets.forPassing)));
}
