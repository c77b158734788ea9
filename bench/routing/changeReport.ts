import { align } from '../gates/align.ts';
import { percentile } from '../measuring/percentile.ts';
import type { Figures } from '../run.ts';
import {
  type ChangePlayed,
  type Direction,
  directions,
  soon,
  tasksAfter,
  tasksBefore,
} from './changedModel.ts';

const words: Readonly<Record<Direction, string>> = {
  weaker: 'weaker',
  muchWeaker: 'much weaker',
  stronger: 'stronger',
};
/** Changes of one kind; the names are also those of the figures. */
const kinds = directions.flatMap((direction) => [
  [`${direction}Cheapest`, `the cheapest model becomes ${words[direction]}`] as const,
  [`${direction}Strongest`, `the strongest model becomes ${words[direction]}`] as const,
]);

export function describeChanges(changes: readonly ChangePlayed[]): string {
  const header = [
    'noticed after',
    `within ${soon}`,
    'asked',
    `right plan: first ${soon}`,
    'later',
    'quality',
    '(right plan)',
    'cost',
    '(right plan)',
    'false alarms',
    '',
  ];
  const slowestFirst = changes.toSorted((one, other) => medianOf(other) - medianOf(one));
  const named = slowestFirst.map((change) => [
    ...cellsOf([change]),
    `${change.ladder[change.rung]} as ${change.instead} (${change.was.toFixed(2)} to ${change.is.toFixed(2)}) in ${change.ladder.join(' > ')} (${change.file})`,
  ]);
  const sums = kinds.flatMap(([kind, says]) => {
    const own = changes.filter((change) => kindOf(change) === kind);
    return own.length === 0 ? [] : [[...cellsOf(own), `${says} (${own.length})`]];
  });
  return [
    `A changed model, simulated: after ${tasksBefore} tasks, one model of the ladder answers as another one, at its old`,
    `price; ${tasksAfter} more tasks follow. Noticed: earlier evidence about it is set aside; the median over the seeds.`,
    `Asked: how often the plans of the first ${soon} tasks ask it; nobody can notice a change in a model that is not`,
    `asked. Right plan: the cheapest that keeps the floor after the change, in hindsight. Quality and cost of the first`,
    `${soon} tasks are relative to the strongest model. False alarms: seeds that set evidence aside before the change.\n`,
    align([header, ...sums, [], ...named]),
  ].join('\n');
}

export function changeFigures(changes: readonly ChangePlayed[]): Figures {
  const figures: Figures = {};
  for (const [kind] of kinds) {
    const own = changes.filter((change) => kindOf(change) === kind);
    if (own.length === 0) continue;
    const figure = (value: number, unit: string) => ({
      value: Number(value.toFixed(3)),
      unit: `${unit}(simulated)`,
    });
    const noticed = median(own.flatMap(seedsOf));
    figures[`changed.${kind}.noticedWithin${soon}`] = figure(100 * within(own), '% of seeds ');
    if (noticed < Infinity) figures[`changed.${kind}.noticedAfter`] = figure(noticed, 'tasks ');
    figures[`changed.${kind}.rightPlanSoon`] = figure(100 * mean(own, (c) => c.right.soon), '% ');
    figures[`changed.${kind}.rightPlanLater`] = figure(100 * mean(own, (c) => c.right.later), '% ');
    const lost = mean(own, ({ planner, rightPlan }) => rightPlan.quality - planner.quality);
    figures[`changed.${kind}.qualityLost`] = figure(lost, '');
    figures[`changed.${kind}.falseAlarms`] = figure(100 * mean(own, (c) => c.falseAlarms), '% ');
  }
  return figures;
}

function kindOf({ rung, direction }: ChangePlayed): string {
  return `${direction}${rung === 0 ? 'Cheapest' : 'Strongest'}`;
}

function cellsOf(changes: readonly ChangePlayed[]): string[] {
  const figures = [
    mean(changes, ({ right }) => right.soon),
    mean(changes, ({ right }) => right.later),
    mean(changes, ({ planner }) => planner.quality),
    mean(changes, ({ rightPlan }) => rightPlan.quality),
    mean(changes, ({ planner }) => planner.cost),
    mean(changes, ({ rightPlan }) => rightPlan.cost),
    mean(changes, ({ falseAlarms }) => falseAlarms),
  ];
  const noticed = median(changes.flatMap(seedsOf));
  const asked = mean(changes, (change) => change.asked);
  return [
    noticed === Infinity ? 'not' : `${noticed} tasks`,
    `${Math.round(100 * within(changes))} %`,
    `${Math.round(100 * asked)} %`,
    ...figures.map((value) => value.toFixed(3)),
  ];
}

function medianOf(change: ChangePlayed): number {
  return median(seedsOf(change));
}

/** Tasks until it was noticed, for each seed; endless when it never was. */
function seedsOf({ noticedAfter }: ChangePlayed): number[] {
  return noticedAfter.map((tasks) => tasks ?? Infinity);
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function within(changes: readonly ChangePlayed[]): number {
  const seeds = changes.flatMap(seedsOf);
  return seeds.filter((tasks) => tasks <= soon).length / seeds.length;
}

function mean(changes: readonly ChangePlayed[], of: (change: ChangePlayed) => number): number {
  return changes.reduce((sum, change) => sum + of(change), 0) / changes.length;
}
