import type { Choice } from '../decision.ts';
import type { Tier } from '../policy/policy.ts';
import type { Candidates } from './candidates.ts';
import { resolveTier } from './resolveTier.ts';

/**
 * The models to ask when a model answers that the task is too long for it: of the same tier first, then of
 * the `higher` tiers, each with a larger window than the one before. A window that is unknown is not known to
 * be larger. As with a size that is foreseen, a larger model may be more expensive.
 */
export function largerChoices(
  choice: Choice,
  { own, higher }: { readonly own: Tier | undefined; readonly higher: readonly Tier[] },
  { situation, requirements }: Candidates,
): readonly Choice[] {
  const larger: Choice[] = [];
  let windowTokens = choice.model.contextTokens ?? requirements.tokens;
  for (const tier of [...(own ? [own] : []), ...higher]) {
    const needed = { ...requirements, tokens: windowTokens + 1 };
    const found = known(resolveTier(withKnownWindows(tier, situation), needed, situation).choice);
    if (!found || found.model.reference === choice.model.reference) continue;
    larger.push(found);
    windowTokens = found.model.contextTokens ?? windowTokens;
  }
  return larger;
}

/** Without fallbacks: a model that stands in for another has none of its own. */
function known(choice: Choice | undefined): Choice | undefined {
  if (!choice) return undefined;
  const { fallbacks: _, ...alone } = choice;
  return alone;
}

function withKnownWindows(tier: Tier, { catalog }: Candidates['situation']): Tier {
  const choices = tier.choices.filter(
    ({ reference }) => catalog.get(reference)?.contextTokens !== undefined,
  );
  return { ...tier, choices };
}
