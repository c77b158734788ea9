import { type Capacity, capacityOf, smallestCapacity } from '../models/capacity.ts';
import { modelOf } from '../models/catalog.ts';
import type { Tier } from '../policy/policy.ts';
import { noRequirements } from './requirements.ts';
import { type Resolvable, resolveTier } from './resolveTier.ts';

/**
 * What a tier takes in one call, whichever of its models answers: the one that is asked first or a
 * fallback. Where none is ready, what each of its models would take.
 */
export function tierCapacity(tier: Tier, offer: Resolvable, wantedTokens: number): Capacity {
  const written = tier.choices.map(({ reference }) => modelOf(offer.catalog, reference, false));
  const ready = readyModels(tier, offer);
  const models = ready.length > 0 ? ready : written;
  return smallestCapacity(models.map((model) => capacityOf(model, wantedTokens)))!;
}

/**
 * What one of several tiers takes, because a request that is too long for one goes to another: the
 * largest capacity of those that have a model ready, or of all when none has.
 */
export function largestTierCapacity(
  tiers: readonly Tier[],
  offer: Resolvable,
  wantedTokens: number,
): Capacity {
  const ready = tiers.filter((tier) => readyModels(tier, offer).length > 0);
  const capacities = (ready.length > 0 ? ready : tiers).map((tier) =>
    tierCapacity(tier, offer, wantedTokens),
  );
  return capacities.reduce((one, other) => (other.inputTokens > one.inputTokens ? other : one));
}

function readyModels(tier: Tier, offer: Resolvable) {
  const { choice } = resolveTier(tier, noRequirements, offer);
  return choice ? [choice, ...(choice.fallbacks ?? [])].map(({ model }) => model) : [];
}
