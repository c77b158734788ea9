import type Anthropic from '@anthropic-ai/sdk';

import type { ModelCall } from '../provider.ts';

type Body = Anthropic.MessageCreateParamsStreaming;
type Message = Anthropic.MessageParam;

const mark = { cache_control: { type: 'ephemeral' } } as const;

/**
 * Marks the prompt of a conversation for the API's cache, which keeps it for five minutes: writing costs 1.25
 * times the input price and reading a tenth of it. The marks stand on the tools, the system text, the
 * end of the request before this one and the end of this one, so that a turn is found again
 * however many blocks it has (the API looks back over 20). Four marks is the most that the API accepts. A
 * prompt below a model's least size is not cached and costs nothing more, so its size is not looked at.
 */
export function markForCache(body: Body, call: ModelCall): Body {
  if (!isFollowed(call)) return body;
  const ends = userEnds(body.messages).slice(-2);
  return {
    ...body,
    ...(body.tools && { tools: markedLast(body.tools) }),
    ...(Array.isArray(body.system) && { system: markedLast(body.system) }),
    messages: body.messages.map((message, at) => (ends.includes(at) ? marked(message) : message)),
  };
}

/**
 * Whether another request will begin with this one. A first question without tools may be the only one,
 * and then the mark would cost a quarter more.
 */
function isFollowed({ cacheKey, tools = [], messages }: ModelCall): boolean {
  if (tools.length > 0 || messages.some(({ role }) => role === 'tool')) return true;
  return cacheKey !== undefined && messages.some(({ role }) => role === 'assistant');
}

function userEnds(messages: readonly Message[]): readonly number[] {
  return messages.flatMap(({ role }, at) => (role === 'user' ? [at] : []));
}

function marked(message: Message): Message {
  if (message.role !== 'user' || typeof message.content === 'string') return message;
  return { ...message, content: markedLast(message.content) };
}

function markedLast<Item extends object>(items: readonly Item[]): Item[] {
  return items.map((item, at) => (at === items.length - 1 ? { ...item, ...mark } : item));
}
