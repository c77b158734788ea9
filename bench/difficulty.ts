import { existsSync, globSync } from 'node:fs';
import { randomFrom } from '../src/routing/planner/random.ts';
import { looks } from './difficulty/features.ts';
import {
  apgrOf,
  apgrOfLength,
  halvesOf,
  learningCurve,
  seen,
  shuffled,
  slopeOfLength,
} from './difficulty/halves.ts';
import { learn, startModel } from './difficulty/onlineModel.ts';
import { type Pair, pairsOf } from './difficulty/pairs.ts';
import { leastCost } from './difficulty/saving.ts';
import { type Target, targets } from './difficulty/targets.ts';
import { outcomesFiles, outcomesName, readOutcomes } from './routing/outcomesFile.ts';
import type { Figures } from './run.ts';

/**
 * Asks whether the words of a task say how difficult it is: whether a model that learns from outcomes sends tasks to
 * the strong model in a better order than prompt length does. It is not in the product; docs/decisions says why.
 * Reads outcome files with prompts in the folder that TIERWISE_DATA names; without one nothing is measured.
 */
export function run(): Figures {
  const folder = process.env['TIERWISE_DATA'] ?? '';
  const found = existsSync(folder) ? globSync(outcomesFiles, { cwd: folder }) : [];
  const pairs = found
    .toSorted()
    .flatMap((file) => pairsOf(readOutcomes(folder, outcomesName(file))));
  if (pairs.length === 0) {
    console.error('difficulty is skipped: TIERWISE_DATA names no outcome files with prompts.');
    return {};
  }
  const figures: Figures = {};
  for (const pair of pairs) {
    console.error(`${pair.name}: ${pair.models.join(' > ')}, ${pair.tasks.length} tasks`);
    Object.assign(figures, curvesOf(pair), savingOf(pair));
  }
  return { ...figures, ...transfers(pairs) };
}

const targetNames = Object.keys(targets) as Target[];

function curvesOf({ name, tasks }: Pair): Figures {
  const halves = halvesOf(seen(tasks, 'everything'));
  const lengths = halves.map(({ measured }) => apgrOfLength(measured));
  const figures: Figures = { [`apgr.${name}.length`]: figureOf(lengths) };
  for (const target of targetNames) {
    for (const [known, values] of learningCurve(halves, target)) {
      const over = values.map((value, at) => value - lengths[at]!);
      figures[`apgr.${name}.${target}.${known}`] = figureOf(
        values,
        `, above length by ${withSpread(over)}`,
      );
    }
  }
  return figures;
}

/** Costs relative to always asking the strong model, in a simulated world of gates. */
function savingOf({ name, tasks, price }: Pair): Figures {
  return Object.fromEntries(
    looks.map((look) => {
      const costs = halvesOf(seen(tasks, look)).map((halves) => leastCost(halves, price));
      return [`cost.${name}.by.${look}`, figureOf(costs, ' (simulated gates)')];
    }),
  );
}

/** Learnt from what climbs show in one pair, and measured on the pairs of other files. */
function transfers(pairs: readonly Pair[]): Figures {
  const all = pairs.map((pair) => ({ ...pair, tasks: seen(pair.tasks, 'everything') }));
  const figures: Figures = {};
  for (const from of all) {
    const model = startModel(slopeOfLength);
    for (const task of shuffled(from.tasks, randomFrom(0))) {
      learn(model, task.features, targets.climbPays(task));
    }
    for (const to of all.filter(({ file }) => file !== from.file)) {
      const value = Number(apgrOf(model, to.tasks).toFixed(3));
      const unit = `prompt length ${apgrOfLength(to.tasks).toFixed(3)}`;
      figures[`apgr.${from.name}.on.${to.name}`] = { value, unit };
    }
  }
  return figures;
}

function figureOf(values: readonly number[], more = ''): Figures[string] {
  const { mean, deviation } = spreadOf(values);
  return { value: Number(mean.toFixed(3)), unit: `± ${deviation.toFixed(3)}${more}` };
}

function withSpread(values: readonly number[]): string {
  const { mean, deviation } = spreadOf(values);
  return `${mean.toFixed(3)} ± ${deviation.toFixed(3)}`;
}

function spreadOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
