import { getEncoding } from 'js-tiktoken';
import { afterAll, expect, test, vi } from 'vitest';
import { createVscodeProvider } from '../../../src/editor/situation/vscodeModels.ts';
import { createTokenCounter } from '../../../src/execution/attempt/countTokens.ts';
import type { Price } from '../../../src/routing/models/price.ts';
import { settlementOf } from './recordedCall.ts';

/** What the other extension's model streams, and whether it breaks off. */
const recorded = vi.hoisted(() => ({ chunks: [] as unknown[], breaks: false }));

// The editor's models exist only in an editor; this test needs only their stream.
vi.mock('vscode', () => {
  class LanguageModelTextPart {
    readonly value: string;
    constructor(value: string) {
      this.value = value;
    }
  }
  class LanguageModelToolCallPart {
    readonly callId: string;
    readonly name: string;
    readonly input: object;
    constructor(callId: string, name: string, input: object) {
      this.callId = callId;
      this.name = name;
      this.input = input;
    }
  }
  class LanguageModelError extends Error {
    readonly code = '';
  }
  class CancellationTokenSource {
    readonly token = {};
    readonly cancel = () => undefined;
    readonly dispose = () => undefined;
  }
  async function* stream() {
    yield* recorded.chunks;
    if (recorded.breaks) throw new Error('The model went away.');
  }
  return {
    LanguageModelTextPart,
    LanguageModelToolCallPart,
    LanguageModelError,
    CancellationTokenSource,
    LanguageModelChatMessage: { User: (content: unknown) => ({ content }) },
    lm: { selectChatModels: async () => [{ sendRequest: async () => ({ stream: stream() }) }] },
  };
});
const { LanguageModelTextPart } = await import('vscode');

const workerUrl = new URL('../../../src/execution/attempt/tokenWorker.ts', import.meta.url);
const counter = createTokenCounter({ workerUrl, timeoutMs: 30_000 });
afterAll(() => counter.dispose());

const o200k = getEncoding('o200k_base');
const answer = ['The quick brown fox ', 'jumps over the lazy dog.'];
const input = o200k.encode('You are a careful coder.\nRename a to b.\n').length;
const output = o200k.encode(answer.join('')).length;

function settled(prices: readonly Price[], breaks = false) {
  recorded.chunks = answer.map((text) => new LanguageModelTextPart(text));
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
