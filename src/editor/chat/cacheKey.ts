import { createHash } from 'node:crypto';
import type { Task } from '../../routing/task.ts';

/**
 * The task with a key that is the same for all turns of its conversation in this session. It goes to the
 * provider, so it is a hash from which nothing can be read.
 */
export function withCacheKey(task: Task, sessionId: string): Task {
  const { conversation } = task;
  if (!conversation) return task;
  const begun = conversation.messages.find(({ role }) => role === 'user')?.text ?? '';
  const hash = createHash('sha256').update(`${sessionId}\n${begun}`);
  const cacheKey = hash.digest('hex').slice(0, 32);
  return { ...task, conversation: { ...conversation, cacheKey } };
}
