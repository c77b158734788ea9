import type { OutcomeTask } from '../../src/evaluation/simulation/outcomes.ts';

export function modelsOf(tasks: readonly OutcomeTask[]): string[] {
  return [...new Set(tasks.flatMap(({ samples }) => [...samples.keys()]))];
}

/** The mean quality of a model's answers. */
export function meanQuality(tasks: readonly OutcomeTask[], model: string): number {
  return mean(samplesOf(tasks, model).map(({ quality }) => quality));
}

/** What one of a model's answers costs in the mean, nano-dollars. */
export function meanNanoUsd(tasks: readonly OutcomeTask[], model: string): number {
  return mean(samplesOf(tasks, model).map(({ nanoUsd }) => nanoUsd));
}

function samplesOf(tasks: readonly OutcomeTask[], model: string) {
  return tasks.flatMap(({ samples }) => samples.get(model) ?? []);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
