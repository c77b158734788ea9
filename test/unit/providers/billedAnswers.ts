import type { Cost } from '../../../src/routing/models/money.ts';
import type { Price } from '../../../src/routing/models/price.ts';
import { wires } from '../../support/wires.ts';
import { listPrices, named, unnamed } from './recordedCall.ts';

/*
 * What providers bill for one call, as their documentation and reports of users say it, and what is booked for it.
 * What is right is written down to the nano-dollar, with its source. A USD per million tokens is a thousand
 * nano-dollars a token.
 */

export const anthropic = wires.find(({ name }) => name === 'anthropic')!;
export const openai = wires.find(({ name }) => name === 'openai')!;
export const chat = wires.find(({ name }) => name === 'openaiCompatible')!;

export const computed = (nanoUsd: number): Cost => ({ source: 'computed', nanoUsd });
export const estimated = (nanoUsd: number): Cost => ({ source: 'estimated', nanoUsd });
export const reported = (nanoUsd: number): Cost => ({ source: 'reported', nanoUsd });
export const unknown: Cost = { source: 'unknown' };

export const ownPrice = (rates: Partial<Price> = {}): readonly Price[] => [
  { from: '2026-01-01', source: 'own', input: 2e9, output: 10e9, ...rates },
];
/** 2 in, 10 out, 0.2 read, 2.5 and 4 written. */
export const sonnet = listPrices('anthropic/claude-sonnet-5');
/** 2 in, 10 out, 0.1 read, 2.5 and 5 written; beyond 272,000 twice that, 15 out; flex half, priority twice. */
export const sol = listPrices('openai/gpt-6.1-sol');
/** 0.75 in, 4.5 out, 0.075 read. */
export const mini = listPrices('openai/gpt-5.4-mini');

/** An answer of the Messages API whose last report holds this usage. */
export function messages(
  usage: Record<string, unknown>,
  { stop = 'end_turn', text = 'Hello!' } = {},
) {
  const { output_tokens: _, ...begun } = usage;
  return [
    named('message_start', {
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        content: [],
        usage: { ...begun, output_tokens: 1 },
      },
    }),
    ...(text === ''
      ? []
      : [
          named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
          named('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
          named('content_block_stop', { index: 0 }),
        ]),
    named('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage }),
    named('message_stop', {}),
  ];
}

/** An answer of the Chat Completions API with usage in its last chunk. */
export function chatted(usage: unknown, more: Record<string, unknown> = {}) {
  const chunk = { ...head, ...more };
  return [
    unnamed({
      ...chunk,
      choices: [{ index: 0, delta: { role: 'assistant', content: 'Hello!' }, finish_reason: null }],
    }),
    unnamed({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
    unnamed({ ...chunk, choices: [], usage }),
    'data: [DONE]\n\n',
  ];
}
export const counts = (prompt_tokens: number, completion_tokens: number, more: object = {}) => ({
  prompt_tokens,
  completion_tokens,
  total_tokens: prompt_tokens + completion_tokens,
  ...more,
});

/** An answer of the Responses API. */
export function responded(
  usage: unknown,
  more: Record<string, unknown> = {},
  status = 'completed',
) {
  const response = { id: 'r', object: 'response', status, error: null, output: [], usage, ...more };
  return [
    named('response.output_text.delta', { item_id: 'i', output_index: 0, delta: 'Hello!' }),
    named(`response.${status}`, { response }),
  ];
}

export const head = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' };

export type Case = [
  name: string,
  wire: typeof chat,
  body: string[],
  prices: readonly Price[],
  cost: Cost,
];
