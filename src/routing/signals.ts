import type { ClassifierState } from './classify.ts';
import { columns, featureHash } from './classifierWeights.ts';
import { correctionOf } from './corrections.ts';
import type { Feature } from './feature.ts';
import { taskTypes, type TaskType } from './task.ts';

const readable =
  /^(?:words?: |starts with: |ends with: |stack trace|error line|only an error|only code|code|much code|diff|list|question mark|no word about programs|talks about tools)/;
const leastWeight = 0.15;

/** The features that speak most for a task type, in words that people can read. */
export function featureSignals(
  features: readonly Feature[],
  type: TaskType,
  { weights, corrections }: ClassifierState,
): string[] {
  const column = taskTypes.indexOf(type);
  const shipped = ({ name, value }: Feature): number => {
    const row = weights.rows.get(featureHash(name));
    return row === undefined ? 0 : weights.values[row * columns + column]! * weights.step * value;
  };
  const strong = features
    .filter(({ name }) => readable.test(name))
    .map((feature) => ({ name: feature.name, weight: shipped(feature) }))
    .filter(({ weight }) => weight > leastWeight)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ name }) => name);
  const corrected =
    corrections &&
    features.some(({ name }) => (correctionOf(name, corrections)?.[column] ?? 0) > 0);
  return [...(corrected ? ['your earlier corrections'] : []), ...strong];
}
