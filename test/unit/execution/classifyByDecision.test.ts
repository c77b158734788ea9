import { expect, test } from 'vitest';
import { classifyWithModel } from '../../../src/execution/classifyWithModel.ts';
import { createProvider } from '../../../src/providers/createProvider.ts';
import { parseProviders } from '../../../src/providers/parseProviders.ts';
import type { Classification } from '../../../src/routing/classify/classify.ts';
import { failSafe } from '../../../src/routing/classify/failSafe.ts';
import { key, outcomeOf } from '../../support/wires.ts';
import { plainAnswer, type Script, startWireServer } from '../../support/wireServer.ts';

const unsure: Classification = {
  taskType: 'other',
  confidence: 0.3,
  reasoning: 0.2,
  signals: [],
  likely: [
    { taskType: 'other', probability: 0.3 },
    { taskType: 'debug', probability: 0.25 },
  ],
};

/** OpenAI's Decisions API as the classifier's second opinion. */
async function settled(script: Script, timeoutMs = 15_000) {
  const server = await startWireServer(script);
  const { providers } = parseProviders({
    mine: { wire: 'openaiDecisions', baseUrl: `${server.url}/v1` },
  });
  const provider = createProvider(
    providers.find(({ id }) => id === 'mine')!,
    () => key,
  );
  const classification = await classifyWithModel(
    'it hangs',
    unsure,
    async ({ system, user, outputSchema }, signal) => {
      const messages = [{ role: 'user', text: user } as const];
      const call = { model: 'gpt-6-luna', system, messages, outputSchema, maxOutputTokens: 300 };
      return (await outcomeOf(provider.stream(call, signal))).text;
    },
    {
      timeoutMs,
      report(bug) {
        throw bug;
      },
    },
  );
  await server.close();
  return { classification, requests: server.requests };
}

const decided = (taskType: unknown, reasoning: unknown) =>
  plainAnswer(
    200,
    JSON.stringify({
      model: 'gpt-6-luna',
      answers: [
        { type: 'choice', name: 'taskType', choice: taskType, confidence: 0.9 },
        { type: 'choice', name: 'reasoning', choice: reasoning, confidence: 0.6 },
      ],
    }),
  );

const refusal = { type: 'refusal', name: null };

test('it is asked one question for the type and one for the need for reasoning', async () => {
  const { classification, requests } = await settled(decided('docs', 'low'));
  expect(classification).toMatchObject({ taskType: 'docs', reasoning: 1 / 3 });
  expect(requests[0]!.body).toMatchObject({
    questions: [
      { type: 'choice', name: 'taskType', choices: expect.arrayContaining([{ value: 'debug' }]) },
      { type: 'choice', name: 'reasoning' },
    ],
  });
});

test.each<[string, Script, number?]>([
  ['a type that there is not', decided('poetry', 'low')],
  ['a refusal', plainAnswer(200, JSON.stringify({ answers: [refusal, refusal] }))],
  ['an outage', plainAnswer(500, '{}')],
  ['silence', () => {}, 20],
])('%s leaves it at the stronger side', async (_, script, timeoutMs) => {
  const { classification } = await settled(script, timeoutMs);
  expect(classification).toEqual(failSafe(unsure));
});
