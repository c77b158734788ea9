import { answerParts } from '../http/answerParts.ts';
import type { Wire } from '../http/streamEvents.ts';
import type { Connection } from '../http/connection.ts';
import { errorIn } from '../http/errors/errorIn.ts';
import { objectOf } from '../http/json.ts';
import { openaiClient } from './client.ts';
import type { Provider } from '../provider.ts';
import { createLearningProvider } from '../turns/learningProvider.ts';
import { carriesState } from '../turns/ownState.ts';
import { withThinkingApart } from '../turns/thinkingTags.ts';
import { learnResponses, type ResponsesManner, usualManner } from './manner.ts';
import { openaiBody } from './messages.ts';
import { responsesParts } from './parts.ts';
import { wholeResponse } from './wholeAnswer.ts';

/*
 * The door of OpenAI's Responses API. messages.ts writes the request, parts.ts turns the events of the
 * answer into parts, usage.ts and sharedUsage.ts count tokens, finishReason.ts names why the model stopped.
 * manner.ts learns from refusals and assistantItems.ts gives reasoning back. client.ts (the SDK) and sharedUsage.ts also serve the sub-rooms openaiCompatible/ and openaiDecisions/.
 */

/** OpenAI's Responses API. `baseUrl` ends in `/v1`; `auth` is bearer by default. */
export function createOpenaiProvider(connection: Connection): Provider {
  return createLearningProvider<ResponsesManner>(connection.id, {
    usual: usualManner,
    ask(call, manner, signal) {
      const wire = wireFor(connection, openaiBody(call, manner));
      const asked = { connection, call, signal };
      return answerParts(asked, wire, (events) => withThinkingApart(responsesParts(events)));
    },
    learn: (manner, refusal, call) =>
      learnResponses(manner, refusal, { hasState: carriesState(call), effort: call.effort }),
  });
}

function wireFor({ auth, baseUrl }: Connection, body: ReturnType<typeof openaiBody>): Wire {
  return {
    auth: auth ?? 'bearer',
    async send(fetch, signal) {
      const client = await openaiClient(baseUrl, fetch);
      return client.responses.create(body, { signal });
    },
    completes(event) {
      const type = objectOf(event)?.['type'];
      return type === 'response.completed' || type === 'response.incomplete';
    },
    wholeAsEvents: wholeResponse,
    failureIn(value) {
      const event = objectOf(value);
      if (event?.['type'] !== 'response.failed') return errorIn(event);
      return objectOf(event['response'])?.['error'] ?? {};
    },
  };
}
