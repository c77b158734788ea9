import type { Choice } from '../decision.ts';
import type { Tier } from '../policy/policy.ts';
import type { Candidates } from './candidates.ts';

/**
 * The models to ask when a model answers that the task is too long for it: of its own tier first, then of
 * the `higher` tiers, each with a larger window than the one before. A window that is unknown is not known to
 * be larger. As with a size that is foreseen, a larger model may be more expensive.
 */
export function largerChoices(
  choice: Choice,
  { own, higher }: { readonly own: Tier | undefined; readonly higher: readonly Tier[] },
  candidates: Candidates,
): readonly Choice[] {
  const larger: Choice[] = [];
  let windowTokens = choice.model.contextTokens ?? candidates.requirements.tokens;
  for (const tier of [...(own ? [own] : []), ...higher]) {
    const found = candidates
      .of(tier)
      .ready.find(
        ({ model: { reference, contextTokens = 0 } }) =>
          reference !== choice.model.reference && contextTokens > windowTokens,
      );
    if (!found) continue;
    larger.push(found);
    windowTokens = found.model.contextTokens ?? windowTokens;
  }
  return larger;
}
