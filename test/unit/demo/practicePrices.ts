import type { PracticeUsage } from '../../../demo/practiceServer/call.ts';
import prices from '../../../demo/practiceServer/prices.json' with { type: 'json' };
import { costOf, type Price } from '../../../src/routing/models/price.ts';

const nanoUsdPerUsd = 1_000_000_000;

/** A practice model's price, as in the catalog. */
export function practicePrice(model: string): Price {
  const rates = prices.models[model as keyof typeof prices.models];
  return {
    input: Math.round(rates.input * nanoUsdPerUsd),
    output: Math.round(rates.output * nanoUsdPerUsd),
    cacheRead: Math.round(rates.cacheRead * nanoUsdPerUsd),
    cacheWrite: Math.round(rates.cacheWrite * nanoUsdPerUsd),
    from: '2026-01-01',
    source: 'practice',
  };
}

/** The cost that the extension computes for a usage, to compare with the practice bill. */
export function priceOf(model: string, usage: PracticeUsage | undefined): number | undefined {
  return usage && costOf(usage, practicePrice(model), 'computed').nanoUsd;
}
