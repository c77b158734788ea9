/*
 * A sequential test of whether a pinned model has become worse than in its reference runs. Each result is a
 * value from 0 to 1: passed or not, or a score. It bets against the reference after every result, and sums
 * the money of bets started at every earlier moment (the e-detector of Shin, Ramdas and Rinaldo, 2023, in
 * the form of Shiryaev and Roberts). While the mean is not below the reference, the expected number of
 * results before an alarm is at least `alarmAt`, whatever the distribution of the values.
 */

/** What a model did when it was evaluated. */
export interface DriftReference {
  readonly cases: number;
  /** Of values from 0 to 1. */
  readonly sum: number;
  /** Equal to `sum` for results that are passed or not. */
  readonly sumOfSquares: number;
}

export interface DriftSettings {
  /** The fall that should be found quickly, 0 to 1; 0.15 by default. */
  readonly fall?: number;
  /** The least expected number of results between two false alarms; 1,000 by default. */
  readonly alarmAt?: number;
}

export interface DriftState {
  readonly reference: DriftReference;
  /** The mean that is bet against: somewhat below the reference's, which is itself uncertain. */
  readonly mean: number;
  readonly bet: number;
  readonly alarmAt: number;
  /** Evidence of a fall; it rises above `alarmAt` for an alarm. */
  readonly evidence: number;
  /** Results since the reference or the last restart. */
  readonly cases: number;
  readonly sum: number;
  readonly verdict: 'steady' | 'fallen';
}

/** Fewer reference cases than this are not enough to tell a fall from luck. Found by simulation. */
export const fewestReferenceCases = 50;

/**
 * How far below the reference's mean the bets start: so many standard deviations, divided by the number of
 * reference cases. A mean that was found too high makes false alarms, and this many make up for it. Found
 * by simulation (`npm run bench evaluation`): about the least with under one false alarm in 1,000 results
 * for references of 50 to 200 cases.
 */
const caution = 5;
/** The most of the money that one result can take. */
const largestLoss = 0.95;

export function startDrift(
  reference: DriftReference,
  { fall = 0.15, alarmAt = 1_000 }: DriftSettings = {},
): DriftState | 'tooFewReferenceCases' {
  if (reference.cases < fewestReferenceCases) return 'tooFewReferenceCases';
  // Half a case more, so that a reference without a failure does not claim to be perfect.
  const cases = reference.cases + 1;
  const found = (reference.sum + 0.5) / cases;
  const variance = Math.max(1e-6, (reference.sumOfSquares + 0.5) / cases - found ** 2);
  const mean = Math.max(0.01, found - (caution * Math.sqrt(variance)) / reference.cases);
  const bet = Math.min(fall / variance, largestLoss / (1 - mean));
  return { reference, mean, bet, alarmAt, evidence: 0, cases: 0, sum: 0, verdict: 'steady' };
}

/** After one more result, 0 to 1. An alarm stays until the test is started again. */
export function withResult(state: DriftState, value: number): DriftState {
  const { mean, bet, evidence, alarmAt } = state;
  const next = (evidence + 1) * (1 + bet * (mean - value));
  const isAlarm = state.verdict === 'fallen' || next >= alarmAt;
  return {
    ...state,
    evidence: next,
    cases: state.cases + 1,
    sum: state.sum + value,
    verdict: isAlarm ? 'fallen' : 'steady',
  };
}

/** The reference that values make. */
export function referenceOf(values: readonly number[]): DriftReference {
  return {
    cases: values.length,
    sum: values.reduce((total, value) => total + value, 0),
    sumOfSquares: values.reduce((total, value) => total + value ** 2, 0),
  };
}
