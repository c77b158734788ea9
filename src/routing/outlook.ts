import { learn, startLearning } from './belief.ts';
import type { Evidence } from './evidence.ts';
import { expectationsOf, type Expectation } from './expectation.ts';
import { shippedPrior } from './prior.ts';
import { randomFrom } from './random.ts';
import type { TaskType } from './task.ts';
import { keyOf, variantsOver, type ReadyRung, type Variants } from './variants.ts';

/** The plans over some rungs, and what is to be expected of each. */
export interface Outlook {
  readonly variants: Variants;
  /** One for each variant. */
  readonly expectations: readonly Expectation[];
}

// Learning takes milliseconds, deciding must not: what is expected of the same rungs on the same
// evidence is worked out once, and forgotten with the evidence.
const known = new WeakMap<Evidence, Map<string, Outlook>>();

/** What the evidence lets one expect of each plan. The same evidence always gives the same. */
export function outlookOn(
  taskType: TaskType,
  evidence: Evidence,
  rungs: readonly ReadyRung[],
): Outlook {
  const outlooks = known.get(evidence) ?? new Map<string, Outlook>();
  known.set(evidence, outlooks);
  const key = [taskType, ...rungs.map(({ choice }) => keyOf(choice))].join(' ');
  const outlook = outlooks.get(key) ?? workOut(taskType, evidence, rungs);
  outlooks.set(key, outlook);
  return outlook;
}

function workOut(taskType: TaskType, evidence: Evidence, rungs: readonly ReadyRung[]): Outlook {
  const variants = variantsOver(rungs, evidence);
  const ladder = variants.ladder.map(({ key }) => key);
  const prior = shippedPrior(
    taskType,
    variants.ladder.map(({ rung }) => rungs[rung]!.price),
  );
  const learner = startLearning(ladder, prior, randomFrom(0));
  learn(learner, evidence.tallies);
  const sequences = variants.all.map(({ sequence }) => sequence);
  return { variants, expectations: expectationsOf(learner.belief, sequences) };
}
