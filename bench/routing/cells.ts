import { simulate, type Simulation } from '../../src/evaluation/simulation/simulate.ts';
import { type AimName, aimsOf } from '../../src/routing/policy/aims.ts';
import type { OutcomesFile } from './outcomesFile.ts';
import { judgingIn, type World } from './worlds.ts';

/** One ladder in one world, with one aim; all relative to always asking the strongest. */
export interface Cell {
  /** The name of the outcomes file without `outcomes-` and its extension. */
  readonly file: string;
  readonly ladder: readonly string[];
  readonly world: World;
  readonly aim: AimName;
  readonly simulation: Simulation;
}

export interface Play {
  readonly file: string;
  readonly ladder: readonly string[];
  readonly worlds: readonly World[];
  readonly aim: AimName;
  readonly firstSeed: number;
  readonly seeds: number;
}

/** One cell per world; none if nothing can be compared with the strongest model. */
export function playCells({ tasks }: OutcomesFile, play: Play): Cell[] {
  const { file, ladder, worlds, aim, firstSeed, seeds } = play;
  return worlds.flatMap((world) => {
    const judging = judgingIn(world, ladder.length);
    const aims = aimsOf(aim);
    const simulation = simulate(tasks, { ladder, judging, aims, firstSeed, seeds });
    return simulation ? { file, ladder, world, aim, simulation } : [];
  });
}

/** The lowest quality first; of two alike, the more expensive one. */
export function worstFirst(cells: readonly Cell[]): Cell[] {
  return cells.toSorted(
    ({ simulation: { planner: one } }, { simulation: { planner: other } }) =>
      one.quality.mean - other.quality.mean || other.cost.mean - one.cost.mean,
  );
}
