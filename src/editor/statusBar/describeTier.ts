import { noRequirements } from '../../routing/candidates/requirements.ts';
import { type Resolvable, resolveTier } from '../../routing/candidates/resolveTier.ts';
import { explainUnavailability } from '../../routing/explainPassedOver.ts';
import { priceDoubts } from '../../routing/hindsight/stalePrices.ts';
import { displayName } from '../../routing/models/catalog.ts';
import { describePrice } from '../../routing/models/describePrice.ts';
import type { Tier } from '../../routing/policy/policy.ts';
import { say } from '../platform/say.ts';

/** Whether any model of a tier could answer now. */
export function isReady(tier: Tier, resolvable: Resolvable): boolean {
  return resolveTier(tier, noRequirements, resolvable).choice !== undefined;
}

/** The model that a tier means now, its price and its state; or why none of its models is ready. */
export function describeTier(tier: Tier, resolvable: Resolvable): string {
  const { choice, rejected } = resolveTier(tier, noRequirements, resolvable);
  if (choice) {
    const [doubt] = priceDoubts([choice.model.reference], resolvable);
    const price = describePrice(choice.model, resolvable.today, say);
    return doubt?.kind === 'old'
      ? say(
          '{0} · {1}, last checked {2} days ago · ready',
          displayName(choice.model),
          price,
          doubt.days,
        )
      : say('{0} · {1} · ready', displayName(choice.model), price);
  }
  const [first] = rejected;
  return first
    ? say(
        'not ready: {0}: {1}',
        displayName(first.model),
        explainUnavailability(first.unavailability, say),
      )
    : say('not ready: this tier names no model');
}
