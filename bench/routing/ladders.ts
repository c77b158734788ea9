import type { OutcomeTask } from '../../src/evaluation/outcomes.ts';

/** Ladders that are always played if a file has their models. */
const named: readonly (readonly string[])[] = [
  ['gpt-oss-120b', 'GPT-5 (2025-08-07) (medium reasoning)'],
  [
    'GPT-5 mini (2025-08-07) (medium reasoning)',
    'Claude 4 Sonnet (20250514)',
    'Gemini 3 Pro Preview (2025-11-18)',
  ],
  [
    'gpt-oss-120b',
    'GPT-5 mini (2025-08-07) (medium reasoning)',
    'Claude 4 Sonnet (20250514)',
    'Gemini 3 Pro Preview (2025-11-18)',
  ],
];

/** The ladders of a file: the named ones, and from cheap to best over the models with the most answers. */
export function laddersFor(tasks: readonly OutcomeTask[]): string[][] {
  const models = standings(tasks);
  const has = (model: string) => models.some(({ name }) => name === model);
  const best = models.reduce((one, other) => (other.quality > one.quality ? other : one));
  const cheaper = models
    .filter(({ cost }) => cost < best.cost)
    .toSorted((one, other) => one.cost - other.cost)
    .map(({ name }) => name);
  const [cheapest, middle] = [cheaper[0], cheaper[Math.floor(cheaper.length / 2)]];
  const found = [
    ...named.filter((ladder) => ladder.every(has)).map((ladder) => [...ladder]),
    ...[[cheapest], [middle], [cheapest, middle]].map((rungs) => [...new Set(rungs), best.name]),
  ];
  const known = found.filter((ladder) =>
    ladder.every((model) => model !== undefined),
  ) as string[][];
  return [...new Map(known.map((ladder) => [ladder.join(), ladder])).values()];
}

interface Standing {
  readonly name: string;
  readonly quality: number;
  readonly cost: number;
}

function standings(tasks: readonly OutcomeTask[]): Standing[] {
  const names = new Set(tasks.flatMap(({ samples }) => [...samples.keys()]));
  return [...names].map((name) => {
    const samples = tasks.flatMap(({ samples }) => samples.get(name) ?? []);
    const mean = (values: number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    return {
      name,
      quality: mean(samples.map(({ quality }) => quality)),
      cost: mean(samples.map(({ nanoUsd }) => nanoUsd)),
    };
  });
}
