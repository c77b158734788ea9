import { learn, startLearning } from './belief.ts';
import type { Evidence, RungKey } from './evidence.ts';
import { expectationsOf, type Expectation } from './expectation.ts';
import type { Sequence } from './plans.ts';
import { shippedPrior } from './prior.ts';
import { randomFrom } from './random.ts';
import type { TaskType } from './task.ts';

/** Rungs with a guess of what they cost, and the plans over them that are looked at. */
export interface Candidates {
  /** The strongest is last. */
  readonly ladder: readonly RungKey[];
  readonly guesses: readonly number[];
  readonly sequences: readonly Sequence[];
}

// Learning takes milliseconds, deciding must not: what is expected of the same rungs on the same
// evidence is worked out once, and forgotten with the evidence.
const known = new WeakMap<Evidence, Map<string, Expectation[]>>();

/** What the evidence lets one expect of each plan. The same evidence always gives the same. */
export function outlookOn(
  taskType: TaskType,
  evidence: Evidence,
  candidates: Candidates,
): readonly Expectation[] {
  const outlooks = known.get(evidence) ?? new Map<string, Expectation[]>();
  known.set(evidence, outlooks);
  const key = `${taskType} ${candidates.ladder.join(' ')}`;
  const found = outlooks.get(key) ?? workOut(taskType, evidence, candidates);
  outlooks.set(key, found);
  return found;
}

function workOut(
  taskType: TaskType,
  { tallies }: Evidence,
  { ladder, guesses, sequences }: Candidates,
): Expectation[] {
  const learner = startLearning(ladder, shippedPrior(taskType, guesses), randomFrom(0));
  learn(learner, tallies);
  return expectationsOf(learner.belief, sequences);
}
