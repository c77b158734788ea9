import type { OutcomeTask } from './outcomes.ts';

/**
 * Ladders over the models of an outcomes file, cheapest to strongest: from the cheapest and from a middling model
 * to the best one, and over all three. They are picked in hindsight, by the outcomes of all tasks. None when no
 * model is cheaper than the best one.
 */
export function laddersIn(tasks: readonly OutcomeTask[]): string[][] {
  const models = standings(tasks);
  const [first, ...others] = models;
  if (!first) return [];
  const best = others.reduce((one, other) => (other.quality > one.quality ? other : one), first);
  const cheaper = models
    .filter(({ cost }) => cost < best.cost)
    .toSorted((one, other) => one.cost - other.cost)
    .map(({ name }) => name);
  const [cheapest] = cheaper;
  const middle = cheaper[Math.floor(cheaper.length / 2)];
  if (cheapest === undefined || middle === undefined) return [];
  const found = [[cheapest], [middle], [...new Set([cheapest, middle])]];
  const ladders = found.map((rungs) => [...rungs, best.name]);
  return [...new Map(ladders.map((ladder) => [ladder.join('\n'), ladder])).values()];
}

interface Standing {
  readonly name: string;
  readonly quality: number;
  readonly cost: number;
}

function standings(tasks: readonly OutcomeTask[]): Standing[] {
  const names = new Set(tasks.flatMap(({ samples }) => [...samples.keys()]));
  return [...names].map((name) => {
    const samples = tasks.flatMap(({ samples: all }) => all.get(name) ?? []);
    const mean = (values: number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      name,
      quality: mean(samples.map(({ quality }) => quality)),
      cost: mean(samples.map(({ nanoUsd }) => nanoUsd)),
    };
  });
}
