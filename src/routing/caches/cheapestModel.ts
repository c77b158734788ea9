import type { Model } from '../models/model.ts';
import type { NeededLater } from './neededLater.ts';
import { type SwitchCost, type SwitchQuestion, weighSwitch } from './weighSwitch.ts';

/** A model that does a turn well. */
export interface AbleModel {
  readonly model: Model;
  /** When a later turn needs this model and no lower one; never when omitted. */
  readonly neededLater?: NeededLater;
}

/**
 * The model that serves a turn at the least expected cost: the lowest one that does it well, or one above
 * it whose cache is still there. `cost` compares the two where a higher one stays; the lowest is taken
 * where a price is unknown.
 *
 * @param able the lowest first
 */
export function cheapestModel(
  [lowest, ...above]: readonly [AbleModel, ...AbleModel[]],
  question: Omit<SwitchQuestion, 'from' | 'to' | 'neededLater'>,
): { readonly model: Model; readonly cost?: SwitchCost } {
  const asked = new Set(question.caches.map(({ model }) => model));
  const weighed = above
    .filter(({ model }) => asked.has(model.reference))
    .flatMap(({ model, neededLater }) => {
      const cost = weighSwitch({
        ...question,
        from: model,
        to: lowest.model,
        ...(neededLater && { neededLater }),
      });
      return cost && !cost.pays ? [{ model, cost }] : [];
    });
  const [cheapest] = weighed.toSorted((a, b) => a.cost.stayNanoUsd - b.cost.stayNanoUsd);
  return cheapest ?? { model: lowest.model };
}
