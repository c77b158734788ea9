import { afterAll, describe, expect, test } from 'vitest';
import { openMoneyWorld } from '../../support/moneyWorld.ts';
import { drain } from '../../support/scriptedRun.ts';
import { plainAnswer, startWireServer } from '../../support/wireServer.ts';
import { type WireFormat, wires } from '../../support/wires.ts';

const world = openMoneyWorld();
afterAll(() => world.close());

const model = { prices: [{ from: '2026-01-01', source: 'test', input: 1e9, output: 5e9 }] };
const atListPrice = { source: 'computed', nanoUsd: 7 * 1000 + 3 * 5000 };
const free = { source: 'computed', nanoUsd: 0, inputTokens: 7, outputTokens: 3 };

/** The row of a whole answer that comes with these headers. */
async function rowWith(wire: WireFormat, headers: Record<string, string>, bill = {}) {
  const usage = { ...wire.plainUsage, ...bill };
  const events = [...wire.opening, wire.text('Hello.'), ...wire.closing(wire.words.stop, usage)];
  const type = { 'content-type': 'text/event-stream' };
  const server = await startWireServer(plainAnswer(200, events.join(''), { ...type, ...headers }));
  try {
    await drain(world.play({ wire, origin: server.url, model }, new AbortController().signal));
    return world.rows()[0];
  } finally {
    await server.close();
  }
}

describe.each(wires)('$name', (wire) => {
  test.each([
    ['LiteLLM', { 'x-litellm-cache-key': '9f2c' }],
    ['OpenRouter', { 'X-OpenRouter-Cache-Status': 'HIT' }],
    ['Portkey', { 'x-portkey-cache-status': 'HIT' }],
    ['Portkey, for a similar prompt', { 'x-portkey-cache-status': 'SEMANTIC HIT' }],
    ['Cloudflare', { 'cf-aig-cache-status': 'HIT' }],
    ['Helicone', { 'Helicone-Cache': 'HIT' }],
  ])('an answer from the cache of %s costs nothing', async (_, headers) => {
    expect(await rowWith(wire, headers)).toMatchObject(free);
  });

  test('nor does it when the gateway repeats the bill of the first answer', async () => {
    const headers = { 'x-litellm-cache-key': '9f2c' };
    expect(await rowWith(wire, headers, { cost: 0.5 })).toMatchObject(free);
  });

  test.each([
    [{ 'x-portkey-cache-status': 'SEMANTIC MISS' }],
    [{ 'x-portkey-cache-status': 'DISABLED' }],
    [{ 'cf-aig-cache-status': 'MISS', 'x-cache': 'HIT' }],
    [{ 'x-litellm-cache-key': '' }],
    [{ 'x-litellm-attempted-fallbacks': '0' }],
  ])('with %o the model was asked', async (headers) => {
    expect(await rowWith(wire, headers)).toMatchObject(atListPrice);
  });

  test('what another model answered is an estimate at the price of the one that was asked', async () => {
    const row = await rowWith(wire, { 'x-litellm-attempted-fallbacks': '1' });
    expect(row).toMatchObject({ ...atListPrice, source: 'estimated' });
  });
});
