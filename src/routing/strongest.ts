import type { Choice } from './decision.ts';
import { firstReady } from './firstReady.ts';
import { needsOf } from './needs.ts';
import { topTier } from './policy.ts';
import type { Situation } from './situation.ts';
import type { Task } from './task.ts';

/** The strongest tier's model for a task; undefined where none is ready. */
export function strongest(task: Task, situation: Situation): Choice | undefined {
  const top = topTier(situation.policy);
  return top && firstReady(top, needsOf(task), situation).choice;
}
