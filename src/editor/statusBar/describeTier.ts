import { noRequirements } from '../../routing/candidates/requirements.ts';
import { type Resolvable, resolveTier } from '../../routing/candidates/resolveTier.ts';
import { explainUnavailability } from '../../routing/explain.ts';
import { priceDoubts } from '../../routing/hindsight/stalePrices.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { describePrice } from '../../routing/models/describePrice.ts';
import type { Tier } from '../../routing/policy/policy.ts';

/** Whether any model of a tier could answer now. */
export function isReady(tier: Tier, resolvable: Resolvable): boolean {
  return resolveTier(tier, noRequirements, resolvable).choice !== undefined;
}

/** The model that a tier means now, its price and its state; or why none of its models is ready. */
export function describeTier(tier: Tier, resolvable: Resolvable): string {
  const { choice, rejected } = resolveTier(tier, noRequirements, resolvable);
  if (choice) {
    const [doubt] = priceDoubts([choice.model.reference], resolvable);
    const age = doubt?.kind === 'old' ? `, last checked ${doubt.days} days ago` : '';
    return `${displayName(choice.model)} · ${describePrice(choice.model, resolvable.today)}${age} · ready`;
  }
  const [first] = rejected;
  return first
    ? `not ready: ${displayName(first.model)}: ${explainUnavailability(first.unavailability)}`
    : 'not ready: this tier names no model';
}
