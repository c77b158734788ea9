import { afterEach, expect, test } from 'vitest';
import { withLitellmInfo } from '../../../../src/providers/lists/litellmInfo.ts';
import type { Listed } from '../../../../src/providers/lists/listModels.ts';
import type { ProviderConfig } from '../../../../src/providers/providerConfig.ts';
import { plainAnswer, startWireServer, type WireServer } from '../../../support/wireServer.ts';

let server: WireServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const names = ['one', 'two', 'vec', 'free', 'other'];
const list: Listed = {
  kind: 'listed',
  models: names.map((id) => ({ id, answers: true })),
  windows: new Map(),
};

async function told(status: number, body: unknown) {
  server = await startWireServer(plainAnswer(status, JSON.stringify(body)));
  const config: ProviderConfig = {
    id: 'litellm',
    name: 'LiteLLM',
    wire: 'openaiCompatible',
    baseUrl: `${server.url}/v1`,
    discover: false,
    simulated: false,
  };
  return withLitellmInfo(list, config, { key: 'k-1', patienceMs: 60_000 });
}

const row = (model_name: string, model_info: object) => ({ model_name, model_info });
const costs = (input: number, output: number) => ({
  input_cost_per_token: input / 1e6,
  output_cost_per_token: output / 1e6,
});

test('a proxy’s models have their prices, limits and kinds', async () => {
  const data = [
    row('one', { ...costs(3, 15), max_input_tokens: 200_000, mode: 'chat' }),
    // Two servers behind one name.
    row('two', { ...costs(1, 2), max_input_tokens: 128_000 }),
    row('two', { ...costs(2, 4), max_input_tokens: 64_000 }),
    row('vec', { ...costs(0.1, 0), mode: 'embedding' }),
    row('free', costs(0, 0)),
  ];
  const { models, windows } = await told(200, { data });
  expect(models).toEqual([
    { id: 'one', answers: true, price: { input: 3, output: 15 } },
    { id: 'two', answers: true },
    { id: 'vec', answers: false, price: { input: 0.1, output: 0 } },
    { id: 'free', answers: true },
    { id: 'other', answers: true },
  ]);
  expect([...windows].map(([id, { contextTokens }]) => [id, contextTokens])).toEqual([
    ['one', 200_000],
    ['two', 64_000],
  ]);
  expect(server!.requests[0]).toMatchObject({
    path: '/v1/model/info',
    headers: { authorization: 'Bearer k-1' },
  });
});

test.each([
  [403, { error: 'not allowed' }],
  [200, { hello: 1 }],
])('a proxy that does not tell leaves the list as it is: %s', async (status, body) => {
  expect(await told(status, body)).toEqual(list);
});
