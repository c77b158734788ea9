import type { Candidates } from '../candidates/candidates.ts';
import { isInability } from '../candidates/requirements.ts';
import type { Choice, Rejected } from '../decision.ts';
import type { Tier } from '../policy/policy.ts';
import type { SelectedTiers } from './selection.ts';

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
 * below that runs there before any higher one. A turn of a loop, whose tier its kind decides, goes to a
 * higher tier also when the models of its own are not ready. A tier that the user chose for this task is never replaced:
 * the refusal says what is missing.
 */
export function resolveTiers(
  selected: Pick<SelectedTiers, 'tiers' | 'reason' | 'loop'>,
  candidates: Candidates,
): ReadyChoices {
  const { tiers, reason } = selected;
  const { choices, rejected } = resolveAll(tiers, candidates);
  const { stay } = candidates.requirements;
  // A loop that has begun is not left without a model because its kind of turn has a tier that is not ready.
  const isUnable =
    stay !== undefined ||
    reason.kind === 'turn' ||
    rejected.some(({ unavailability }) => isInability(unavailability));
  if (choices.length > 0 || !isUnable || !mayLift(selected)) return { choices, rejected };
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

/** Whether a higher tier may be asked in place of the tiers that were selected. */
export function mayLift({ reason, loop }: Pick<SelectedTiers, 'reason' | 'loop'>): boolean {
  if (loop?.holds) return false;
  if (reason.kind === 'rule') return reason.rule.origin !== 'workflow';
  return reason.kind === 'noRule' || reason.kind === 'turn';
}
