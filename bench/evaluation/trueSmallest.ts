import { startFinder } from '../../src/evaluation/finder/finder.ts';
import type { OutcomeTask } from '../../src/evaluation/simulation/outcomes.ts';
import { randomFrom } from '../../src/routing/planner/random.ts';
import { percentile } from '../measuring/percentile.ts';
import type { OutcomesFile } from '../routing/outcomesFile.ts';
import { inputOf, quickRun } from './finderRuns.ts';
import { ladderIn, meanOf, passes, rateOf, sample, usualModels } from './outcomeDraws.ts';

/** A model of an outcomes file, as all tasks say. */
export interface KnownModel {
  readonly model: string;
  /** Share of the tasks that it passes. */
  readonly rate: number;
  /** Mean cost of a task. */
  readonly nanoUsd: number;
}

/** What the finder names over draws of fixtures, beside the smallest model that all tasks call for. */
export interface SmallestFigures {
  readonly file: string;
  /** `all`: every model of the file; `ladder`: at most four, each better than those that cost less. */
  readonly among: 'all' | 'ladder';
  readonly candidates: number;
  readonly tasks: number;
  /** Of the best model's rate. */
  readonly share: number;
  readonly threshold: number;
  readonly truth: KnownModel;
  /** The models that it names with the draws in which it does, most often first; without a model: none. */
  readonly choices: readonly { readonly named?: KnownModel; readonly draws: number }[];
  readonly draws: number;
  /** Draws in which it named one that misses the threshold on all tasks. */
  readonly misses: number;
  /** Calls against those of the whole grid, the median of the draws. */
  readonly medianCalls: number;
}

const draws = 200;
/** How many fixtures are drawn: 50 to 200, in tens. */
const sizes = Array.from({ length: 16 }, (_, place) => 50 + 10 * place);
const shares = [0.8, 0.9];

/** Runs the finder on draws of 50 to 200 of a file's tasks, at shares of the best model's rate. */
export function smallestIn({ name, tasks: all }: OutcomesFile): SmallestFigures[] {
  const usual = usualModels(all);
  const answered = all.filter(({ samples }) => usual.every((model) => samples.has(model)));
  const ladder = ladderIn(all);
  const groups = [
    { among: 'all', models: usual, tasks: answered },
    { among: 'ladder', models: ladder.models, tasks: ladder.tasks },
  ] as const;
  return groups.flatMap(({ among, models, tasks }) => {
    const known = models
      .map((model) => {
        return { model, rate: rateOf(tasks, model), nanoUsd: meanOf(tasks, model, 'nanoUsd') };
      })
      .toSorted((a, b) => a.nanoUsd - b.nanoUsd);
    const best = Math.max(...known.map(({ rate }) => rate));
    return shares.map((share) => {
      const setting = { share, threshold: Number((share * best).toFixed(4)) };
      return { file: name, among, ...figuresOf(known, tasks, setting) };
    });
  });
}

function figuresOf(
  known: readonly KnownModel[],
  tasks: readonly OutcomeTask[],
  { share, threshold }: Pick<SmallestFigures, 'share' | 'threshold'>,
): Omit<SmallestFigures, 'file' | 'among'> {
  const starts = new Map<number, ReturnType<typeof startFinder>>();
  const runs = Array.from({ length: draws }, (_, draw) => {
    const random = randomFrom(draw);
    const size = Math.min(tasks.length, sizes[Math.floor(random() * sizes.length)]!);
    const start = starts.get(size) ?? startFinder(inputOf(known.length, size, threshold));
    starts.set(size, start);
    const drawn = sample(tasks, size, random);
    const { named, calls } = quickRun(start, (place, fixture) =>
      passes(drawn[fixture]!, known[place]!.model),
    );
    return { named: known[named], share: calls / (known.length * size) };
  });
  const groups = Map.groupBy(runs, ({ named }) => named);
  return {
    candidates: known.length,
    tasks: tasks.length,
    share,
    threshold,
    truth: known.find(({ rate }) => rate >= threshold)!,
    choices: [...groups]
      .map(([named, { length }]) => ({ ...(named && { named }), draws: length }))
      .toSorted((a, b) => b.draws - a.draws),
    draws,
    misses: runs.filter(({ named }) => named && named.rate < threshold).length,
    medianCalls: percentile(
      runs.map((each) => each.share),
      0.5,
    ),
  };
}
