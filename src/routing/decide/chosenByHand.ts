import type { Reason } from '../decision.ts';
import { type Policy, tierNamed } from '../policy/policy.ts';
import type { Escalation, Situation } from '../situation.ts';
import type { Task } from '../task.ts';
import type { Selection } from './selection.ts';

/** The tier that the developer chose by hand: an escalation before a pin, and a pin before the manual pick. */
export function chosenByHand(
  { type }: Pick<Task, 'type'>,
  { policy, pick }: Pick<Situation, 'policy' | 'pick'>,
  escalation: Escalation | undefined,
): Selection | undefined {
  if (escalation) return higherTier(policy, escalation);
  const pinned = pick.pinned[type];
  if (pinned) return named(policy, [pinned], { kind: 'pinned', taskType: type });
  if (pick.tier !== 'auto') return named(policy, [pick.tier], { kind: 'manualPick' });
  return undefined;
}

function higherTier(policy: Policy, { from, to }: Escalation): Selection {
  const reason: Reason = { kind: 'escalated', ...(from !== undefined && { from }) };
  const last = policy.tiers.length - 1;
  const current = policy.tiers.findIndex((tier) => tier.name === from);
  const tier = policy.tiers[to === 'top' ? last : Math.min(current + 1, last)];
  if (!tier) return named(policy, ['reasoning'], reason);
  if (tier.name === from) return { reason, refusal: { kind: 'alreadyAtTop', tier: tier.name } };
  return { reason, tiers: [tier] };
}

/** The tiers of these names, or a refusal that says which of them there is not. */
export function named(policy: Policy, names: readonly string[], reason: Reason): Selection {
  const unknown = names.find((name) => !tierNamed(policy, name));
  if (unknown === undefined)
    return { reason, tiers: names.map((name) => tierNamed(policy, name)!) };
  const known = policy.tiers.map((tier) => tier.name);
  return { reason, refusal: { kind: 'unknownTier', tier: unknown, known } };
}
