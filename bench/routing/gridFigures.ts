import type { Figures } from '../run.ts';
import { floor, type Cell } from './cells.ts';
import type { Grid } from './grid.ts';
import { axes, summaryOf } from './gridReport.ts';
import { originOf } from './outcomesFile.ts';
import { isHome } from './worlds.ts';

/** The worst cell, each axis, then shares of cells over all worlds and over those as the priors assume. */
export function gridFigures({ cells, worst }: Grid): Figures {
  const { cell, again } = worst[0]!;
  const figures: Figures = {
    'worst.quality': relative(cell.quality.mean, [cell]),
    'worst.cost': relative(cell.cost.mean, [cell]),
    'worst.quality.otherSeeds': relative(again.quality.mean, [again]),
    'worst.cost.otherSeeds': relative(again.cost.mean, [again]),
  };
  for (const { axis, value, cells: some } of axes(cells)) {
    const { quality, cost } = summaryOf(some);
    figures[`${axis}.${value}.quality.median`] = relative(quality.median, some);
    figures[`${axis}.${value}.quality.worst`] = relative(quality.worst, some);
    figures[`${axis}.${value}.cost.median`] = relative(cost.median, some);
    figures[`${axis}.${value}.cost.worst`] = relative(cost.worst, some);
  }
  return {
    ...figures,
    ...shares('grid', cells),
    ...shares(
      'home',
      cells.filter(({ world }) => isHome(world)),
    ),
  };
}

function relative(value: number, cells: readonly Cell[]): Figures[string] {
  return { value: Number(value.toFixed(3)), unit: `(${originOf(filesOf(cells))})` };
}

function shares(name: string, cells: readonly Cell[]): Figures {
  const share = (holds: (cell: Cell) => boolean) => ({
    value: Number(((100 * cells.filter(holds).length) / cells.length).toFixed(1)),
    unit: `% of cells (${originOf(filesOf(cells))})`,
  });
  return {
    [`${name}.qualityKept`]: share(({ quality }) => quality.mean >= floor),
    [`${name}.qualityNearlyKept`]: share(({ quality }) => quality.mean >= floor - 0.005),
    [`${name}.costBelow102`]: share(({ cost }) => cost.mean <= 1.02),
    [`${name}.costWithin5`]: share(({ cost, bestFixedCost }) => cost.mean <= 1.05 * bestFixedCost),
  };
}

function filesOf(cells: readonly Cell[]): string[] {
  return cells.map(({ file }) => file);
}
