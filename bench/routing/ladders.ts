import { laddersIn } from '../../src/evaluation/simulation/ladders.ts';
import type { OutcomeTask } from '../../src/evaluation/simulation/outcomes.ts';

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

/** The ladders of a file: the named ones, and those that are picked in hindsight. */
export function laddersFor(tasks: readonly OutcomeTask[]): string[][] {
  const models = new Set(tasks.flatMap(({ samples }) => [...samples.keys()]));
  const known = named.filter((ladder) => ladder.every((model) => models.has(model)));
  const all = [...known.map((ladder) => [...ladder]), ...laddersIn(tasks)];
  return [...new Map(all.map((ladder) => [ladder.join(), ladder])).values()];
}
