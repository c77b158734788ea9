import type { Price, Rates, Tariff } from './price.ts';

/** The name of the service tier that answers batches, as Anthropic reports it. */
export const batchTier = 'batch';

/** What a provider takes for a request in a batch, as a share of its list price. */
interface BatchFactor {
  /** The provider's id in model references. */
  readonly provider: string;
  readonly factor: number;
  readonly source: string;
  /** ISO date on which the source was read. */
  readonly read: string;
}

const batchFactors: readonly BatchFactor[] = [
  {
    provider: 'anthropic',
    factor: 0.5,
    source: 'https://platform.claude.com/docs/en/build-with-claude/batch-processing',
    read: '2026-11-29',
  },
  {
    provider: 'openai',
    factor: 0.5,
    source: 'https://help.openai.com/en/articles/9197833-batch-api-faq',
    read: '2026-11-29',
  },
];

/**
 * The same price with a tariff for batches. One that the price names itself stays; a price of the user's own
 * gets the provider's share. For a provider whose share is unknown the price is as it was, so that a batch
 * is estimated at the whole price.
 */
export function withBatchTariff(price: Price, provider: string): Price {
  const known = batchFactors.find((each) => each.provider === provider);
  if (!known || price.tiers?.[batchTier]) return price;
  return { ...price, tiers: { ...price.tiers, [batchTier]: scaled(price, known.factor) } };
}

function scaled({ above, ...rates }: Tariff, factor: number): Tariff {
  return {
    ...scaledRates(rates, factor),
    ...(above && {
      above: above.map(({ inputTokens, ...step }) => {
        return { inputTokens, ...scaledRates(step, factor) };
      }),
    }),
  };
}

function scaledRates(
  { input, output, cacheRead, cacheWrite, cacheWriteLong }: Rates,
  factor: number,
): Rates {
  const share = (rate: number) => Math.round(rate * factor);
  return {
    input: share(input),
    output: share(output),
    ...(cacheRead !== undefined && { cacheRead: share(cacheRead) }),
    ...(cacheWrite !== undefined && { cacheWrite: share(cacheWrite) }),
    ...(cacheWriteLong !== undefined && { cacheWriteLong: share(cacheWriteLong) }),
  };
}
