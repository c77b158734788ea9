import type { Choice } from './decision.ts';
import type { Situation } from './situation.ts';

/** How long answers take one after the other; undefined while nobody knows. */
export function expectedSeconds(
  choices: readonly Choice[],
  latencies: Situation['latencies'],
): number | undefined {
  const times = choices.map(({ model }) => latencies.get(model.reference));
  if (!times.every((time) => time !== undefined)) return undefined;
  return times.reduce((sum, time) => sum + time, 0) / 1000;
}
