import { planOf } from '../../routing/models/creditPlan.ts';
import type { Model } from '../../routing/models/model.ts';
import { priceOn, type Rates } from '../../routing/models/price.ts';

/** Credits per million tokens, by the names under which VS Code shows them beside a model. */
export interface CreditRates {
  readonly inputCost?: number;
  readonly outputCost?: number;
  readonly cacheCost?: number;
  readonly cacheWriteCost?: number;
  readonly longContextInputCost?: number;
  readonly longContextOutputCost?: number;
  readonly longContextCacheCost?: number;
  readonly longContextCacheWriteCost?: number;
}

/** What a model of a plan takes; nothing for a model that is paid in money, or whose price is unknown. */
export function creditRates({ reference, prices }: Model, today: string): CreditRates {
  const plan = planOf(reference);
  const price = priceOn(prices, today);
  if (!plan || !price) return {};
  const credits = (rate: number) => rate / plan.nanoUsdPerCredit;
  const long: Rates | undefined = price.above?.[0];
  return {
    inputCost: credits(price.input),
    outputCost: credits(price.output),
    ...(price.cacheRead !== undefined && { cacheCost: credits(price.cacheRead) }),
    ...(price.cacheWrite !== undefined && { cacheWriteCost: credits(price.cacheWrite) }),
    ...(long && {
      longContextInputCost: credits(long.input),
      longContextOutputCost: credits(long.output),
      ...(long.cacheRead !== undefined && { longContextCacheCost: credits(long.cacheRead) }),
      ...(long.cacheWrite !== undefined && { longContextCacheWriteCost: credits(long.cacheWrite) }),
    }),
  };
}
