import { type Catalog, modelOf } from '../models/catalog.ts';
import type { NanoUsd } from '../models/money.ts';
import { costOf, priceOn } from '../models/price.ts';
import type { Usage } from '../models/usage.ts';
import type { Policy } from '../policy/policy.ts';

/*
 * This folder looks back at what was spent. Sums from the ledger come in; comparisons with a cheaper model
 * (`cheapestBaseline.ts`, `regret.ts`), warning signs about the strategy and doubts about prices go out.
 */

/** What the same tokens cost at the cheapest model. Its answers might not have been good enough. */
export interface CheapestBaseline {
  readonly modelName: string;
  readonly nanoUsd: NanoUsd;
  /** Number of answers with known tokens, which the sum covers. */
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
 * Prices tokens at the model of the policy's tiers where they cost least. Only models in `used`
 * (references) count, because a tier may also name models that are not available here. Undefined when
 * no price is known.
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

// Rates for long inputs apply to a single long request, so they must not apply to a sum of short ones.
function sumAt(
  price: ReturnType<typeof priceOn>,
  { usage, attempts }: SummedUsage,
): NanoUsd | undefined {
  if (!price) return undefined;
  const { above: _, perRequest = 0, ...plain } = price;
  const { nanoUsd } = costOf(usage, plain, 'computed');
  return nanoUsd === undefined ? undefined : nanoUsd + perRequest * attempts;
}
