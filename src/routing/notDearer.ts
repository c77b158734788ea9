import type { Model } from './model.ts';
import { priceOn } from './price.ts';

/**
 * Whether a model may stand in for another without costing more: no token of it and no request is dearer, or nobody
 * knows the price of either. An unknown price may be dearer than a known one.
 */
export function notDearer(standIn: Model, model: Model, today: string): boolean {
  const [its, mine] = [priceOn(standIn.prices, today), priceOn(model.prices, today)];
  if (!its || !mine) return !its && !mine;
  return (
    its.input <= mine.input &&
    its.output <= mine.output &&
    (its.perRequest ?? 0) <= (mine.perRequest ?? 0)
  );
}
