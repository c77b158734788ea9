import { existsSync, globSync } from 'node:fs';
import { aimNames } from '../src/routing/policy/aims.ts';
import { changesOf } from './routing/changedModel.ts';
import { changeFigures, describeChanges } from './routing/changeReport.ts';
import { compareScores } from './routing/compareScores.ts';
import { fit } from './routing/fitted.ts';
import { playGrid } from './routing/grid.ts';
import { gridFigures } from './routing/gridFigures.ts';
import { describeGrid } from './routing/gridReport.ts';
import { laddersFor } from './routing/ladders.ts';
import { type NewUser, starts } from './routing/newUser.ts';
import { describeNewUsers, newUserFigures } from './routing/newUserReport.ts';
import {
  isInSample,
  outcomesFiles,
  outcomesName,
  readOutcomes,
  type OutcomesFile,
} from './routing/outcomesFile.ts';
import { playAll } from './routing/playAll.ts';
import { allWorlds, isHome } from './routing/worlds.ts';
import type { Figures } from './run.ts';

/** Seeds of a new user, who is quickly played, and of a changed model. */
const newUserSeeds = 5;
const changeSeeds = 8;

/**
 * Plays the planner on every outcomes file in the folder that TIERWISE_DATA names: with each aim beside other ways
 * to choose, in many worlds, most of which contradict its priors, for a new user, and where a model changes. Also
 * measures how well prompt scores separate RouteLLM's tasks. Without such a folder nothing is measured.
 */
export async function run(): Promise<Figures> {
  const folder = process.env.TIERWISE_DATA;
  const found =
    folder !== undefined && existsSync(folder) ? globSync(outcomesFiles, { cwd: folder }) : [];
  if (folder === undefined || found.length === 0) {
    console.error(`routing is skipped: TIERWISE_DATA names no folder with ${outcomesFiles}.`);
    return {};
  }
  const files = found.toSorted().map((file) => readOutcomes(folder, outcomesName(file)));
  const users = await playAllNewUsers(folder, files);
  console.error(`\n${describeNewUsers(users)}\n`);
  const changes = await playAll(
    folder,
    'change',
    files.flatMap((file) => changesOf(file, changeSeeds)),
  );
  if (changes.length > 0) console.error(`\n${describeChanges(changes)}\n`);
  const grid = await playGrid(folder, files);
  console.error(`\n${describeGrid(grid)}\n`);
  return {
    ...gridFigures(grid),
    ...newUserFigures(users),
    ...changeFigures(changes),
    ...fitted(files),
    ...compareScores(files),
  };
}

async function playAllNewUsers(folder: string, files: readonly OutcomesFile[]): Promise<NewUser[]> {
  const worlds = allWorlds().filter(isHome);
  const plays = aimNames.flatMap((aim) =>
    starts.flatMap((start) =>
      files.flatMap(({ name: file, tasks }) =>
        laddersFor(tasks).map((ladder) => ({
          file,
          ladder,
          worlds,
          aim,
          start,
          seeds: newUserSeeds,
        })),
      ),
    ),
  );
  return (await playAll(folder, 'newUsers', plays)).flat();
}

/** The values of the shipped priors that fit these files best. */
function fitted(files: readonly OutcomesFile[]): Figures {
  const figures = files.flatMap(({ name, tasks }) =>
    Object.entries(fit(tasks) ?? {}).map(([number, value]): [string, Figures[string]] => [
      `prior.${name}.${number}`,
      { value: Number(value.toFixed(2)), unit: isInSample(name) ? '(in-sample)' : '' },
    ]),
  );
  return Object.fromEntries(figures);
}
