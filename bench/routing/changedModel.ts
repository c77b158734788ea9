import type { OutcomeTask } from '../../src/evaluation/simulation/outcomes.ts';
import { playPlan } from '../../src/evaluation/simulation/playPlan.ts';
import { type PlannerPlayed, playPlanner } from '../../src/evaluation/simulation/playPlanner.ts';
import { answeredByAll, type DrawnTask, drawTruth } from '../../src/evaluation/simulation/truth.ts';
import { type Sequence, sequencesOver } from '../../src/routing/planner/planSpace.ts';
import { randomFrom } from '../../src/routing/planner/random.ts';
import { type Aims, aimsOf, shippedAim } from '../../src/routing/policy/aims.ts';
import { laddersFor } from './ladders.ts';
import { meanQuality, modelsOf } from './models.ts';
import type { OutcomesFile } from './outcomesFile.ts';
import { home } from './worlds.ts';

/** After so many tasks, one model answers as another one. */
export const tasksBefore = 200;
/** The tasks after the change that are looked at, and how many of them count as soon. */
export const tasksAfter = 200;
export const soon = 30;

export const directions = ['weaker', 'muchWeaker', 'stronger'] as const;
export type Direction = (typeof directions)[number];

/** The other model's gain in mean quality: about so much, and at least so much of it. Chosen by judgement. */
const gains: Readonly<Record<Direction, { readonly usual: number; readonly least: number }>> = {
  weaker: { usual: -0.3, least: -0.12 },
  muchWeaker: { usual: -0.6, least: -0.45 },
  stronger: { usual: 0.3, least: 0.12 },
};

/** One rung of a ladder answers as another model from some task on, at its old price. */
export interface ChangePlay {
  readonly file: string;
  readonly ladder: readonly string[];
  readonly rung: number;
  readonly instead: string;
  readonly direction: Direction;
  readonly seeds: number;
}

export interface ChangePlayed extends Omit<ChangePlay, 'seeds'> {
  /** Mean quality of the rung before and after. */
  readonly was: number;
  readonly is: number;
  /** For each seed, the tasks until earlier evidence was set aside; undefined when it never was. */
  readonly noticedAfter: readonly (number | undefined)[];
  /** The share of seeds in which evidence was set aside although nothing had changed yet. */
  readonly falseAlarms: number;
  /** The share of the first tasks after the change in which the changed model was asked. */
  readonly asked: number;
  /** The share of tasks with the plan that is right in hindsight: soon after the change, and later. */
  readonly right: { readonly soon: number; readonly later: number };
  /** Soon after the change: quality and cost of the planner and of the right plan, relative to the strongest. */
  readonly planner: Figure;
  readonly rightPlan: Figure;
}

export interface Figure {
  readonly quality: number;
  readonly cost: number;
}

/** Every ladder's cheapest and strongest model, each changed where the file has a model that is so different. */
export function changesOf({ name, tasks }: OutcomesFile, seeds: number): ChangePlay[] {
  return laddersFor(tasks).flatMap((ladder) =>
    [0, ladder.length - 1].flatMap((rung) =>
      directions.flatMap((direction): ChangePlay[] => {
        const instead = otherModel(tasks, { ladder, rung, direction });
        return instead === undefined
          ? []
          : [{ file: name, ladder, rung, instead, direction, seeds }];
      }),
    ),
  );
}

function otherModel(
  tasks: readonly OutcomeTask[],
  given: Pick<ChangePlay, 'ladder' | 'rung' | 'direction'>,
): string | undefined {
  const { ladder, rung, direction } = given;
  const own = meanQuality(tasks, ladder[rung]!);
  const { usual, least } = gains[direction];
  const gainOf = (model: string) => meanQuality(tasks, model) - own;
  const awayFrom = (model: string) => Math.abs(gainOf(model) - usual);
  return modelsOf(tasks)
    .filter((model) => !ladder.includes(model) && gainOf(model) / least >= 1)
    .filter((model) => answeredByAll(tasks, [...ladder, model]).length >= tasksBefore + 2 * soon)
    .toSorted((one, other) => awayFrom(one) - awayFrom(other))[0];
}

interface SeedPlayed {
  readonly tasks: readonly DrawnTask[];
  readonly planner: PlannerPlayed;
}

