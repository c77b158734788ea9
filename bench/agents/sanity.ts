import { costOf } from '../../src/routing/models/price.ts';

/*
 * Checks the cost model against figures that were computed apart from it: an agent of 30 turns on a head of
 * 25,000 tokens that grows by 3,000 a turn, at $3 and $15 with Anthropic's rates for caches, costs $4.81 with
 * marks on system text and tools alone and $1.20 with marks on the conversation. They leave two sizes open;
 * both come out with a first question of 5,000 tokens and answers of 300.
 */

const head = 25_000;
const question = 5_000;
const growth = 3_000;
const outputTokens = 300;
const turns = 30;
const dollar = 1e9;
const price = {
  from: '2026-11-28',
  source: 'given',
  input: 3 * dollar,
  output: 15 * dollar,
  cacheRead: 0.3 * dollar,
  cacheWrite: 3.75 * dollar,
};

/** USD of the whole loop. */
export function costOfThirtyTurns(): { readonly unmarked: number; readonly marked: number } {
  let [unmarked, marked] = [0, 0];
  for (let turn = 0; turn < turns; turn += 1) {
    const inputTokens = head + question + turn * growth;
    const before = turn === 0 ? 0 : inputTokens - growth;
    marked += usdOf(inputTokens, before, inputTokens - before);
    unmarked += turn === 0 ? usdOf(inputTokens, 0, head) : usdOf(inputTokens, head, 0);
  }
  return { unmarked, marked };
}

function usdOf(inputTokens: number, cacheReadTokens: number, cacheWriteTokens: number): number {
  const usage = { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens };
  return costOf(usage, price, 'computed').nanoUsd! / dollar;
}
