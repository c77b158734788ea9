import type { Interval } from '../../src/evaluation/interval.ts';
import type { OutcomeTask } from '../../src/evaluation/outcomes.ts';
import { simulate } from '../../src/evaluation/simulate.ts';
import { aimsOf, shippedAim } from '../../src/routing/policy/aims.ts';
import { judgingIn, type World } from './worlds.ts';

const aims = aimsOf(shippedAim);
/** The mean quality that the planner must keep. */
export const { floor } = aims;

/** One ladder in one world; all relative to always asking the strongest. */
export interface Cell {
  /** The name of the outcomes file without `outcomes-` and its extension. */
  readonly file: string;
  readonly ladder: readonly string[];
  readonly world: World;
  readonly quality: Interval;
  readonly cost: Interval;
  /** The cost of the cheapest fixed plan that keeps the floor, known only in hindsight. */
  readonly bestFixedCost: number;
}

export interface Play {
  readonly file: string;
  readonly ladder: readonly string[];
  readonly worlds: readonly World[];
  readonly firstSeed: number;
  readonly seeds: number;
}

/** One cell per world; none if nothing can be compared with the strongest model. */
export function playCells(tasks: readonly OutcomeTask[], play: Play): Cell[] {
  const { file, ladder, worlds, firstSeed, seeds } = play;
  return worlds.flatMap((world) => {
    const judging = judgingIn(world, ladder.length);
    const simulation = simulate(tasks, { ladder, judging, aims, firstSeed, seeds });
    if (!simulation) return [];
    const { quality, cost } = simulation.planner;
    const bestFixedCost = simulation.bestFixed.cost.mean;
    return { file, ladder, world, quality, cost, bestFixedCost };
  });
}

/** The lowest quality first; of two alike, the more expensive one. */
export function worstFirst(cells: readonly Cell[]): Cell[] {
  return cells.toSorted(
    (one, other) => one.quality.mean - other.quality.mean || other.cost.mean - one.cost.mean,
  );
}
