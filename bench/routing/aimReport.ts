import { tableOfSimulations } from '../../src/cli/print/simulations.ts';
import { contestants, contestantsExplained, summaryOf } from '../../src/cli/print/contestants.ts';
import { aimNames, aimsOf } from '../../src/routing/policy/aims.ts';
import { align } from '../gates/align.ts';
import type { Cell } from './cells.ts';
import { isHome } from './worlds.ts';

/** Each aim where gates and feedback are as usual, beside other ways to choose: sums first, then every row. */
export function describeAims(cells: readonly Cell[]): string {
  const usual = cells.filter(({ world }) => isHome(world));
  return [
    `Each aim on the same rows; the worst quality and the highest cost are those of one row\n\n${sumsOf(usual)}`,
    contestantsExplained,
    ...aimNames.map((aim) => tableOf(usual, aim)),
  ].join('\n\n');
}

function sumsOf(cells: readonly Cell[]): string {
  const header = ['aim', '', 'mean quality', 'worst', 'mean cost', 'highest', 'rows'];
  const rows = aimNames.flatMap((aim) =>
    contestants.flatMap(({ name, of }) => {
      const own = cells.filter((cell) => cell.aim === aim);
      const played = own.flatMap(({ simulation }) => of(simulation) ?? []);
      const summary = summaryOf(played);
      if (!summary) return [];
      const { quality, cost } = summary;
      const figures = [quality.mean, quality.worst, cost.mean, cost.dearest];
      return [[aim, name, ...figures.map((value) => value.toFixed(3)), String(played.length)]];
    }),
  );
  return align([header, ...rows]);
}

function tableOf(cells: readonly Cell[], aim: Cell['aim']): string {
  const { floor, worst } = aimsOf(aim);
  const rows = cells
    .filter((cell) => cell.aim === aim)
    .map(({ file, ladder, world, simulation }) => ({
      file,
      ladder,
      simulation,
      note: `false accepts ${world.falseAccept}`,
    }));
  return `Aim ${aim} (floor ${floor}, one task type ${worst}), worst quality first\n\n${tableOfSimulations(rows)}`;
}
