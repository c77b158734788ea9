import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseOutcomes, type OutcomeTask } from '../src/evaluation/outcomes.ts';
import { simulate, type Simulation } from '../src/evaluation/simulate.ts';
import { randomFrom } from '../src/routing/random.ts';
import { align } from './gates/align.ts';
import { averageGapRecovered } from './routing/apgr.ts';
import { fit } from './routing/fitted.ts';
import { laddersFor } from './routing/ladders.ts';
import { classifierScore, promptLength, type Score } from './routing/scores.ts';
import type { Figures } from './run.ts';

const seeds = 10;
const falseAccepts = [0.05, 0.2, 0.5];
const floor = 0.99;

/** Published by RouteLLM (arXiv 2406.18665): the best router with data of its own. */
const published: Readonly<Record<string, number>> = { gsm8k: 0.622, mmlu: 0.603 };

/**
 * The planner on every outcomes file of the folder that TIERWISE_DATA names, and how well scores of
 * prompts tell RouteLLM's tasks apart. Without such a folder nothing is measured.
 */
export async function run(): Promise<Figures> {
  const folder = process.env.TIERWISE_DATA;
  if (folder === undefined || !existsSync(folder)) {
    console.error('routing is skipped: TIERWISE_DATA names no folder with outcomes-*.csv.');
    return {};
  }
  const files = globSync('outcomes-*.csv', { cwd: folder }).toSorted();
  const read = files.map((file) => ({
    name: basename(file, '.csv').slice('outcomes-'.length),
    tasks: tasksOf(join(folder, file)),
  }));
  return {
    ...planned(read.flatMap(({ name, tasks }) => play(name, tasks))),
    ...fitted(read),
    ...comparedScores(folder, read),
  };
}

interface OutcomesFile {
  readonly name: string;
  readonly tasks: readonly OutcomeTask[];
}

function tasksOf(path: string): readonly OutcomeTask[] {
  const { tasks, problems } = parseOutcomes(readFileSync(path, 'utf8'));
  const [first] = problems;
  if (first) throw new Error(`${path}:${first.line}: ${first.message}`);
  return tasks;
}

interface Row {
  readonly file: string;
  readonly ladder: readonly string[];
  readonly falseAccept: number;
  readonly simulation: Simulation;
}

function play(file: string, tasks: readonly OutcomeTask[]): Row[] {
  return laddersFor(tasks).flatMap((ladder) =>
    falseAccepts.flatMap((falseAccept): Row[] => {
      const judging = { sensitivity: 0.9, falseAccept, feedback: 0.5 };
      const simulation = simulate(tasks, { ladder, judging, floor, seeds });
      return simulation ? [{ file, ladder, falseAccept, simulation }] : [];
    }),
  );
}

function planned(rows: readonly Row[]): Figures {
  const cells = rows.map(({ file, ladder, falseAccept, simulation }) => {
    const { planner, bestFixed } = simulation;
    return [
      ...[file, ladder.join(' > '), String(falseAccept)],
      planner.quality.mean.toFixed(3),
      planner.cost.mean.toFixed(3),
      bestFixed.cost.mean.toFixed(3),
      randomMix(simulation).toFixed(3),
      (planner.cost.mean / bestFixed.cost.mean).toFixed(2),
      bestFixed.plan,
    ];
  });
  const header = [
    ...['file', 'ladder', 'false accepts', 'quality', 'cost', 'best fixed', 'random mix'],
    ...['cost / best', 'best fixed plan'],
  ];
  console.error(`\nRelative to always asking the strongest\n\n${align([header, ...cells])}\n`);
  const share = (holds: (simulation: Simulation) => boolean) => {
    const holding = rows.filter(({ simulation }) => holds(simulation)).length;
    return { value: Number(((100 * holding) / rows.length).toFixed(1)), unit: '%' };
  };
  return {
    qualityKept: share(({ planner }) => planner.quality.mean >= floor),
    qualityNearlyKept: share(({ planner }) => planner.quality.mean >= floor - 0.005),
    costBelow102: share(({ planner }) => planner.cost.mean <= 1.02),
    costWithin5: share(({ planner, bestFixed }) => {
      return planner.cost.mean <= 1.05 * bestFixed.cost.mean;
    }),
  };
}

/** What the shipped priors should be if these files were all there is. */
function fitted(files: readonly OutcomesFile[]): Figures {
  const figures = files.flatMap(({ name, tasks }) =>
    Object.entries(fit(tasks) ?? {}).map(([number, value]): [string, Figures[string]] => [
      `prior.${name}.${number}`,
      { value: Number(value.toFixed(2)), unit: '' },
    ]),
  );
  return Object.fromEntries(figures);
}

/** What it costs to keep the floor by sending tasks to the cheapest or the strongest at random. */
function randomMix({ fixed, alwaysStrongest }: Simulation): number {
  const cheapest = fixed[0]!;
  const strong = alwaysStrongest.cost.mean;
  if (cheapest.quality.mean >= floor) return cheapest.cost.mean;
  const share = (1 - floor) / (1 - cheapest.quality.mean);
  return share * cheapest.cost.mean + (1 - share) * strong;
}

function comparedScores(folder: string, files: readonly OutcomesFile[]): Figures {
  const figures: Figures = {};
  const random = randomFrom(0);
  const scores: Readonly<Record<string, Score>> = {
    length: promptLength,
    classifier: classifierScore(),
    random: () => random(),
  };
  for (const [name, best] of Object.entries(published)) {
    const file = files.find((each) => each.name === `routellm-${name}`);
    const path = join(folder, `prompts-routellm-${name}.jsonl`);
    if (!file || !existsSync(path)) continue;
    const prompts = promptsOf(path);
    for (const [scoreName, score] of Object.entries(scores)) {
      const recovered = averageGapRecovered(scored(file.tasks, prompts, score));
      figures[`apgr.${name}.${scoreName}`] = { value: Number(recovered.toFixed(3)), unit: '' };
    }
    figures[`apgr.${name}.routeLlmPublished`] = { value: best, unit: '' };
  }
  return figures;
}

function promptsOf(path: string): Map<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const { task_id: id, prompt } = JSON.parse(line) as { task_id: string; prompt: string };
      return [id, prompt];
    }),
  );
}

/** Tasks with a prompt that a weak and a strong model answered; the dearer one is the strong one. */
function scored(tasks: readonly OutcomeTask[], prompts: Map<string, string>, score: Score) {
  return tasks.flatMap(({ id, samples }) => {
    const prompt = prompts.get(id);
    const [weak, strong] = [...samples.values()]
      .map(([sample]) => sample!)
      .toSorted((one, other) => one.nanoUsd - other.nanoUsd);
    if (prompt === undefined || !weak || !strong) return [];
    return { score: score(prompt), weak: weak.quality, strong: strong.quality };
  });
}
