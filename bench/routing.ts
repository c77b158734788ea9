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
 * The planner on every outcomes file of the folder that TIERWISE_DATA names, in many worlds, most of
 * them not as its priors expect; and how well scores of prompts tell RouteLLM's tasks apart. Without
 * such a folder nothing is measured.
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

/** What the shipped priors should be if these files were all there is. */
function fitted(files: readonly OutcomesFile[]): Figures {
  const figures = files.flatMap(({ name, tasks }) =>
    Object.entries(fit(tasks) ?? {}).map(([number, value]): [string, Figures[string]] => [
      `prior.${name}.${number}`,
      { value: Number(value.toFixed(2)), unit: isInSample(name) ? '(in-sample)' : '' },
    ]),
  );
  return Object.fromEntries(figures);
}
