import { type Wire, answerEvents, noSdkTimeout, placeholderKey } from '../http/streamEvents.ts';
import type { Connection } from '../http/connection.ts';
import { originOf } from '../http/checkEndpoint.ts';
import { objectOf } from '../http/json.ts';
import { onceEach } from '../http/onceEach.ts';
import type { Provider } from '../provider.ts';
import { askAgain } from '../turns/askAgain.ts';
import { withOwnState } from '../turns/ownState.ts';
import { type AnthropicManner, learnAnthropic, usualManner } from './manner.ts';
import { anthropicBody } from './messages.ts';
import { anthropicParts } from './parts.ts';
import { wholeMessage } from './wholeAnswer.ts';

/*
 * The door of Anthropic's Messages API. messages.ts writes the request, parts.ts turns the events of the
 * answer into parts, usage.ts counts tokens and finishReason.ts names why the model stopped. manner.ts learns
 * from refusals, assistantBlocks.ts gives thinking back, and cacheMarks.ts marks what may be cached.
 */

/** The API version that messages.ts is written for. */
const apiVersion = '2026-10-21';

/**
 * Anthropic's Messages API, or a gateway that speaks it. `baseUrl` has no `/v1`. By default `auth` is
 * bearer at Anthropic and both headers elsewhere, because many gateways read only x-api-key.
 */
export function createAnthropicProvider(connection: Connection): Provider {
  const auth =
    connection.auth ??
    (originOf(connection.baseUrl) === 'https://api.anthropic.com' ? 'bearer' : 'both');
  const note = onceEach(connection.note);

  // By model, because models of one server differ.
  const manners = new Map<string, AnthropicManner>();

  return {
    id: connection.id,
    stream(asked, signal) {
      const call = withOwnState(asked, connection.id);
      const hasState = call.messages.some((message) => 'state' in message && message.state);
      return askAgain({
        manner: manners.get(call.model) ?? usualManner,
        ask: (manner) => {
          const wire = wireFor(connection, auth, anthropicBody(call, manner));
          return anthropicParts(answerEvents(connection, wire, call, signal), note);
        },
        learn: (manner, refusal) => learnAnthropic(manner, refusal, hasState),
        // What one conversation's state was refused for says nothing about another's.
        keep: (manner) => manners.set(call.model, { ...manner, state: true }),
      });
    },
  };
}

function wireFor(
  { baseUrl }: Connection,
  auth: Wire['auth'],
  body: ReturnType<typeof anthropicBody>,
): Wire {
  return {
    auth,
    headers: { 'anthropic-version': apiVersion },
    async send(fetch, signal) {
      const { Anthropic } = await import('@anthropic-ai/sdk');
      const client = new Anthropic({
        apiKey: placeholderKey,
        baseURL: baseUrl,
        webhookKey: null,
        fetch,
        maxRetries: 0,
        timeout: noSdkTimeout,
        logLevel: 'off',
        openTelemetry: false,
      });
      return client.messages.create(body, { signal });
    },
    completes: (event) => objectOf(event)?.['type'] === 'message_stop',
    wholeAsEvents: wholeMessage,
  };
}
