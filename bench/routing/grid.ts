import { playAll } from './playAll.ts';
import { worstFirst, type Cell, type Play } from './cells.ts';
import { laddersFor } from './ladders.ts';
import type { OutcomesFile } from './outcomesFile.ts';
import { allWorlds, type World } from './worlds.ts';

/*
 * The routing bench plays the planner over recorded outcomes. It combines each ladder of models from the
 * outcome files with many worlds, in which gates and feedback are more or less reliable, and reports quality
 * and cost relative to always asking the strongest model. The worst cell comes first.
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
  readonly cells: readonly Cell[];
  /** Some of the cells, worst first. */
  readonly worst: readonly Worst[];
}

/** Plays every ladder of the files in every world. */
export async function playGrid(
  folder: string,
  files: readonly OutcomesFile[],
  worlds: readonly World[] = allWorlds(),
): Promise<Grid> {
  const plays = files.flatMap(({ name: file, tasks }) =>
    laddersFor(tasks).map((ladder): Play => ({ file, ladder, worlds, firstSeed: 0, seeds })),
  );
  const cells = await playAll(folder, plays);
  const worst = worstFirst(cells).slice(0, worstPlayedAgain);
  const { first: firstSeed, count } = seedsAgain;
  const again = await playAll(
    folder,
    worst.map(({ file, ladder, world }) => ({
      file,
      ladder,
      worlds: [world],
      firstSeed,
      seeds: count,
    })),
  );
  return { cells, worst: worst.map((cell, place) => ({ cell, again: again[place]! })) };
}
