import { existsSync, globSync } from 'node:fs';
import { compareScores } from './routing/compareScores.ts';
import { fit } from './routing/fitted.ts';
import { playGrid } from './routing/grid.ts';
import { gridFigures } from './routing/gridFigures.ts';
import { describeGrid } from './routing/gridReport.ts';
import {
  isInSample,
  outcomesFiles,
  outcomesName,
  readOutcomes,
  type OutcomesFile,
} from './routing/outcomesFile.ts';
import type { Figures } from './run.ts';

/**
 * Plays the planner on every outcomes file in the folder that TIERWISE_DATA names, in many worlds, most
 * of which contradict its priors. Also measures how well prompt scores separate RouteLLM's tasks.
 * Without such a folder nothing is measured.
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
  const grid = await playGrid(folder, files);
  console.error(`\n${describeGrid(grid)}\n`);
  return { ...gridFigures(grid), ...fitted(files), ...compareScores(folder, files) };
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
