import type { OutcomeTask } from '../../src/evaluation/simulation/outcomes.ts';
import { startFinder } from '../../src/evaluation/finder/finder.ts';
import { randomFrom } from '../../src/routing/planner/random.ts';
import { percentile } from '../measuring/percentile.ts';
import type { OutcomesFile } from '../routing/outcomesFile.ts';
import { inputOf, quickRun } from './finderRuns.ts';

/** How often the finder names which model, over draws of fixtures from an outcomes file. */
export interface DrawFigures {
  readonly file: string;
  readonly models: readonly string[];
  /** Shares of all tasks that the models pass, from the cheapest. */
  readonly rates: readonly number[];
  readonly threshold: number;
  readonly tolerance: number;
  readonly fixtures: number;
  readonly draws: number;
  /** The place of the cheapest model that reaches the threshold on all tasks; -1 for none. */
  readonly truth: number;
  readonly same: number;
  readonly dearer: number;
  readonly none: number;
  /** Named one that misses the threshold, within the tolerance or by more. */
  readonly inZone: number;
  readonly wrong: number;
  readonly medianCalls: number;
}

const draws = 200;
/** A ladder of more models would be no choice that a person makes. */
const mostModels = 4;

/** Models of a file that answered nearly all tasks. */
export function usualModels(tasks: readonly OutcomeTask[]): string[] {
  const counts = Map.groupBy(
    tasks.flatMap(({ samples }) => [...samples.keys()]),
    (model) => model,
  );
  return [...counts]
    .filter(([, each]) => each.length >= 0.95 * tasks.length)
    .map(([model]) => model);
}

/** Models of a file that answered nearly all tasks, from the cheapest, each better than those before. */
export function ladderIn(tasks: readonly OutcomeTask[]): {
  models: string[];
  tasks: OutcomeTask[];
} {
  const usual = usualModels(tasks);
  const answered = tasks.filter(({ samples }) => usual.every((model) => samples.has(model)));
  const byCost = usual.toSorted(
    (a, b) => meanOf(answered, a, 'nanoUsd') - meanOf(answered, b, 'nanoUsd'),
  );
  const better: string[] = [];
  for (const model of byCost) {
    const best = better.at(-1);
    if (best === undefined || rateOf(answered, model) > rateOf(answered, best)) better.push(model);
  }
  const last = better.length - 1;
  const chosen =
    better.length <= mostModels
      ? better
      : Array.from(
          { length: mostModels },
          (_, place) => better[Math.round((place * last) / (mostModels - 1))]!,
        );
  return { models: chosen, tasks: answered };
}

/** The mean of all samples of a model. */
export function meanOf(
  tasks: readonly OutcomeTask[],
  model: string,
  field: 'quality' | 'nanoUsd',
): number {
  const values = tasks.flatMap(({ samples }) => samples.get(model)!.map((each) => each[field]));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The share of tasks that a model passes. */
export function rateOf(tasks: readonly OutcomeTask[], model: string): number {
  return tasks.filter((task) => passes(task, model)).length / tasks.length;
}

/** The first sample solves the task, for the most part. */
export function passes({ samples }: OutcomeTask, model: string): boolean {
  return samples.get(model)![0]!.quality >= 0.5;
}

/** The thresholds that are just met by each model, so that each is once the answer, and one between. */
function thresholdsFor(rates: readonly number[]): number[] {
  const between = rates.slice(1).map((rate, place) => (rate + rates[place]!) / 2);
  return between.map((threshold) => Number(threshold.toFixed(2)));
}

export function drawFromOutcomes({ name, tasks: all }: OutcomesFile): DrawFigures[] {
  const { models, tasks } = ladderIn(all);
  const rates = models.map((model) => rateOf(tasks, model));
  return thresholdsFor(rates).flatMap((threshold) =>
    [50, 100, 200]
      .filter((fixtures) => fixtures <= tasks.length)
      .flatMap((fixtures) =>
        [0, 0.05].map((tolerance) => {
          const setting = { file: name, models, rates, threshold, tolerance, fixtures };
          return drawOne(setting, tasks);
        }),
      ),
  );
}

type Setting = Pick<
  DrawFigures,
  'file' | 'models' | 'rates' | 'threshold' | 'tolerance' | 'fixtures'
>;

function drawOne(setting: Setting, tasks: readonly OutcomeTask[]): DrawFigures {
  const { models, rates, threshold, tolerance, fixtures } = setting;
  const start = startFinder(inputOf(models.length, fixtures, threshold, tolerance));
  const truth = rates.findIndex((rate) => rate >= threshold);
  const counts = { same: 0, dearer: 0, none: 0, inZone: 0, wrong: 0 };
  const shares: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = sample(tasks, fixtures, randomFrom(draw));
    const { named, calls } = quickRun(start, (model, fixture) =>
      passes(drawn[fixture]!, models[model]!),
    );
    shares.push(calls / (models.length * fixtures));
    counts[meaning(named, rates[named] ?? 0, { ...setting, truth })] += 1;
  }
  return { ...setting, draws, truth, ...counts, medianCalls: percentile(shares, 0.5) };
}

function meaning(
  named: number,
  rate: number,
  { threshold, tolerance, truth }: Pick<DrawFigures, 'threshold' | 'tolerance' | 'truth'>,
): 'same' | 'dearer' | 'none' | 'inZone' | 'wrong' {
  if (named < 0) return 'none';
  if (rate < threshold - tolerance) return 'wrong';
  if (rate < threshold) return 'inZone';
  return named === truth ? 'same' : 'dearer';
}

/** So many items, each at most once. */
export function sample<T>(items: readonly T[], count: number, random: () => number): T[] {
  const left = [...items];
  return Array.from({ length: count }, () => {
    const place = Math.floor(random() * left.length);
    const [taken] = left.splice(place, 1);
    return taken!;
  });
}
