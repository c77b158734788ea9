import { displayName } from './catalog.ts';
import type { PriceDoubt } from './priceAge.ts';

/** A sentence that says why a cost may be wrong or unknown. */
export function describePriceDoubt(doubt: PriceDoubt): string {
  switch (doubt.kind) {
    case 'old':
      return `The price of ${displayName(doubt.model)} was last checked ${doubt.days} days ago, on ${doubt.checked}.`;
    case 'noPrice':
      return `${displayName(doubt.model)} has no price, so its cost is unknown and no budget counts it.`;
    case 'notCatalogued':
      return `${doubt.reference} is in no list of models, so its cost is unknown and no budget counts it.`;
    case 'withdrawn':
      return `${doubt.reference} is not among the models that its provider offers.`;
  }
}
