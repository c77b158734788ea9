import { answerParts } from '../http/answerParts.ts';
import type { Wire } from '../http/streamEvents.ts';
import type { Connection } from '../http/connection.ts';
import { onceEach } from '../http/onceEach.ts';
import { openaiClient } from '../openai/client.ts';
import type { Provider } from '../provider.ts';
import { createLearningProvider } from '../turns/learningProvider.ts';
import { learnDialect, usualDialect } from './dialect.ts';
import { endsWithDone } from './doneLine.ts';
import { type Dialect, chatBody } from './messages.ts';
import { chatParts, finishWord } from './parts.ts';
import { wholeChatAnswer } from './wholeAnswer.ts';

/*
 * The door of servers that are compatible with OpenAI's Chat Completions API. messages.ts writes the
 * request. parts.ts turns the chunks of the answer into parts: content.ts and wholeTexts.ts
 * read its text, toolCalls.ts and callArguments.ts its calls, usage.ts and usagePlaces.ts its tokens, doneLine.ts
 * and finishReason.ts its end, and turnStateDraft.ts gathers what the server wants back (turnState.ts). Servers
 * differ; dialect.ts learns from a refusal how to ask again.
 */

/**
 * Chat Completions as Ollama, OpenRouter, LM Studio, vLLM and LiteLLM speak it. `baseUrl` usually ends
 * in `/v1`; `auth` is bearer by default.
 */
export function createOpenaiCompatibleProvider(connection: Connection): Provider {
  const note = onceEach(connection.note);
  return createLearningProvider<Dialect>(connection.id, {
    usual: usualDialect,
    ask(call, dialect, signal) {
      let isDone = () => false;
      const wire: Wire = {
        auth: connection.auth ?? 'bearer',
        async send(fetch, callSignal, received) {
          isDone = () => endsWithDone(received.tail);
          const client = await openaiClient(connection.baseUrl, fetch);
          return client.chat.completions.create(chatBody(call, dialect), { signal: callSignal });
        },
        completes: (chunk) => finishWord(chunk) !== undefined,
        wholeAsEvents(answer) {
          isDone = () => true;
          return wholeChatAnswer(answer);
        },
      };
      const ending = {
        isDone: () => isDone(),
        maxOutputTokens: call.maxOutputTokens,
        note,
      };
      const asked = { connection, call, signal };
      return answerParts(asked, wire, (events) => chatParts(events, ending));
    },
    learn: learnDialect,
  });
}
