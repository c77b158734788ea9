import { probabilitiesOf } from '../src/routing/classify/linearModel.ts';
import { taskTypes } from '../src/routing/task.ts';
import type { HeldOut } from './crossValidate.ts';

const candidates = Array.from({ length: 40 }, (_, index) => 0.3 + index * 0.05);

/** The prediction for a prompt by weights that were not trained on it; only the fields needed here. */
export type Judged = Pick<HeldOut, 'labelled' | 'scores'>;

/** The divisor for scores that makes the confidence match how often the answer is right. */
export function fitTemperature(heldOut: readonly Judged[]): number {
  const losses = candidates.map((temperature) => lossAt(heldOut, temperature));
  const best = losses.indexOf(Math.min(...losses));
  return Math.round(candidates[best]! * 100) / 100;
}

function lossAt(heldOut: readonly Judged[], temperature: number): number {
  return heldOut.reduce((sum, { labelled, scores }) => {
    const right = probabilitiesOf(scores, temperature)[taskTypes.indexOf(labelled.taskType)]!;
    return sum - Math.log(Math.max(right, 1e-9));
  }, 0);
}
