import { type Wire, answerEvents } from '../http/streamEvents.ts';
import { originOf } from '../http/checkEndpoint.ts';
import type { Connection } from '../http/connection.ts';
import { openaiClient } from '../openai/client.ts';
import type { ModelCall, Provider } from '../provider.ts';
import { ProviderError } from '../providerError.ts';
import { decisionParts, isDecision } from './parts.ts';
import { decisionBody, questionsOf, type Questions } from './questions.ts';

/*
 * The door of OpenAI's Decisions API. questions.ts turns an output schema into questions and writes the
 * request; parts.ts turns the decision into an answer as JSON.
 */

/**
 * OpenAI's Decisions API, which rates how likely statements about a text are true, and chooses between
 * words. It can only judge and classify: a call needs an output schema of booleans and words to choose
 * from, and arrays in the schema stay empty. `baseUrl` ends in `/v1`; `auth` is bearer by default.
 */
export function createOpenaiDecisionsProvider(connection: Connection): Provider {
  function wireFor(call: ModelCall, questions: Questions): Wire {
    return {
      auth: connection.auth ?? 'bearer',
      accept: 'application/json',
      async send(fetch, signal) {
        const client = await openaiClient(connection.baseUrl, fetch);
        const body = decisionBody(call, questions);
        return singleEvent(await client.decisions.create(body, { signal }), questions);
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

/** The only event of an answer that is not streamed. */
async function* singleEvent(decision: unknown, questions: Questions): AsyncGenerator<unknown> {
  if (!isDecision(decision, questions)) throw new TypeError('A question has no answer.');
  yield decision;
}

function onlyJudges({ id, name, baseUrl }: Connection): ProviderError {
  return new ProviderError({
    kind: 'badRequest',
    provider: name ?? id,
    origin: originOf(baseUrl),
    message: `${name ?? id} only judges: it chooses between given answers and writes no text. Use it for the judge gate or to recognise task types, and choose another provider for tasks.`,
  });
}
