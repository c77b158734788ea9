import { contestants, summaryOf as sumsOf } from '../../src/cli/print/contestants.ts';
import { aimNames, shippedAim } from '../../src/routing/policy/aims.ts';
import type { Figures } from '../run.ts';
import type { Cell } from './cells.ts';
import type { Grid } from './grid.ts';
import { axes, summaryOf } from './gridReport.ts';
import { originOf } from './outcomesFile.ts';
import { isHome } from './worlds.ts';

/** The worst cell; each aim beside other ways to choose; each axis with the shipped aim. */
export function gridFigures({ cells, worst }: Grid): Figures {
  const { cell, again } = worst[0]!;
  const figures: Figures = {
    'worst.quality': relative(cell.simulation.planner.quality.mean, [cell]),
    'worst.cost': relative(cell.simulation.planner.cost.mean, [cell]),
    'worst.quality.otherSeeds': relative(again.simulation.planner.quality.mean, [again]),
    'worst.cost.otherSeeds': relative(again.simulation.planner.cost.mean, [again]),
    ...aimFigures(cells.filter(({ world }) => isHome(world))),
  };
  for (const { axis, value, cells: some } of axes(cells.filter(({ aim }) => aim === shippedAim))) {
    const { quality, cost } = summaryOf(some);
    figures[`${axis}.${value}.quality.median`] = relative(quality.median, some);
    figures[`${axis}.${value}.quality.worst`] = relative(quality.worst, some);
    figures[`${axis}.${value}.cost.median`] = relative(cost.median, some);
    figures[`${axis}.${value}.cost.worst`] = relative(cost.worst, some);
  }
  return figures;
}

function aimFigures(cells: readonly Cell[]): Figures {
  const figures: Figures = {};
  for (const aim of aimNames) {
    const own = cells.filter((cell) => cell.aim === aim);
    for (const { name, of } of contestants) {
      const summary = sumsOf(own.flatMap(({ simulation }) => of(simulation) ?? []));
      if (!summary) continue;
      const key = `${aim}.${name.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())}`;
      figures[`${key}.quality.mean`] = relative(summary.quality.mean, own);
      figures[`${key}.quality.worst`] = relative(summary.quality.worst, own);
      figures[`${key}.cost.mean`] = relative(summary.cost.mean, own);
      figures[`${key}.cost.highest`] = relative(summary.cost.dearest, own);
    }
  }
  return figures;
}

function relative(value: number, cells: readonly Cell[]): Figures[string] {
  return {
    value: Number(value.toFixed(3)),
    unit: `(${originOf(cells.map(({ file }) => file))})`,
  };
}
