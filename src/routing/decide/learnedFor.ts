import type { Candidates } from '../candidates/candidates.ts';
import { costGuesser } from '../candidates/expectedCost.ts';
import type { TurnDecision } from '../decision.ts';
import { learnedTier } from '../evidence/learnedTier.ts';
import { keyOf } from '../planner/planSpace.ts';
import type { Tier } from '../policy/policy.ts';
import type { Turn } from '../turns/turn.ts';

/**
 * The tier that the evidence of earlier loops names for such a turn instead of its usual one; undefined when
 * it does not move it, or nothing is known.
 */
export function learnedFor(
  { kind }: Turn,
  usual: Tier,
  pool: readonly Tier[],
  candidates: Candidates,
): { readonly tier: Tier; readonly shown: NonNullable<TurnDecision['learned']> } | undefined {
  const { task, requirements } = candidates;
  const { turnEvidence = [], today } = candidates.situation;
  const usualChoice = candidates.of(usual).choice;
  if (turnEvidence.length === 0 || !usualChoice || kind === 'side') return undefined;
  const guess = costGuesser(task, today, requirements);
  const ladder = pool.flatMap((tier) => {
    const { choice } = candidates.of(tier);
    if (!choice) return [];
    const nanoUsd = guess(choice.model);
    return [{ tier: tier.name, rung: keyOf(choice), ...(nanoUsd !== undefined && { nanoUsd }) }];
  });
  const own = { tier: usual.name, rung: keyOf(usualChoice) };
  const learned = learnedTier(kind, own, ladder, turnEvidence);
  const tier = pool.find(({ name }) => name === learned?.tier);
  if (!learned || !tier || tier === usual) return undefined;
  return { tier, shown: { instead: usual.name, why: learned.why } };
}
