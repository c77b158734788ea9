import { aimNames, shippedAim } from '../../src/routing/policy/aims.ts';
import { worstFirst, type Cell, type Play } from './cells.ts';
import { laddersFor } from './ladders.ts';
import type { OutcomesFile } from './outcomesFile.ts';
import { playAll } from './playAll.ts';
import { allWorlds, isHome, type World } from './worlds.ts';

/*
 * The routing bench plays the planner over recorded outcomes. It combines each ladder of models from the
 * outcome files with many worlds, in which gates and feedback are more or less reliable, and reports quality
 * and cost relative to always asking the strongest model: first for each aim where feedback is as usual, then
 * for the shipped aim in all worlds. The worst cell comes first.
 */

/** The runs of every cell have seeds from 0; repeated runs have other seeds. */
export const seeds = 4;
export const seedsAgain = { first: 1000, count: 20 };
const worstPlayedAgain = 10;

/** A cell that was played again with new seeds, because the worst cell is partly bad luck. */
export interface Worst {
  readonly cell: Cell;
  readonly again: Cell;
}

export interface Grid {
  /** Every aim where feedback and gates are as usual, and the shipped aim in every world. */
  readonly cells: readonly Cell[];
  /** Some of the cells with the shipped aim, worst first. */
  readonly worst: readonly Worst[];
}

/** Plays every ladder of the files in every world. */
export async function playGrid(
  folder: string,
  files: readonly OutcomesFile[],
  worlds: readonly World[] = allWorlds(),
): Promise<Grid> {
  const plays = aimNames.flatMap((aim) =>
    files.flatMap(({ name: file, tasks }) =>
      laddersFor(tasks).map((ladder): Play => {
        const played = aim === shippedAim ? worlds : worlds.filter(isHome);
        return { file, ladder, worlds: played, aim, firstSeed: 0, seeds };
      }),
    ),
  );
  const cells = (await playAll(folder, 'cells', plays)).flat();
  const worst = worstFirst(cells.filter(({ aim }) => aim === shippedAim)).slice(
    0,
    worstPlayedAgain,
  );
  const { first: firstSeed, count } = seedsAgain;
  const again = await playAll(
    folder,
    'cells',
    worst.map(({ file, ladder, aim, world }) => ({
      file,
      ladder,
      aim,
      worlds: [world],
      firstSeed,
      seeds: count,
    })),
  );
  return { cells, worst: worst.map((cell, place) => ({ cell, again: again[place]![0]! })) };
}
