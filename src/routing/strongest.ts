import { textOfConversation } from './conversation.ts';
import type { Choice } from './decision.ts';
import { estimateTokens } from './estimateTokens.ts';
import { firstReady } from './firstReady.ts';
import { topTier } from './policy.ts';
import type { Situation } from './situation.ts';
import type { Task } from './task.ts';

/** The strongest tier's model for a task; undefined where none is ready. */
export function strongest(task: Task, situation: Situation): Choice | undefined {
  const top = topTier(situation.policy);
  return top && firstReady(top, neededTokens(task), situation).choice;
}

/** The least that a model must be able to take, tokens. */
export function neededTokens({ fileText, target, conversation }: Task): number {
  const said = conversation ? textOfConversation(conversation) : '';
  return estimateTokens(fileText) + estimateTokens(target.text) + estimateTokens(said);
}
