import type { Candidates } from '../candidates/candidates.ts';
import { isInability } from '../candidates/requirements.ts';
import type { Choice, Reason, Rejected } from '../decision.ts';
import type { Tier } from '../policy/policy.ts';

/** The models of some tiers that are ready, and those that were passed over. */
export interface ReadyChoices {
  readonly choices: readonly Choice[];
  readonly rejected: readonly Rejected[];
  /** No model of the tiers is able to do the task, so the nearest tier that is able is asked alone. */
  readonly lifted?: true;
}

/**
 * Finds the first ready model of each tier. When no model is able to do the task, a tier that a policy
 * rule selected is replaced by a higher one, or, when the task must stay on this machine, by the strongest
 * below that runs there before any higher one. A tier that the user chose for this task is never replaced:
 * the refusal says what is missing.
 */
export function resolveTiers(
  { tiers, reason }: { readonly tiers: readonly Tier[]; readonly reason: Reason },
  candidates: Candidates,
): ReadyChoices {
  const { choices, rejected } = resolveAll(tiers, candidates);
  const { stay } = candidates.requirements;
  const isUnable =
    stay !== undefined || rejected.some(({ unavailability }) => isInability(unavailability));
  if (choices.length > 0 || !isUnable || !mayLift(reason)) return { choices, rejected };
  const all = candidates.situation.policy.tiers;
  const highest = Math.max(...tiers.map((tier) => all.indexOf(tier)));
  const below = stay ? all.slice(0, highest).filter((tier) => !tiers.includes(tier)) : [];
  const others = resolveAll([...below.toReversed(), ...all.slice(highest + 1)], candidates);
  const [nearest] = others.choices;
  return nearest
    ? { choices: [nearest], rejected, lifted: true }
    : { choices, rejected: [...rejected, ...others.rejected] };
}

function resolveAll(
  tiers: readonly Tier[],
  candidates: Candidates,
): { choices: Choice[]; rejected: Rejected[] } {
  const found = tiers.map((tier) => candidates.of(tier));
  return {
    choices: found.flatMap(({ choice }) => choice ?? []),
    rejected: found.flatMap(({ rejected }) => rejected),
  };
}

/** Whether a higher tier may be asked in place of the tiers that were selected for this reason. */
export function mayLift(reason: Reason): boolean {
  if (reason.kind === 'rule') return reason.rule.origin !== 'workflow';
  return reason.kind === 'noRule';
}
