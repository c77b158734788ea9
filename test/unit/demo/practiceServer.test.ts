import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startPracticeServer, type PracticeServer } from '../../../demo/practiceServer/server.ts';
import type { PracticeUsage } from '../../../demo/practiceServer/call.ts';
import { priceOf } from './practicePrices.ts';
import { promptAbout } from './workspacePrompt.ts';
import { wireClients } from './wireClients.ts';

let server: PracticeServer;
beforeAll(async () => {
  const keys = { anthropic: 'good', openai: 'good', compatible: 'good' };
  server = await startPracticeServer({ pace: 0.02, keys });
});
afterAll(() => server.close());
beforeEach(() => server.reset());

const models = ['practice-small', 'practice-medium', 'practice-large'];
const { system, user } = promptAbout('refactor', 'src/shipping.ts', 'shippingCost');

describe.each(wireClients)('$wire', ({ wire, lengthFinish, whole, streamed }) => {
  const asked = { model: 'practice-small', system, user, key: 'good', cached: true };

  test.each(models)('%s streams what it answers whole, billed as it reports', async (model) => {
    const first = await whole(server.url, { ...asked, model });
    const second = await streamed(server.url, { ...asked, model });
    expect(second.text).toBe(first.text);
    expect(second.text).toContain('export function shippingCost');
    expect([first.ended, second.ended]).toEqual([true, true]);
    const bills = server.billing();
    expect(bills.map(({ usage }) => usage)).toEqual([first.usage, second.usage]);
    expect(bills.map(({ nanoUsd }) => nanoUsd)).toEqual([
      priceOf(model, first.usage),
      priceOf(model, second.usage),
    ]);
    expect(bills).toMatchObject([
      { wire, model, stream: false, status: 'complete' },
      { wire, model, stream: true, status: 'complete' },
    ]);
  });

  test('a long prompt is read from the cache the second time, a short one is not', async () => {
    await streamed(server.url, asked);
    const short = await streamed(server.url, asked);
    expect(short.usage?.cacheReadTokens).toBe(0);
    server.reset();
    const long = {
      ...asked,
      system: `${system}\n${'Keep to the rules of this house. '.repeat(200)}`,
    };
    const first = await streamed(server.url, long);
    const second = await streamed(server.url, long);
    expect(first.usage?.cacheReadTokens).toBe(0);
    expect(second.usage?.cacheReadTokens).toBeGreaterThan(1000);
    expect(second.usage?.inputTokens).toBe(first.usage?.inputTokens);
    const [written, read] = server.billing();
    expect(read?.nanoUsd).toBeLessThan(written?.nanoUsd ?? 0);
  });

  test('the large model spends reasoning tokens, the small one none', async () => {
    const large = await streamed(server.url, { ...asked, model: 'practice-large' });
    const small = await streamed(server.url, asked);
    expect(large.usage?.reasoningTokens).toBeGreaterThan(0);
    expect(large.usage?.outputTokens).toBeGreaterThan(large.usage?.reasoningTokens ?? 0);
    expect(small.usage?.reasoningTokens).toBe(0);
  });

  test.each([
    { problem: 'a wrong key', change: { key: 'bad' }, status: 401, type: 'AuthenticationError' },
    { problem: 'an unknown model', change: { model: 'gone' }, status: 404, type: 'NotFoundError' },
  ])('$problem is refused and not billed', async ({ change, status, type }) => {
    const error: unknown = await streamed(server.url, { ...asked, ...change }).catch((e) => e);
    expect(error).toMatchObject({ status });
    expect(Object.getPrototypeOf(error).constructor.name).toBe(type);
    expect(server.billing()).toEqual([]);
  });

  test('an answer is cut at the limit of tokens', async () => {
    const full = await streamed(server.url, asked);
    const cut = await streamed(server.url, { ...asked, maxTokens: 40 });
    expect(cut.finish).toBe(lengthFinish);
    expect(full.text.startsWith(cut.text)).toBe(true);
    expect(cut.usage?.outputTokens).toBeGreaterThan(30);
    expect(cut.usage?.outputTokens).toBeLessThanOrEqual(40);
  });

  test('an aborted stream is billed for what was sent', async () => {
    server.addFaults({ kind: 'slow', msPerChunk: 20 });
    const stop = new AbortController();
    await streamed(server.url, { ...asked, signal: stop.signal }, (text) => {
      if (text.length > 100) stop.abort();
    }).catch(() => {});
    await server.idle();
    const [aborted] = server.billing();
    await streamed(server.url, asked);
    const [, full] = server.billing();
    expect(aborted?.status).toBe('aborted');
    expect(aborted?.usage.inputTokens).toBe(full?.usage.inputTokens);
    expect(aborted?.usage.outputTokens).toBeGreaterThan(10);
    expect(aborted?.usage.outputTokens).toBeLessThan(full?.usage.outputTokens ?? 0);
    expect(aborted?.nanoUsd).toBe(priceOf(asked.model, aborted?.usage));
  });

  test('a stream that is cut off has no end', async () => {
    server.addFaults({ kind: 'cutOff', afterChars: 80, how: 'end' });
    const cut = await streamed(server.url, asked);
    expect(cut).toMatchObject({ ended: false, usage: undefined });
    expect(cut.text).toHaveLength(80);
    expect(server.billing()).toMatchObject([{ status: 'error' }]);
  });

  test.each([
    { fault: { kind: 'status', status: 429 }, status: 429 },
    { fault: { kind: 'status', status: 500 }, status: 500 },
  ] as const)('a fault answers $status once', async ({ fault, status }) => {
    server.addFaults(fault);
    await expect(streamed(server.url, asked)).rejects.toMatchObject({ status });
    await expect(streamed(server.url, asked)).resolves.toMatchObject({ ended: true });
  });

  test('missing usage is billed but not reported', async () => {
    server.addFaults({ kind: 'missingUsage' });
    const answer = await streamed(server.url, asked);
    expect(answer).toMatchObject({ ended: true, usage: undefined });
    expect(server.billing()[0]?.nanoUsd).toBeGreaterThan(0);
  });

  test('requests are remembered without any key', async () => {
    await streamed(server.url, asked);
    const [seen] = server.requests();
    expect(seen).toMatchObject({ wire, keyPresent: true, body: { model: asked.model } });
    expect(JSON.stringify(server.requests())).not.toContain('good');
  });
});

test('a plain chat gets an honest answer', async () => {
  for (const { whole } of wireClients) {
    const { text } = await whole(server.url, { model: 'practice-small', user: 'Hi!', key: 'good' });
    expect(text).toMatch(/^Practice model/);
  }
});

test('the sum is rounded half up to a nano-dollar', () => {
  const usage: PracticeUsage = {
    inputTokens: 3,
    cacheReadTokens: 1,
    cacheWriteTokens: 1,
    outputTokens: 2,
    reasoningTokens: 0,
  };
  expect(priceOf('practice-small', usage)).toBe(100 + 10 + 125 + 2 * 500);
});
