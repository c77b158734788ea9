import type { Sequence } from '../../routing/planner/planSpace.ts';
import type { Played } from './playPlan.ts';
import type { DrawnTask } from './truth.ts';

/** Money that hindsight would have saved. */
export interface Regret {
  /** Spent on tries that failed their gates before the answer that was taken. */
  readonly failedTries: number;
  /** Cost of the answer that was taken, above that of a cheaper rung with a good answer that was not asked. */
  readonly needlessStrong: number;
}

/** The sum of several regrets. */
export function totalRegret(regrets: readonly Regret[]): Regret {
  return {
    failedTries: regrets.reduce((sum, each) => sum + each.failedTries, 0),
    needlessStrong: regrets.reduce((sum, each) => sum + each.needlessStrong, 0),
  };
}

export function regretOf({ answers }: DrawnTask, sequence: Sequence, { asked }: Played): Regret {
  const taken = asked.at(-1)!;
  const failedTries = asked.slice(0, -1).reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
  const enough = answers
    .filter((answer, rung) => answer.good && !sequence.slice(0, asked.length).includes(rung))
    .map(({ nanoUsd }) => nanoUsd);
  return { failedTries, needlessStrong: Math.max(0, taken.nanoUsd - Math.min(...enough)) };
}