export function playChange({ tasks }: OutcomesFile, play: ChangePlay): ChangePlayed {
  const { seeds, ...change } = play;
  const { ladder, rung, instead } = change;
  const aims = aimsOf(shippedAim);
  const sequences = sequencesOver(ladder.length);
  const answered = answeredByAll(tasks, [...ladder, instead]);
  const runs = Array.from({ length: seeds }, (_, seed): SeedPlayed => {
    const drawn = drawChange(answered, change, seed);
    const random = randomFrom(2 * seed + 1);
    return {
      tasks: drawn,
      planner: playPlanner(drawn, sequences, { ladder, aims, random, delay: 0 }),
    };
  });
  const right = rightPlan(runs, sequences, aims);
  const shareOn = (from: number, to: number) =>
    meanOf(
      runs.flatMap(({ planner }) => planner.chosen.slice(from, to)),
      (place) => place === right,
    );
  const first = [tasksBefore, tasksBefore + soon] as const;
  const asks = (place: number) => sequences[place]!.includes(rung);
  return {
    ...change,
    was: meanQuality(answered, ladder[rung]!),
    is: meanQuality(answered, instead),
    noticedAfter: runs.map(({ planner }) => {
      const found = planner.changed.findIndex(
        (changed, place) => place >= tasksBefore && changed.includes(ladder[rung]!),
      );
      return found < 0 ? undefined : found - tasksBefore;
    }),
    falseAlarms: meanOf(runs, ({ planner }) =>
      planner.changed.slice(0, tasksBefore + 1).some(({ length }) => length > 0),
    ),
    asked: meanOf(
      runs.flatMap(({ planner }) => planner.chosen.slice(...first)),
      asks,
    ),
    right: { soon: shareOn(...first), later: shareOn(tasksBefore + soon, Infinity) },
    ...relativeSoon(runs, sequences, right),
  };
}

/** The tasks of one seed; from `tasksBefore` on, the rung answers as the other model. */
function drawChange(
  answered: readonly OutcomeTask[],
  { ladder, rung, instead }: Pick<ChangePlay, 'ladder' | 'rung' | 'instead'>,
  seed: number,
): DrawnTask[] {
  const judging = { ...home, falseAccept: 0.2 };
  const drawn = drawTruth(answered, [...ladder, instead], {
    judging,
    random: randomFrom(2 * seed),
  });
  return drawn.slice(0, tasksBefore + tasksAfter).map((task, place) => {
    const own = task.answers.slice(0, ladder.length);
    const [before, after] = [own[rung]!, task.answers.at(-1)!];
    const now = place < tasksBefore ? before : { ...after, nanoUsd: before.nanoUsd };
    return { ...task, answers: own.with(rung, now) };
  });
}

/** The cheapest plan that keeps the floor on all tasks after the change, over all seeds; its place. */
function rightPlan(
  runs: readonly SeedPlayed[],
  sequences: readonly Sequence[],
  aims: Aims,
): number {
  const after = runs.flatMap(({ tasks }) => tasks.slice(tasksBefore));
  const sums = sequences.map((sequence) => summed(after, () => sequence));
  const strongest = strongestOf(sequences);
  const enough = aims.floor * sums[strongest]!.good;
  return sums.reduce(
    (best, { good, nanoUsd }, place) =>
      good >= enough && nanoUsd < sums[best]!.nanoUsd ? place : best,
    strongest,
  );
}

function relativeSoon(
  runs: readonly SeedPlayed[],
  sequences: readonly Sequence[],
  right: number,
): { planner: Figure; rightPlan: Figure } {
  const tasks = runs.flatMap((run) => run.tasks.slice(tasksBefore, tasksBefore + soon));
  const chosen = runs.flatMap(({ planner }) =>
    planner.chosen.slice(tasksBefore, tasksBefore + soon),
  );
  const base = summed(tasks, () => sequences[strongestOf(sequences)]!);
  const relative = (sequenceOf: (place: number) => Sequence): Figure => {
    const { good, nanoUsd } = summed(tasks, sequenceOf);
    return { quality: good / base.good, cost: nanoUsd / base.nanoUsd };
  };
  return {
    planner: relative((place) => sequences[chosen[place]!]!),
    rightPlan: relative(() => sequences[right]!),
  };
}

function summed(
  tasks: readonly DrawnTask[],
  sequenceOf: (place: number) => Sequence,
): { good: number; nanoUsd: number } {
  const played = tasks.map((task, place) => playPlan(task, sequenceOf(place)));
  return {
    good: played.filter(({ good }) => good).length,
    nanoUsd: played.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0),
  };
}

/** The place of the plan that asks the strongest rung alone. */
function strongestOf(sequences: readonly Sequence[]): number {
  const strongest = sequences.at(-1)!.at(-1);
  return sequences.findIndex((each) => each.length === 1 && each[0] === strongest);
}

function meanOf<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length;
}
