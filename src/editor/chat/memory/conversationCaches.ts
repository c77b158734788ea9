import {
  type ConversationCaches,
  createConversationCaches,
} from '../../../execution/conversationCaches.ts';
import type { AttemptEnd } from '../../../execution/events.ts';
import type { Situation } from '../../../routing/situation.ts';
import type { Task } from '../../../routing/task.ts';

/** What the prompt caches of the window's chats may hold, as decisions about them look at it. */
export interface ChatCaches {
  /** The situation with what may be held of the task's conversation. */
  with(situation: Situation, task: Task): Situation;
  /** An attempt at the task has ended: also one that another model went on after. */
  keep(task: Task, end: AttemptEnd): void;
}

export function createChatCaches(
  now: () => number = Date.now,
  caches: ConversationCaches = createConversationCaches(),
): ChatCaches {
  return {
    with: (situation, { conversation }) => ({ ...situation, caches: caches.of(conversation) }),
    keep: ({ conversation }, end) => caches.keep(conversation, end, now()),
  };
}
