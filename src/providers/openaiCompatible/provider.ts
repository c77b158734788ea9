import { type Wire, answerEvents } from '../http/streamEvents.ts';
import type { Connection } from '../http/connection.ts';
import { onceEach } from '../http/onceEach.ts';
import { openaiClient } from '../openai/client.ts';
import type { ModelCall, Part, Provider } from '../provider.ts';
import { askAgain } from '../turns/askAgain.ts';
import { withOwnState } from '../turns/ownState.ts';
import { learnDialect, usualDialect } from './dialect.ts';
import { createDoneWatch } from './doneLine.ts';
import { type Dialect, chatBody } from './messages.ts';
import { chatParts, finishWord } from './parts.ts';
import { wholeChatAnswer } from './wholeAnswer.ts';

/*
 * The door of servers that are compatible with OpenAI's Chat Completions API. messages.ts writes the
 * request. parts.ts turns the chunks of the answer into parts: content.ts and thinkingTags.ts read its text,
 * toolCalls.ts and callArguments.ts its calls, usage.ts and usagePlaces.ts its tokens, doneLine.ts and
 * finishReason.ts its end, and turnStateDraft.ts gathers what the server wants back (turnState.ts). Servers
 * differ; dialect.ts learns from a refusal how to ask again.
 */

/**
 * Chat Completions as Ollama, OpenRouter, LM Studio, vLLM and LiteLLM speak it. `baseUrl` usually ends
 * in `/v1`; `auth` is bearer by default.
 */
export function createOpenaiCompatibleProvider(connection: Connection): Provider {
  // By model, because models of one server differ.
  const dialects = new Map<string, Dialect>();
  const note = onceEach(connection.note);

  function ask(call: ModelCall, signal: AbortSignal, asked: Dialect): AsyncIterable<Part> {
    const done = createDoneWatch();
    const wire: Wire = {
      auth: connection.auth ?? 'bearer',
      async send(fetch, callSignal) {
        const client = await openaiClient(connection.baseUrl, done.over(fetch));
        return client.chat.completions.create(chatBody(call, asked), { signal: callSignal });
      },
      completes: (chunk) => finishWord(chunk) !== undefined,
      wholeAsEvents: wholeChatAnswer,
    };
    const ending = { isDone: done.isDone, maxOutputTokens: call.maxOutputTokens, note };
    return chatParts(answerEvents(connection, wire, call, signal), ending);
  }

  return {
    id: connection.id,
    stream(given, signal) {
      const call = withOwnState(given, connection.id);
      return askAgain({
        manner: dialects.get(call.model) ?? usualDialect,
        ask: (dialect) => ask(call, signal, dialect),
        learn: learnDialect,
        // What one conversation's state was refused for says nothing about another's.
        keep: (dialect) => dialects.set(call.model, { ...dialect, state: true }),
      });
    },
  };
}
