import type { PracticeUsage, WireName } from './call.ts';
import prices from './prices.json' with { type: 'json' };

/** One call as the practice server charges for it. */
export interface BilledCall {
  /** The reply's own id, as the wire reports it. */
  readonly id: string;
  readonly wire: WireName;
  readonly model: string;
  readonly stream: boolean;
  /** It was answered in a batch, at half the price. */
  readonly batch?: true;
  readonly usage: PracticeUsage;
  readonly nanoUsd: number;
  /** aborted: the client disconnected. error: the server broke the reply off (a requested fault). */
  readonly status: 'complete' | 'aborted' | 'error';
  /** ISO time. */
  readonly at: string;
}

type PricedModel = keyof typeof prices.models;

// USD per million tokens equals micro-dollars per token; times a million gives pico-dollars.
const picoPerUsdPerMillion = 1_000_000;
const picoPerNano = 1_000;

/** The cost of a call in whole nano-dollars, at a share of the price. The sum is rounded once, half up. */
export function chargeFor(model: string, usage: PracticeUsage, factor = 1): number {
  const rates = prices.models[model as PricedModel];
  if (!rates) throw new Error(`No practice price for ${model}`);
  const uncached = usage.inputTokens - usage.cacheReadTokens - usage.cacheWriteTokens;
  const charged: readonly [tokens: number, usdPerMillion: number][] = [
    [uncached, rates.input],
    [usage.cacheReadTokens, rates.cacheRead],
    [usage.cacheWriteTokens, rates.cacheWrite],
    [usage.outputTokens, rates.output],
  ];
  let pico = 0;
  for (const [tokens, usdPerMillion] of charged) {
    pico += tokens * Math.round(usdPerMillion * picoPerUsdPerMillion);
  }
  return Math.floor((pico * factor + picoPerNano / 2) / picoPerNano);
}
