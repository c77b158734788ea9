import { home } from '../routing/worlds.ts';
import type { Halves, Seen } from './halves.ts';
import { slopeOfLength } from './halves.ts';
import { learn, predict, startModel } from './onlineModel.ts';
import { targets } from './targets.ts';

/** The share of wrong answers that pass the gates. Chosen by judgement, as in `routing/worlds.ts`. */
const falseAccept = 0.2;
const { sensitivity } = home;
/** The quality to keep, relative to the strong model's. */
const kept = 0.98;
/** What a right answer is worth, relative to the strong model's cost: from 1/64 to 64. */
const worths = Array.from({ length: 49 }, (_, step) => 2 ** (step / 4 - 6));

interface Chances {
  readonly weak: number;
  readonly strong: number;
  /** The weak answer is wrong and the strong one right. */
  readonly climb: number;
}

/** Expected quality, and cost relative to the strong model's. */
interface Worth {
  readonly quality: number;
  readonly cost: number;
}

/**
 * The least cost, relative to always asking the strong model, at which the quality stays at 0.98 of its: for each task
 * the cheap model, the strong one or both in turn, whichever is expected to be best. Gates judge the cheap answers.
 * It flatters every model alike: the value of quality is chosen on the tasks that are measured.
 */
export function leastCost({ learnt, measured }: Halves, price: number): number {
  const [weak, strong, climb] = [
    startModel(-slopeOfLength),
    startModel(0),
    startModel(slopeOfLength),
  ];
  for (const task of learnt) {
    learn(weak, task.features, task.weak);
    learn(strong, task.features, task.strong);
    learn(climb, task.features, targets.climbPays(task));
  }
  const expected = measured.map(({ features }) =>
    plansFor(
      {
        weak: predict(weak, features),
        strong: predict(strong, features),
        climb: predict(climb, features),
      },
      price,
    ),
  );
  const real = measured.map((task) => plansFor(chancesOf(task), price));
  const points = worths.map((worth) => {
    const chosen = expected.map((plans, at) => real[at]![bestOf(plans, worth)]!);
    return { quality: meanOf(chosen, 'quality'), cost: meanOf(chosen, 'cost') };
  });
  const quality = measured.reduce((sum, task) => sum + task.strong, 0) / measured.length;
  return costAt([...points, { quality, cost: 1 }], kept * quality);
}

function chancesOf(task: Seen): Chances {
  return { weak: task.weak, strong: task.strong, climb: targets.climbPays(task) };
}

/** The cheap model alone, the strong one alone, and a cascade. */
function plansFor({ weak, strong, climb }: Chances, price: number): Worth[] {
  const passed = sensitivity * weak + falseAccept * (1 - weak);
  const rejectedThough = (1 - sensitivity) * Math.max(0, strong - climb);
  return [
    { quality: weak, cost: price },
    { quality: strong, cost: 1 },
    {
      quality: sensitivity * weak + rejectedThough + (1 - falseAccept) * climb,
      cost: price + 1 - passed,
    },
  ];
}

function bestOf(plans: readonly Worth[], worth: number): number {
  const values = plans.map(({ quality, cost }) => worth * quality - cost);
  return values.indexOf(Math.max(...values));
}

function meanOf(all: readonly Worth[], key: keyof Worth): number {
  return all.reduce((sum, each) => sum + each[key], 0) / all.length;
}

/** The least cost of a mixture of two points that keeps the quality. */
function costAt(points: readonly Worth[], quality: number): number {
  const [above, below] = [
    points.filter((point) => point.quality >= quality),
    points.filter((point) => point.quality < quality),
  ];
  const mixed = above.flatMap((high) =>
    below.map((low) => {
      const share = (quality - low.quality) / (high.quality - low.quality);
      return low.cost + share * (high.cost - low.cost);
    }),
  );
  return Math.min(...above.map(({ cost }) => cost), ...mixed);
}
