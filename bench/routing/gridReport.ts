import type { Relative } from '../../src/evaluation/simulation/simulate.ts';
import { shippedAim } from '../../src/routing/policy/aims.ts';
import { align } from '../gates/align.ts';
import { percentile } from '../measuring/percentile.ts';
import { describeAims } from './aimReport.ts';
import { worstFirst, type Cell } from './cells.ts';
import { seeds, seedsAgain, type Grid, type Worst } from './grid.ts';
import { isInSample, originOf } from './outcomesFile.ts';
import { describeWorld, takesTwists, twists } from './worlds.ts';

/** The grid as text; the worst cell comes first. */
export function describeGrid({ cells, worst }: Grid): string {
  const shipped = cells.filter(({ aim }) => aim === shippedAim);
  const { cell, again } = worst[0]!;
  const [own, repeated] = [cell.simulation.planner, again.simulation.planner];
  return [
    `Worst of ${shipped.length} cells with the aim ${shippedAim} (${originOf([cell.file])}): ` +
      `${fixed(own.quality.mean)} of the quality (${range(own)}), ${fixed(own.cost.mean)} of the cost\n` +
      `  ${nameOf(cell)}, ${describeWorld(cell.world)}\n` +
      `  with ${seedsAgain.count} other seeds: ${fixed(repeated.quality.mean)} (${range(repeated)}), ${fixed(repeated.cost.mean)}`,
    notes(cells),
    describeAims(cells),
    `Other feedback, other gates, and worlds that contradict the priors, with the aim ${shippedAim}: one value at a\n` +
      `time; the worst cost is the highest\n\n${tableOfAxes(axes(shipped))}`,
    `The worst of these cells; "again" is with other seeds, since the worst of many had bad luck as well\n\n${tableOfWorst(worst)}`,
  ].join('\n\n');
}

function notes(cells: readonly Cell[]): string {
  const files = [...new Set(cells.map(({ file }) => file))];
  const inSample = files.filter(isInSample);
  return [
    'All is simulated, and relative to always asking the strongest model of the ladder.',
    `Each cell is played with the seeds 0 to ${seeds - 1}, those played again with ` +
      `${seedsAgain.first} to ${seedsAgain.first + seedsAgain.count - 1}.`,
    `In-sample, as they were looked at while the planner's constants were chosen: ${inSample.join(', ') || 'none'}.`,
    'The ladders are picked in hindsight: best and cheapest of a file by the outcomes that are played;',
    'three of them are named in the code.',
  ].join('\n');
}

function tableOfWorst(worst: readonly Worst[]): string {
  const header = [
    'quality',
    '95 %',
    'cost',
    'again',
    '95 %',
    'cost',
    'best fixed',
    'ladder',
    'world',
    'origin',
  ];
  const rows = worst.map(({ cell, again }) => [
    ...[cell, again].flatMap(({ simulation: { planner } }) => [
      fixed(planner.quality.mean),
      range(planner),
      fixed(planner.cost.mean),
    ]),
    fixed(again.simulation.bestFixed.cost.mean),
    nameOf(cell),
    describeWorld(cell.world),
    originOf([cell.file]),
  ]);
  return align([header, ...rows]);
}

/** The cells with one value of one axis. */
export interface AxisValue {
  readonly axis: string;
  readonly value: string;
  readonly cells: readonly Cell[];
}

/** Compares shares in worlds without a twist, twists at equal shares, and files over all worlds. */
export function axes(cells: readonly Cell[]): AxisValue[] {
  const plain = cells.filter(({ world }) => world.twist === 'none');
  const sharesOf = (axis: 'feedback' | 'sensitivity' | 'falseAccept'): AxisValue[] =>
    [...Map.groupBy(plain, ({ world }) => world[axis])]
      .toSorted(([one], [other]) => one - other)
      .map(([value, cells]) => ({ axis, value: String(value), cells }));
  const twisted = Map.groupBy(
    cells.filter(({ world }) => takesTwists(world)),
    ({ world }) => world.twist,
  );
  return [
    ...(['feedback', 'sensitivity', 'falseAccept'] as const).flatMap(sharesOf),
    ...twists.flatMap((value) => {
      const cells = twisted.get(value);
      return cells ? { axis: 'twist', value, cells } : [];
    }),
    ...[...Map.groupBy(cells, ({ file }) => file)].map(([value, cells]) => ({
      axis: 'file',
      value,
      cells,
    })),
  ];
}

/** For costs, the worst is the highest. */
export interface Summary {
  readonly quality: { readonly median: number; readonly worst: number };
  readonly cost: { readonly median: number; readonly worst: number };
}

export function summaryOf(cells: readonly Cell[]): Summary {
  const qualities = cells.map(({ simulation }) => simulation.planner.quality.mean);
  const costs = cells.map(({ simulation }) => simulation.planner.cost.mean);
  return {
    quality: { median: percentile(qualities, 0.5), worst: Math.min(...qualities) },
    cost: { median: percentile(costs, 0.5), worst: Math.max(...costs) },
  };
}

const axisNames: Readonly<Record<string, string>> = { falseAccept: 'false accepts' };

function tableOfAxes(values: readonly AxisValue[]): string {
  const header = [
    'axis',
    'value',
    'cells',
    'quality: median',
    'worst',
    'cost: median',
    'worst',
    'ladder of the worst quality',
  ];
  const rows = values.map(({ axis, value, cells }) => {
    const { quality, cost } = summaryOf(cells);
    return [
      axisNames[axis] ?? axis,
      value,
      String(cells.length),
      ...[quality.median, quality.worst, cost.median, cost.worst].map(fixed),
      nameOf(worstFirst(cells)[0]!),
    ];
  });
  return align([header, ...rows]);
}

function nameOf({ file, ladder }: Cell): string {
  return `${ladder.join(' > ')} (${file})`;
}

function range({ quality }: Relative): string {
  return `${fixed(quality.low)} to ${fixed(quality.high)}`;
}

function fixed(value: number): string {
  return value.toFixed(3);
}
