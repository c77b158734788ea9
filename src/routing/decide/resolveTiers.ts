import { isInability, type Requirements } from '../candidates/requirements.ts';
import { resolveTier } from '../candidates/resolveTier.ts';
import type { Choice, Reason, Rejected } from '../decision.ts';
import type { Tier } from '../policy/policy.ts';
import type { Situation } from '../situation.ts';

/** The models of some tiers that can be asked, and those that were passed over. */
export interface ReadyChoices {
  readonly choices: readonly Choice[];
  readonly rejected: readonly Rejected[];
  /** No model of the tiers can do the task, so the lowest tier above them that can is asked alone. */
  readonly lifted?: true;
}

/**
 * The first ready model of each tier. A tier that somebody named for this very task is never left: its
 * refusal says what is missing. One that the policy named for such tasks gives way to a higher one.
 */
export function resolveTiers(
  { tiers, reason }: { readonly tiers: readonly Tier[]; readonly reason: Reason },
  requirements: Requirements,
  situation: Situation,
): ReadyChoices {
  const { choices, rejected } = look(tiers, requirements, situation);
  const isUnable = rejected.some(({ unavailability }) => isInability(unavailability));
  if (choices.length > 0 || !isUnable || !mayLift(reason)) return { choices, rejected };
  const all = situation.policy.tiers;
  const highest = Math.max(...tiers.map((tier) => all.indexOf(tier)));
  const above = look(all.slice(highest + 1), requirements, situation);
  const [lowest] = above.choices;
  return lowest
    ? { choices: [lowest], rejected, lifted: true }
    : { choices, rejected: [...rejected, ...above.rejected] };
}

function look(
  tiers: readonly Tier[],
  requirements: Requirements,
  situation: Situation,
): { choices: Choice[]; rejected: Rejected[] } {
  const found = tiers.map((tier) => resolveTier(tier, requirements, situation));
  return {
    choices: found.flatMap(({ choice }) => choice ?? []),
    rejected: found.flatMap(({ rejected }) => rejected),
  };
}

function mayLift(reason: Reason): boolean {
  if (reason.kind === 'rule') return reason.rule.origin !== 'workflow';
  return reason.kind === 'noRule';
}
