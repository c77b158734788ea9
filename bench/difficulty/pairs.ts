import { laddersFor } from '../routing/ladders.ts';
import type { OutcomesFile } from '../routing/outcomesFile.ts';
import { promptNumbers } from './promptNumbers.ts';

/** A task that a cheap and a strong model answered. */
export interface Answered {
  readonly prompt: string;
  readonly numbers: readonly number[];
  /** From 0 to 1. */
  readonly weak: number;
  readonly strong: number;
}

/** Two models of a file, and the tasks that both answered. */
export interface Pair {
  /** The name of its file, numbered when the file has several pairs. */
  readonly name: string;
  readonly file: string;
  readonly models: readonly string[];
  readonly tasks: readonly Answered[];
  /** What the cheap model costs, relative to the strong one. */
  readonly price: number;
}

/** The ladders of two models in a file with prompts; none in a file without. */
export function pairsOf({ name, tasks }: OutcomesFile): Pair[] {
  if (tasks.every(({ prompt }) => prompt === undefined)) return [];
  const ladders = laddersFor(tasks).filter(({ length }) => length === 2);
  return ladders.map((models, at) => {
    const costs = [0, 0];
    const answered = tasks.flatMap(({ prompt, samples }): Answered[] => {
      const [weak, strong] = models.map((model) => samples.get(model)?.[0]);
      if (prompt === undefined || !weak || !strong) return [];
      costs[0]! += weak.nanoUsd;
      costs[1]! += strong.nanoUsd;
      const numbers = promptNumbers(prompt);
      return [{ prompt, numbers, weak: weak.quality, strong: strong.quality }];
    });
    return {
      file: name,
      name: ladders.length > 1 ? `${name}.${at + 1}` : name,
      models,
      tasks: answered,
      price: costs[0]! / costs[1]!,
    };
  });
}
