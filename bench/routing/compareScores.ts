import { type Foresight, promptLength } from '../../src/evaluation/simulation/beforeCall.ts';
import type { OutcomeTask } from '../../src/evaluation/simulation/outcomes.ts';
import { randomFrom } from '../../src/routing/planner/random.ts';
import type { Figures } from '../run.ts';
import { averageGapRecovered, type Scored } from './apgr.ts';
import type { OutcomesFile } from './outcomesFile.ts';
import { classifierScore } from './scores.ts';

/** The best router published by RouteLLM (arXiv 2406.18665), with its own training data. */
const published: Readonly<Record<string, number>> = { gsm8k: 0.622, mmlu: 0.603 };

/** Measures how well what is known before a call separates RouteLLM's tasks. */
export function compareScores(files: readonly OutcomesFile[]): Figures {
  const figures: Figures = {};
  const random = randomFrom(0);
  const scores: Readonly<Record<string, Foresight>> = {
    length: promptLength,
    classifier: classifierScore(),
    random: () => random(),
  };
  for (const [name, best] of Object.entries(published)) {
    const file = files.find((each) => each.name === `routellm-${name}`);
    const tasks = file?.tasks.filter(({ prompt }) => prompt !== undefined) ?? [];
    if (tasks.length === 0) continue;
    for (const [scoreName, score] of Object.entries(scores)) {
      const recovered = averageGapRecovered(scored(tasks, score));
      figures[`apgr.${name}.${scoreName}`] = { value: Number(recovered.toFixed(3)), unit: '' };
    }
    figures[`apgr.${name}.routeLlmPublished`] = { value: best, unit: '' };
  }
  return figures;
}

/** Tasks that a weak and a strong model answered; the more expensive one is the strong one. */
function scored(tasks: readonly OutcomeTask[], foresight: Foresight): Scored[] {
  return tasks.flatMap((task) => {
    const [weak, strong] = [...task.samples.values()]
      .map(([sample]) => sample!)
      .toSorted((one, other) => one.nanoUsd - other.nanoUsd);
    const score = foresight(task);
    if (score === undefined || !weak || !strong) return [];
    return { score, weak: weak.quality, strong: strong.quality };
  });
}
