import type { Sequence } from '../../routing/planner/planSpace.ts';
import type { Answer } from './judging.ts';
import type { DrawnTask } from './truth.ts';

/** The outcome of a task. */
export interface Played {
  /** The answers that were asked for, in order; the last one was taken. */
  readonly asked: readonly Answer[];
  readonly good: boolean;
  readonly nanoUsd: number;
}

/** Asks the rungs in order until one passes; the last one's answer is taken unchecked. */
export function playPlan({ answers }: DrawnTask, sequence: Sequence): Played {
  const asked: Answer[] = [];
  let nanoUsd = 0;
  for (const rung of sequence) {
    const answer = answers[rung]!;
    asked.push(answer);
    nanoUsd += answer.nanoUsd;
    if (answer.passed) break;
  }
  return { asked, good: asked.at(-1)!.good, nanoUsd };
}

/** Takes the cheapest good answer, or the cheapest answer when none is good. */
export function playOracle({ answers }: DrawnTask): Played {
  const byCost = answers.toSorted((one, other) => one.nanoUsd - other.nanoUsd);
  const best = byCost.find(({ good }) => good) ?? byCost[0]!;
  return { asked: [best], good: best.good, nanoUsd: best.nanoUsd };
}
