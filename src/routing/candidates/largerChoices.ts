import type { Choice } from '../decision.ts';
import type { Tier } from '../policy/policy.ts';
import type { Candidates } from './candidates.ts';

/**
 * The models to ask when a model answers that the task is too long for it: of the first tier first, each
 * with a larger window than the one before. A window that is unknown is not known to be larger. As with a
 * size that is foreseen, a larger model may be more expensive.
 */
export function largerChoices(
  { model }: Choice,
  tiers: readonly Tier[],
  candidates: Candidates,
): readonly Choice[] {
  const larger: Choice[] = [];
  let windowTokens = model.contextTokens ?? candidates.requirements.tokens;
  for (const other of tiers.flatMap((tier) => candidates.of(tier).ready)) {
    const { contextTokens = 0, reference } = other.model;
    if (contextTokens <= windowTokens || reference === model.reference) continue;
    larger.push(other);
    windowTokens = contextTokens;
  }
  return larger;
}
