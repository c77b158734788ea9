import { getEncoding } from 'js-tiktoken';
import { afterAll, expect, test, vi } from 'vitest';
import { createVscodeProvider } from '../../../src/editor/situation/vscodeProvider.ts';
import { createTokenCounter } from '../../../src/execution/attempt/countTokens.ts';
import type { Price } from '../../../src/routing/models/price.ts';
import { settlementOf } from './recordedCall.ts';

/** What the other extension's model streams, and whether it breaks off. */
const recorded = vi.hoisted(() => ({ chunks: [] as unknown[], breaks: false }));

// The editor's models exist only in an editor; this test needs only their stream.
vi.mock('vscode', async () => {
  const { chatApi: api } = await import('../../support/chatParts.ts');
  async function* stream() {
    yield* recorded.chunks;
    if (recorded.breaks) throw new Error('The model went away.');
  }
  const sendRequest = async () => ({ stream: stream() });
  return {
    ...(await import('../../support/l10n.ts')),
    ...api,
    lm: { selectChatModels: async () => [{ sendRequest }] },
  };
});
const { LanguageModelDataPart, LanguageModelTextPart } = await import('vscode');

const workerUrl = new URL('../../../src/execution/attempt/tokenWorker.ts', import.meta.url);
const counter = createTokenCounter({ workerUrl, timeoutMs: 30_000 });
afterAll(() => counter.dispose());

const o200k = getEncoding('o200k_base');
const answer = ['The quick brown fox ', 'jumps over the lazy dog.'];
const input = o200k.encode('You are a careful coder.\nRename a to b.\n').length;
const output = o200k.encode(answer.join('')).length;

function settled(prices: readonly Price[], breaks = false, data: readonly string[] = []) {
  recorded.chunks = [
    ...answer.map((text) => new LanguageModelTextPart(text)),
    ...data.map((text) => new LanguageModelDataPart(new TextEncoder().encode(text), 'usage')),
  ];
  recorded.breaks = breaks;
  const count = async (text: string) => (await counter.count(text)).tokens;
  return settlementOf(createVscodeProvider(), prices, count);
}

const since = { from: '2026-01-01', source: 'plan' };

test.each<[name: string, price: Price, nanoUsd: number]>([
  [
    'tokens are counted with the o200k vocabulary and cost the list price: 2 in, 10 out',
    { ...since, input: 2e9, output: 10e9 },
    input * 2_000 + output * 10_000,
  ],
  [
    "a plan's request costs its credits: a third of one at 0.04 USD",
    { ...since, input: 0, output: 0, perRequest: 13_200_000 },
    13_200_000,
  ],
  ['a request that the plan includes costs nothing', { ...since, input: 0, output: 0 }, 0],
])('%s', async (_, price, nanoUsd) => {
  const { cost, usage, outcome } = await settled([price]);
  expect(outcome).toBe('complete');
  expect(usage).toEqual({ inputTokens: input, outputTokens: output });
  expect(cost).toEqual({ source: 'estimated', nanoUsd });
});

test('without a price the cost is unknown', async () => {
  expect((await settled([])).cost).toEqual({ source: 'unknown' });
});

test('what came before it broke off is counted', async () => {
  const price = { ...since, input: 2e9, output: 10e9 };
  const { cost, outcome } = await settled([price], true);
  expect(outcome).toBe('cutOff');
  expect(cost).toEqual({ source: 'estimated', nanoUsd: input * 2_000 + output * 10_000 });
});

// As Copilot Chat 0.67.0 reports it for a Claude model on a Copilot plan, with counts of our own.
const copilot = {
  prompt_tokens: 3_000,
  completion_tokens: 300,
  total_tokens: 3_300,
  prompt_tokens_details: {
    cached_tokens: 2_000,
    cache_creation_input_tokens: 500,
    anthropic_cache_creation: { ephemeral_1h_input_tokens: 100, ephemeral_5m_input_tokens: 400 },
  },
  completion_tokens_details: { reasoning_tokens: 50 },
};
const priced = {
  ...since,
  input: 2e9,
  output: 10e9,
  cacheRead: 0.2e9,
  cacheWrite: 2.5e9,
  cacheWriteLong: 4e9,
};

test('a model that reports its usage has a computed cost, its cache included', async () => {
  const { usage, cost } = await settled([priced], false, [JSON.stringify(copilot)]);
  expect(usage).toEqual({
    inputTokens: 3_000,
    cacheReadTokens: 2_000,
    cacheWriteTokens: 400,
    cacheWriteLongTokens: 100,
    outputTokens: 300,
    reasoningTokens: 50,
  });
  const nanoUsd = 500 * 2_000 + 2_000 * 200 + 400 * 2_500 + 100 * 4_000 + 300 * 10_000;
  expect(cost).toEqual({ source: 'computed', nanoUsd });
});

test.each([
  ['0.27 credits', 270_000_000, 2_700_000],
  ['a call that the plan includes', 0, 0],
])('the plan names its own bill: %s', async (_, total_nano_aiu, nanoUsd) => {
  const billed = JSON.stringify({ ...copilot, copilot_usage: { total_nano_aiu } });
  expect((await settled([priced], false, [billed])).cost).toEqual({ source: 'reported', nanoUsd });
  expect((await settled([], false, [billed])).cost).toEqual({ source: 'reported', nanoUsd });
});

test.each([
  ['no JSON', '{"prompt_tokens": 3'],
  ['nothing', ''],
  ['no object', '[3000, 300]'],
  ['words for numbers', '{"prompt_tokens":"3000","completion_tokens":"300"}'],
  ['one end alone', '{"prompt_tokens":3000,"completion_tokens":-1,"total_tokens":-1}'],
  ['zeros', '{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}'],
])('usage that is %s counts for nothing: tokens are counted here', async (_, data) => {
  const { usage, cost } = await settled([priced], false, [data]);
  expect(usage).toEqual({ inputTokens: input, outputTokens: output });
  expect(cost).toEqual({ source: 'estimated', nanoUsd: input * 2_000 + output * 10_000 });
});
