import { type Estimate, shareEstimate } from '../../src/evaluation/statistics/binomial.ts';
import {
  type DriftState,
  referenceOf,
  startDrift,
  withResult,
} from '../../src/evaluation/watching/drift.ts';
import {
  assignNext,
  type SplitInput,
  type SplitState,
  type SplitVerdict,
  startSplit,
  withOutcome,
} from '../../src/evaluation/watching/liveSplit.ts';
import { randomFrom } from '../../src/routing/planner/random.ts';
import { percentile } from '../measuring/percentile.ts';

/** A pinned model whose quality falls by 15 points. */
export interface DriftSetting {
  /** Its true pass rate in the reference runs. */
  readonly rate: number;
  readonly referenceCases: number;
  /** Scores around the rate instead of passed or not. */
  readonly scores?: true;
}

export interface DriftFigures extends DriftSetting {
  readonly runs: number;
  /** Results until the alarm after a fall of 15 points. */
  readonly medianDelay: number;
  readonly p90Delay: number;
  /** Runs with the alarm within 60 results of the fall. */
  readonly within60: Estimate;
  /** False alarms in 1,000 looks without a fall; every result is a look. */
  readonly falseAlarms: number;
  readonly looks: number;
}

const fall = 0.15;
const steadyLooks = 1_000;
const before = 100;

export const driftSettings: readonly DriftSetting[] = [
  ...[50, 100, 200].flatMap((referenceCases) =>
    [0.95, 0.9, 0.85, 0.8, 0.7].map((rate) => ({ rate, referenceCases })),
  ),
  ...[0.9, 0.8].map((rate) => ({ rate, referenceCases: 100, scores: true as const })),
];

export function simulateDrift(setting: DriftSetting, runs: number, seed = 0): DriftFigures {
  const { referenceCases, rate } = setting;
  const delays: number[] = [];
  let alarms = 0;
  for (let run = 0; run < runs; run += 1) {
    const random = randomFrom(seed * runs + run);
    const draw = (mean: number) => drawn(setting, mean, random);
    const reference = referenceOf(Array.from({ length: referenceCases }, () => draw(rate)));
    const start = startDrift(reference) as DriftState;
    alarms += falseAlarms(start, () => draw(rate));
    delays.push(
      delayOf(
        start,
        () => draw(rate),
        () => draw(rate - fall),
      ),
    );
  }
  return {
    ...setting,
    runs,
    medianDelay: percentile(delays, 0.5),
    p90Delay: percentile(delays, 0.9),
    within60: shareEstimate(delays.filter((delay) => delay <= 60).length, runs),
    falseAlarms: (1_000 * alarms) / (runs * steadyLooks),
    looks: runs * steadyLooks,
  };
}

/** Passed or not; or a score, the mean of four such parts. */
function drawn({ scores }: DriftSetting, mean: number, random: () => number): number {
  const parts = scores ? 4 : 1;
  let good = 0;
  for (let part = 0; part < parts; part += 1) good += random() < mean ? 1 : 0;
  return good / parts;
}

function falseAlarms(start: DriftState, draw: () => number): number {
  let state = start;
  let alarms = 0;
  for (let look = 0; look < steadyLooks; look += 1) {
    state = withResult(state, draw());
    if (state.verdict === 'fallen') {
      alarms += 1;
      state = start;
    }
  }
  return alarms;
}

/** Results until the alarm, when the model was steady for a while before. */
function delayOf(start: DriftState, steady: () => number, fallen: () => number): number {
  let state = start;
  for (let look = 0; look < before; look += 1) {
    state = withResult(state, steady());
    if (state.verdict === 'fallen') state = start;
  }
  let delay = 0;
  while (state.verdict === 'steady' && delay < 2_000) {
    state = withResult(state, fallen());
    delay += 1;
  }
  return delay;
}

/** Two plans on live work. */
export interface SplitSetting extends Omit<SplitInput, 'seed'> {
  readonly current: number;
  readonly other: number;
}

export interface SplitFigures extends SplitSetting {
  readonly runs: number;
  readonly wrong: Estimate;
  readonly verdicts: Readonly<Record<SplitVerdict, Estimate>>;
  readonly medianTasks: number;
  readonly p90Tasks: number;
}

export const splitSettings: readonly SplitSetting[] = [
  { current: 0.8, other: 0.8, margin: 0 },
  { current: 0.9, other: 0.9, margin: 0 },
  { current: 0.5, other: 0.5, margin: 0 },
  { current: 0.8, other: 0.8, margin: 0.1 },
  { current: 0.9, other: 0.8, margin: 0.1 },
  { current: 0.9, other: 0.79, margin: 0.1 },
  { current: 0.9, other: 0.9, margin: 0.1 },
  { current: 0.7, other: 0.9, margin: 0 },
  { current: 0.9, other: 0.7, margin: 0 },
  { current: 0.6, other: 0.9, margin: 0.05 },
].map((rates) => ({ ...rates, mostPairs: 300 }));

const splitVerdicts: readonly SplitVerdict[] = [
  'otherBetter',
  'currentBetter',
  'otherNoWorse',
  'undecided',
  'open',
];

export function simulateSplit(setting: SplitSetting, runs: number, seed = 0): SplitFigures {
  const tasks: number[] = [];
  const counts = new Map<SplitVerdict, number>();
  for (let run = 0; run < runs; run += 1) {
    const state = playSplit(setting, seed * runs + run);
    tasks.push(state.assigned);
    counts.set(state.verdict, (counts.get(state.verdict) ?? 0) + 1);
  }
  const wrong = splitVerdicts
    .filter((verdict) => isWrong(verdict, setting))
    .reduce((sum, verdict) => sum + (counts.get(verdict) ?? 0), 0);
  return {
    ...setting,
    runs,
    wrong: shareEstimate(wrong, runs),
    verdicts: Object.fromEntries(
      splitVerdicts.map((verdict) => [verdict, shareEstimate(counts.get(verdict) ?? 0, runs)]),
    ) as SplitFigures['verdicts'],
    medianTasks: percentile(tasks, 0.5),
    p90Tasks: percentile(tasks, 0.9),
  };
}

function playSplit({ current, other, ...input }: SplitSetting, seed: number): SplitState {
  const random = randomFrom(seed);
  let state = startSplit({ ...input, seed });
  while (state.verdict === 'open') {
    const next = assignNext(state);
    const rate = next.arm === 'current' ? current : other;
    state = withOutcome(next.state, next.arm, random() < rate ? 1 : 0);
  }
  return state;
}

function isWrong(verdict: SplitVerdict, { current, other, margin = 0 }: SplitSetting): boolean {
  if (verdict === 'otherBetter') return other <= current;
  if (verdict === 'currentBetter') return other >= current;
  return verdict === 'otherNoWorse' && other <= current - margin + 1e-9;
}
