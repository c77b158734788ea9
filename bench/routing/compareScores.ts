import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutcomeTask } from '../../src/evaluation/outcomes.ts';
import { randomFrom } from '../../src/routing/planner/random.ts';
import type { Figures } from '../run.ts';
import { averageGapRecovered } from './apgr.ts';
import type { OutcomesFile } from './outcomesFile.ts';
import { classifierScore, promptLength, type Score } from './scores.ts';

/** The best router published by RouteLLM (arXiv 2406.18665), with its own training data. */
const published: Readonly<Record<string, number>> = { gsm8k: 0.622, mmlu: 0.603 };

/** Measures how well prompt scores separate RouteLLM's tasks. */
export function compareScores(folder: string, files: readonly OutcomesFile[]): Figures {
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

/** The prompts of a file of JSON lines, by task. */
export function promptsOf(path: string): Map<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const { task_id: id, prompt } = JSON.parse(line) as { task_id: string; prompt: string };
      return [id, prompt];
    }),
  );
}

/** Tasks with a prompt that a weak and a strong model answered; the more expensive one is the strong one. */
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
