import { anthropicBody } from '../../../src/providers/anthropic/messages.ts';
import type { Message } from '../../../src/routing/conversation.ts';

/** One part of a message: text, a mark of the client's, a call or the result of one. */
type Part = string | { readonly call?: string; readonly result?: string; readonly text?: string };

/** A conversation as VS Code hands it over: the role (1 user, 2 assistant, 3 system), then the parts. */
export interface MarkedConversation {
  readonly messages: readonly (readonly [role: number, ...parts: Part[]])[];
}

/** What does not hold of the marks for the cache in an Anthropic body; empty when all does. */
export function cacheMarkProblems({ messages }: MarkedConversation): readonly string[] {
  const body = anthropicBody({
    model: 'm',
    system: messages.flatMap(([role, ...parts]) => (role === 3 ? textOf(parts) : [])).join('\n'),
    messages: messages.flatMap(messageOf),
    maxOutputTokens: 1_000,
    cacheKey: 'bench',
  });
  const inAll = countOf(body);
  return [
    ...(countOf(body.messages) > 0 ? [] : ['no message has a mark']),
    ...(inAll <= 4 ? [] : [`there are ${inAll} marks`]),
  ];
}

function countOf(body: unknown): number {
  return JSON.stringify(body).split('"cache_control"').length - 1;
}

function textOf(parts: readonly Part[]): readonly string[] {
  return parts.filter((part) => typeof part === 'string').filter((text) => text !== '{cache}');
}

function messageOf([role, ...parts]: MarkedConversation['messages'][number]): readonly Message[] {
  const text = textOf(parts).join('\n');
  if (role === 2) {
    const ids = parts.flatMap((part) => (typeof part === 'string' ? [] : (part.call ?? [])));
    const toolCalls = ids.map((id) => ({ id, name: 'read', argumentsJson: '{}' }));
    return [{ role: 'assistant', text, toolCalls }];
  }
  if (role !== 1) return [];
  const results = parts.flatMap((part): Message[] =>
    typeof part === 'string' || part.result === undefined
      ? []
      : [{ role: 'tool', callId: part.result, text: part.text ?? '' }],
  );
  return text === '' ? results : [...results, { role: 'user', text }];
}
