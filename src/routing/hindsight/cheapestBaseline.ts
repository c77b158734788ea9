import { type Catalog, modelOf } from '../models/catalog.ts';
import type { NanoUsd } from '../models/money.ts';
import { costOf, priceOn } from '../models/price.ts';
import type { Usage } from '../models/usage.ts';
import type { Policy } from '../policy/policy.ts';

/** What the same tokens cost at the cheapest model. Nobody knows whether it would have been good enough. */
export interface CheapestBaseline {
  readonly modelName: string;
  readonly nanoUsd: NanoUsd;
  /** Answers whose tokens are known: what the sum is of. */
  readonly attempts: number;
}

/** The tokens of several answers together. */
export interface SummedUsage {
  readonly usage: Usage;
  readonly attempts: number;
}

export interface PricedPolicy {
  readonly policy: Policy;
  readonly catalog: Catalog;
  /** ISO date, UTC; decides which price is in force. */
  readonly today: string;
}

/**
 * Prices tokens at whichever model of the policy's tiers they cost least, among the `used` ones
 * (references): a tier may also name models that nobody here can call. Undefined without a price.
 */
export function cheapestBaseline(
  { usage, attempts }: SummedUsage,
  { policy, catalog, today }: PricedPolicy,
  used: ReadonlySet<string>,
): CheapestBaseline | undefined {
  if (attempts === 0) return undefined;
  const references = policy.tiers.flatMap(({ choices }) =>
    choices.map(({ reference }) => reference).filter((reference) => used.has(reference)),
  );
  let cheapest: CheapestBaseline | undefined;
  for (const reference of new Set(references)) {
    const model = modelOf(catalog, reference, false);
    const nanoUsd = sumAt(priceOn(model.prices, today), { usage, attempts });
    if (nanoUsd === undefined || (cheapest && cheapest.nanoUsd <= nanoUsd)) continue;
    cheapest = { modelName: model.name, nanoUsd, attempts };
  }
  return cheapest;
}

// Rates for long inputs are for one long request; a sum of short ones must not be taken for it.
function sumAt(
  price: ReturnType<typeof priceOn>,
  { usage, attempts }: SummedUsage,
): NanoUsd | undefined {
  if (!price) return undefined;
  const { above: _, perRequest = 0, ...plain } = price;
  const { nanoUsd } = costOf(usage, plain, 'computed');
  return nanoUsd === undefined ? undefined : nanoUsd + perRequest * attempts;
}
