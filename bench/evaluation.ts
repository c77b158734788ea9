import { existsSync, globSync } from 'node:fs';
import { type Estimate, shareEstimate } from '../src/evaluation/statistics/binomial.ts';
import { formatUsd } from '../src/routing/models/money.ts';
import { type FinderFigures, finderSettings, simulateFinder } from './evaluation/finderGrid.ts';
import { type DrawFigures, drawFromOutcomes } from './evaluation/outcomeDraws.ts';
import { type KnownModel, type SmallestFigures, smallestIn } from './evaluation/trueSmallest.ts';
import {
  type DriftFigures,
  driftSettings,
  simulateDrift,
  simulateSplit,
  type SplitFigures,
  splitSettings,
} from './evaluation/watchGrid.ts';
import { outcomesFiles, outcomesName, readOutcomes } from './routing/outcomesFile.ts';
import type { Figures } from './run.ts';

const runs = 10_000;

/**
 * Simulates the finder, the drift test and the comparison of two plans over grids of true rates, 10,000
 * runs for each setting, and prints a line for each. With a folder of outcome files it draws fixtures from
 * these instead, and compares the model that the finder names with the one that all tasks call for.
 */
export async function run(folder?: string): Promise<Figures> {
  return folder === undefined ? simulated() : fromOutcomes(folder);
}

function simulated(): Figures {
  console.error(`\nThe finder, simulated, ${runs} runs a setting; shares in %, 95 % intervals:`);
  const finder = finderSettings.map((setting) => shown(simulateFinder(setting, runs), finderLine));
  console.error(`\nDrift by 15 points, simulated, ${runs} runs a setting:`);
  const drift = driftSettings.map((setting) => shown(simulateDrift(setting, runs), driftLine));
  console.error(`\nTwo plans on live work, simulated, ${runs} runs a setting:`);
  const split = splitSettings.map((setting) => shown(simulateSplit(setting, runs), splitLine));
  console.error('\nNo outcome files: name a folder with --data.');
  return { ...finderSummary(finder), ...watchSummary(drift, split) };
}

function fromOutcomes(folder: string): Figures {
  const files = existsSync(folder) ? globSync(outcomesFiles, { cwd: folder }) : [];
  if (files.length === 0) throw new Error(`There is no ${outcomesFiles} in ${folder}.`);
  const read = files.toSorted().map((file) => readOutcomes(folder, outcomesName(file)));
  console.error('\nThe finder on draws from outcome files, 200 draws a setting, counts of draws:');
  const draws = read.flatMap(drawFromOutcomes).map((figures) => shown(figures, drawLine));
  console.error('\nBeside the true smallest model, 200 draws of 50 to 200 fixtures each:');
  const smallest = read.flatMap(smallestIn).map((figures) => shown(figures, smallestLine));
  return { ...drawSummary(draws), ...smallestSummary(smallest) };
}

function shown<T>(figures: T, line: (figures: T) => string): T {
  console.error(line(figures));
  return figures;
}

function finderLine(each: FinderFigures): string {
  const { rates, threshold, tolerance, fixtures, medianCalls, p90Calls } = each;
  return [
    `rates ${rates.join(' ')}`,
    `threshold ${threshold} - ${tolerance}`,
    `n ${fixtures}`,
    `wrong ${percents(each.wrong)}`,
    `in zone ${percents(each.inZone)}`,
    `right ${percents(each.right)}`,
    `dearer ${percents(each.dearer)}`,
    `none ${percents(each.none)}`,
    `calls median ${percent(medianCalls)} p90 ${percent(p90Calls)} of the grid`,
  ].join(' | ');
}

function driftLine(each: DriftFigures): string {
  return [
    `rate ${each.rate}${each.scores ? ' (scores)' : ''}`,
    `reference n ${each.referenceCases}`,
    `delay median ${each.medianDelay} p90 ${each.p90Delay}`,
    `within 60: ${percents(each.within60)}`,
    `false alarms ${each.falseAlarms.toFixed(2)} in 1,000 looks`,
  ].join(' | ');
}

function splitLine(each: SplitFigures): string {
  const { verdicts } = each;
  return [
    `current ${each.current} other ${each.other} margin ${each.margin ?? 0}`,
    `wrong ${percents(each.wrong)}`,
    `other better ${percents(verdicts.otherBetter)}`,
    `current better ${percents(verdicts.currentBetter)}`,
    `no worse ${percents(verdicts.otherNoWorse)}`,
    `undecided ${percents(verdicts.undecided)}`,
    `tasks median ${each.medianTasks} p90 ${each.p90Tasks}`,
  ].join(' | ');
}

