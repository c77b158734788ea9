import type { Relative, Simulation } from '../../evaluation/simulation/simulate.ts';

/** Ways to choose models that are compared, in the order in which people read them. */
export const contestants = [
  { name: 'Tierwise', of: ({ planner }: Simulation): Relative | undefined => planner },
  { name: 'fixed cascade', of: ({ cascade }: Simulation): Relative | undefined => cascade },
  { name: 'best fixed', of: ({ bestFixed }: Simulation): Relative | undefined => bestFixed },
  { name: 'oracle', of: ({ oracle }: Simulation): Relative | undefined => oracle },
  { name: 'prompt length', of: (played: Simulation) => played.promptLength },
  { name: 'random', of: ({ random }: Simulation): Relative | undefined => random },
] as const;

/** What the names mean, for people who read a table. */
export const contestantsExplained = [
  'fixed cascade: every model in turn until one passes; best fixed: the cheapest plan that keeps the floor, known',
  'only in hindsight; oracle: the cheapest model that is right for each task; prompt length: cheapest below a',
  'length that was chosen on the other half of the tasks, strongest above; random: as dear as Tierwise.',
].join('\n');

/** Means and extremes over some simulations; the dearest has the highest cost. */
export interface Summary {
  readonly quality: { readonly mean: number; readonly worst: number };
  readonly cost: { readonly mean: number; readonly dearest: number };
}

/** Undefined for nothing to sum up. */
export function summaryOf(played: readonly Relative[]): Summary | undefined {
  if (played.length === 0) return undefined;
  const qualities = played.map(({ quality }) => quality.mean);
  const costs = played.map(({ cost }) => cost.mean);
  return {
    quality: { mean: mean(qualities), worst: Math.min(...qualities) },
    cost: { mean: mean(costs), dearest: Math.max(...costs) },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
