import { modelOf } from './catalog.ts';
import type { Choice, Rejected } from './decision.ts';
import { splitReference, type Model, type ModelReference } from './model.ts';
import type { Tier } from './policy.ts';
import type { Shortfall } from './problem.ts';
import type { ProviderFacts, Situation } from './situation.ts';

/** The first model of a tier that can take so many tokens now, and those that were passed over. */
export function firstReady(
  tier: Tier,
  neededTokens: number,
  situation: Situation,
): { choice?: Choice; rejected: Rejected[] } {
  const rejected: Rejected[] = [];
  for (const { reference, effort } of tier.choices) {
    const { provider, id } = splitReference(reference)!;
    const facts = situation.providers.get(provider);
    const model = modelOf(situation.catalog, reference, facts?.simulated === true);
    const shortfall = facts
      ? (providerShortfall(facts, id) ?? contextShortfall(model, neededTokens))
      : unknownProvider(reference);
    if (!shortfall) {
      return { choice: { model, tier: tier.name, ...(effort && { effort }) }, rejected };
    }
    rejected.push({ model, shortfall });
  }
  return { rejected };
}

function unknownProvider(reference: ModelReference): Shortfall {
  return { kind: 'unknownProvider', provider: splitReference(reference)!.provider };
}

function providerShortfall({ name, state }: ProviderFacts, id: string): Shortfall | undefined {
  if (state.state === 'noKey') return { kind: 'noKey', provider: name };
  if (state.state === 'unavailable') return { kind: 'unavailable', provider: name, why: state.why };
  if (!state.models || state.models.has(id)) return undefined;
  return { kind: 'unavailable', provider: name, why: `it has no model "${id}"` };
}

function contextShortfall({ contextTokens }: Model, neededTokens: number): Shortfall | undefined {
  if (contextTokens === undefined || neededTokens <= contextTokens) return undefined;
  return { kind: 'contextTooSmall', neededTokens, contextTokens };
}