function drawLine(each: DrawFigures): string {
  const { rates, truth, models } = each;
  return [
    each.file,
    `rates ${rates.map((rate) => rate.toFixed(3)).join(' ')}`,
    `threshold ${each.threshold} - ${each.tolerance}`,
    `n ${each.fixtures}`,
    `true smallest ${models[truth] ?? 'none'}`,
    `same ${each.same} dearer ${each.dearer} none ${each.none} in zone ${each.inZone} wrong ${each.wrong}`,
    `calls median ${percent(each.medianCalls)}`,
  ].join(' | ');
}

function smallestLine(each: SmallestFigures): string {
  const { file, among, candidates, tasks, share, threshold, truth, choices, draws } = each;
  const named = choices.map(
    (choice) => `${choice.named ? modelWords(choice.named) : 'none'} ${choice.draws}`,
  );
  return [
    `${file}, ${tasks} tasks, ${candidates} models (${among})`,
    `threshold ${threshold.toFixed(3)} (${share} of the best)`,
    `true smallest ${modelWords(truth)}`,
    `named ${named.join(', ')}`,
    `misses ${percents(shareEstimate(each.misses, draws))}`,
    `calls median ${percent(each.medianCalls)} of the grid`,
  ].join(' | ');
}

function modelWords({ model, rate, nanoUsd }: KnownModel): string {
  return `${model} (${rate.toFixed(3)}, ${formatUsd(Math.round(nanoUsd))})`;
}

function percents({ value = 0, low, high }: Estimate): string {
  return `${percent(value)} (${percent(low)}–${percent(high)})`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function finderSummary(all: readonly FinderFigures[]): Figures {
  const most = (figure: (each: FinderFigures) => number) => Math.max(...all.map(figure));
  return {
    'finder.wrong.worst': shareFigure(most(({ wrong }) => wrong.value ?? 0)),
    'finder.wrong.worst.high': shareFigure(most(({ wrong }) => wrong.high)),
    'finder.inZone.worst': shareFigure(most(({ inZone }) => inZone.value ?? 0)),
    'finder.medianCalls.worst': shareFigure(most(({ medianCalls }) => medianCalls)),
    'finder.p90Calls.worst': shareFigure(most(({ p90Calls }) => p90Calls)),
    'finder.settings': { value: all.length, unit: 'settings (simulated)' },
  };
}

function watchSummary(drift: readonly DriftFigures[], split: readonly SplitFigures[]): Figures {
  return {
    'drift.medianDelay.worst': {
      value: Math.max(...drift.map(({ medianDelay }) => medianDelay)),
      unit: 'results (simulated)',
    },
    'drift.falseAlarms.worst': {
      value: Math.max(...drift.map(({ falseAlarms }) => falseAlarms)),
      unit: 'in 1,000 looks (simulated)',
    },
    'split.wrong.worst': shareFigure(Math.max(...split.map(({ wrong }) => wrong.value ?? 0))),
    'split.wrong.worst.high': shareFigure(Math.max(...split.map(({ wrong }) => wrong.high))),
  };
}

function drawSummary(all: readonly DrawFigures[]): Figures {
  const strict = all.filter(({ tolerance }) => tolerance === 0);
  const draws = strict.reduce((sum, each) => sum + each.draws, 0);
  const wrong = strict.reduce((sum, each) => sum + each.wrong, 0);
  return {
    'outcomes.wrong.mean': {
      value: share(shareEstimate(wrong, draws).value ?? 0),
      unit: '% of draws',
    },
    'outcomes.wrong.worst': {
      value: share(Math.max(...strict.map((each) => each.wrong / each.draws))),
      unit: '% of draws',
    },
    'outcomes.medianCalls.worst': {
      value: share(Math.max(...strict.map(({ medianCalls }) => medianCalls))),
      unit: '% of the grid',
    },
  };
}

function smallestSummary(all: readonly SmallestFigures[]): Figures {
  const rows = all.flatMap((each): [string, Figures[string]][] => {
    const name = `smallest.${each.file}.${each.among}.${each.share}`;
    const same = each.choices.find(({ named }) => named === each.truth)?.draws ?? 0;
    return [
      [`${name}.same`, { value: share(same / each.draws), unit: '% of draws' }],
      [`${name}.misses`, { value: share(each.misses / each.draws), unit: '% of draws' }],
      [`${name}.medianCalls`, { value: share(each.medianCalls), unit: '% of the grid' }],
    ];
  });
  return Object.fromEntries(rows);
}

function shareFigure(value: number): Figures[string] {
  return { value: share(value), unit: '% (simulated)' };
}

function share(value: number): number {
  return Number((100 * value).toFixed(2));
}
