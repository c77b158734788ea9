import { answerParts } from '../http/answerParts.ts';
import type { Wire } from '../http/streamEvents.ts';
import type { Connection } from '../http/connection.ts';
import { usualAuth } from '../http/authHeaders.ts';
import { objectOf } from '../http/json.ts';
import { onceEach } from '../http/onceEach.ts';
import type { Provider } from '../provider.ts';
import { createLearningProvider } from '../turns/learningProvider.ts';
import { carriesState } from '../turns/ownState.ts';
import { withThinkingApart } from '../turns/thinkingTags.ts';
import { apiVersion } from './apiVersion.ts';
import { anthropicClient } from './client.ts';
import { type AnthropicManner, learnAnthropic, usualManner } from './manner.ts';
import { anthropicBody } from './messages.ts';
import { anthropicParts, endsMessage } from './parts.ts';
import { wholeMessage } from './wholeAnswer.ts';

/*
 * The door of Anthropic's Messages API. messages.ts writes the request, parts.ts turns the events of the
 * answer into parts, usage.ts counts tokens and finishReason.ts names why the model stopped. manner.ts learns
 * from refusals, assistantBlocks.ts gives thinking back, and cacheMarks.ts marks what may be cached.
 */

/** Anthropic's Messages API, or a gateway that speaks it. `baseUrl` has no `/v1`. */
export function createAnthropicProvider(connection: Connection): Provider {
  const note = onceEach(connection.note);
  return createLearningProvider<AnthropicManner>(connection.id, {
    usual: usualManner,
    ask(call, manner, signal) {
      const wire = wireFor(connection, anthropicBody(call, manner));
      const asked = { connection, call, signal };
      return answerParts(asked, wire, (events) => withThinkingApart(anthropicParts(events, note)));
    },
    learn: (manner, refusal, call) =>
      learnAnthropic(manner, refusal, {
        hasState: carriesState(call),
        effort: call.effort,
        hasSchema: call.outputSchema !== undefined,
      }),
  });
}

function wireFor({ auth, baseUrl }: Connection, body: ReturnType<typeof anthropicBody>): Wire {
  return {
    auth: auth ?? usualAuth('anthropic', baseUrl),
    headers: { 'anthropic-version': apiVersion },
    async send(fetch, signal) {
      const client = await anthropicClient(baseUrl, fetch);
      return client.messages.create(body, { signal });
    },
    completes: (event) => endsMessage(objectOf(event)),
    wholeAsEvents: wholeMessage,
    needsNames: true,
  };
}
