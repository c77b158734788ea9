import { type Wire, answerEvents } from '../http/streamEvents.ts';
import type { Connection } from '../http/connection.ts';
import { onceEach } from '../http/onceEach.ts';
import { openaiClient } from '../openai/client.ts';
import type { ModelCall, Part, Provider } from '../provider.ts';
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
    async *stream(given, signal) {
      const call = withOwnState(given, connection.id);
      let asked = dialects.get(call.model) ?? usualDialect;
      while (true) {
        try {
          yield* ask(call, signal, asked);
          return;
        } catch (error) {
          // A refusal comes before the first part, so another try repeats no output.
          const learned = learnDialect(asked, error);
          if (!learned) throw error;
          asked = learned;
          // What one conversation's state was refused for says nothing about another's.
          dialects.set(call.model, { ...learned, state: true });
        }
      }
    },
  };
}
