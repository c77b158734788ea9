import { randomFrom } from '../../src/routing/planner/random.ts';
import { averageGapRecovered } from '../routing/apgr.ts';
import { type Features, featuresOf, type Look } from './features.ts';
import { learn, type OnlineModel, scoreOf, startModel } from './onlineModel.ts';
import type { Answered } from './pairs.ts';
import { type Target, targets } from './targets.ts';

/** A task with what a model sees of it. */
export interface Seen extends Answered {
  readonly features: Features;
}

/** Tasks to learn from, in the order in which they came, and tasks to measure on. */
export interface Halves {
  readonly learnt: readonly Seen[];
  readonly measured: readonly Seen[];
}

const splits = 20;
/** How many outcomes the model has learnt from when it is measured. */
const stops = [30, 100, 300, 1000];
/** About half a logit for two standard deviations of the length. */
export const slopeOfLength = 0.5;

export function seen(tasks: readonly Answered[], look: Look): Seen[] {
  const features = featuresOf(tasks, look);
  return tasks.map((task, at) => ({ ...task, features: features[at]! }));
}

/** Random halves; the same ones for the same number of tasks. */
export function halvesOf(tasks: readonly Seen[]): Halves[] {
  return Array.from({ length: splits }, (_, seed) => {
    const order = shuffled(tasks, randomFrom(seed));
    const middle = Math.floor(order.length / 2);
    return { learnt: order.slice(0, middle), measured: order.slice(middle) };
  });
}

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const drawn = items.map((item) => ({ item, place: random() }));
  return drawn.toSorted((one, other) => one.place - other.place).map(({ item }) => item);
}

/** The APGR of prompt length on tasks. */
export function apgrOfLength(tasks: readonly Seen[]): number {
  return averageGapRecovered(
    tasks.map(({ prompt, weak, strong }) => ({ score: prompt.length, weak, strong })),
  );
}

export function apgrOf(model: OnlineModel, tasks: readonly Seen[]): number {
  return averageGapRecovered(
    tasks.map(({ features, weak, strong }) => ({
      score: scoreOf(model, features).score,
      weak,
      strong,
    })),
  );
}

/** The APGR on one half after so many outcomes of the other, in each pair of halves. */
export function learningCurve(
  halves: readonly Halves[],
  target: Target,
): ReadonlyMap<number, readonly number[]> {
  const curve = new Map<number, number[]>();
  for (const { learnt, measured } of halves) {
    const model = startModel(slopeOfLength);
    const stopsHere = [...stops.filter((stop) => stop < learnt.length), learnt.length];
    for (const [at, task] of learnt.entries()) {
      learn(model, task.features, targets[target](task));
      const known = at + 1;
      if (!stopsHere.includes(known)) continue;
      curve.set(known, [...(curve.get(known) ?? []), apgrOf(model, measured)]);
    }
  }
  return curve;
}
