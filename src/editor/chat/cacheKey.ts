import { createHash } from 'node:crypto';
import type { Conversation } from '../../routing/conversation.ts';

/**
 * The conversation with a key that is the same for all its turns in this session. It goes to the provider,
 * so it is a hash from which nothing can be read.
 */
export function withCacheKey(conversation: Conversation, sessionId: string): Conversation {
  const begun = conversation.messages.find(({ role }) => role === 'user')?.text ?? '';
  const hash = createHash('sha256').update(`${sessionId}\n${begun}`);
  return { ...conversation, cacheKey: hash.digest('hex').slice(0, 32) };
}
