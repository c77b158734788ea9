import { type Wire, answerEvents } from '../http/streamEvents.ts';
import { originOf } from '../http/checkEndpoint.ts';
import type { Connection } from '../http/connection.ts';
import { openaiClient } from '../openai/client.ts';
import type { ModelCall, Provider } from '../provider.ts';
import { ProviderError } from '../providerError.ts';
import { decisionParts, isDecision } from './parts.ts';
import { decisionBody, questionsOf, type Questions } from './questions.ts';

/**
 * OpenAI's Decisions API, which says how likely statements about a text are true and chooses between words.
 * It can judge and classify and do nothing else: a call needs an output schema of booleans and words to
 * choose from, and its arrays stay empty.
 * `baseUrl` ends in `/v1`; `auth` is bearer unless said otherwise.
 */
export function createOpenaiDecisionsProvider(connection: Connection): Provider {
  function wireFor(call: ModelCall, questions: Questions): Wire {
    return {
      auth: connection.auth ?? 'bearer',
      accept: 'application/json',
      async send(fetch, signal) {
        const client = await openaiClient(connection.baseUrl, fetch);
        const body = decisionBody(call, questions);
        return alone(await client.decisions.create(body, { signal }), questions);
      },
      completes: () => true,
    };
  }

  return {
    id: connection.id,
    async *stream(call, signal) {
      const questions = call.outputSchema && questionsOf(call.outputSchema);
      if (!questions) throw onlyJudges(connection);
      const events = answerEvents(connection, wireFor(call, questions), call, signal);
      yield* decisionParts(events, questions);
    },
  };
}

/** The one event of an answer that is no stream. */
async function* alone(decision: unknown, questions: Questions): AsyncGenerator<unknown> {
  if (!isDecision(decision, questions)) throw new TypeError('A question has no answer.');
  yield decision;
}

function onlyJudges({ id, name, baseUrl }: Connection): ProviderError {
  return new ProviderError({
    kind: 'badRequest',
    provider: name ?? id,
    origin: originOf(baseUrl),
    message: `${name ?? id} only judges: it chooses between given answers and writes none. Use it for the judge gate or to recognise task types, and another provider for tasks.`,
  });
}
