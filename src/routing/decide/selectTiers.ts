import type { Candidates } from '../candidates/candidates.ts';
import type { Reason, Refusal } from '../decision.ts';
import { planFor } from '../planner/planner.ts';
import { matchRule } from '../policy/matchRule.ts';
import {
  autoUse,
  type CascadeUse,
  type Policy,
  type SpeculateUse,
  type Tier,
  tierNamed,
  tiersUsed,
} from '../policy/policy.ts';
import { defaultTier } from '../policy/shippedPolicy.ts';
import type { Escalation } from '../situation.ts';

/** The tiers for a task, how several of them are used, and why. */
export interface SelectedTiers {
  readonly reason: Reason;
  readonly tiers: readonly Tier[];
  readonly several?: CascadeUse | SpeculateUse;
}

/** The selected tiers, or why there are none. */
export type Selection = SelectedTiers | { readonly reason: Reason; readonly refusal: Refusal };

/**
 * Selects the tiers for a task. An escalation comes before a pin, a pin before the manual pick, and
 * the manual pick before the rules. The planner decides when a rule leaves the choice to it, when no
 * rule matches, and instead of a shipped rule as soon as it has enough evidence.
 */
export function selectTiers(candidates: Candidates, escalation?: Escalation): Selection {
  const { task, situation } = candidates;
  const { policy, pick } = situation;
  if (escalation) return higherTier(policy, escalation);
  const pinned = pick.pinned[task.type];
  if (pinned) return named(policy, [pinned], { kind: 'pinned', taskType: task.type });
  if (pick.tier !== 'auto') return named(policy, [pick.tier], { kind: 'manualPick' });
  const rule = matchRule(policy, task);
  const isAskedFor = rule?.use === autoUse;
  const isOpen = !rule || rule.origin === 'shipped' || isAskedFor;
  const planned = isOpen ? planFor(candidates, isAskedFor) : undefined;
  if (planned) return planned;
  if (!rule) return named(policy, [defaultTier(policy)], { kind: 'noRule' });
  if (rule.use === autoUse) return named(policy, [defaultTier(policy)], { kind: 'rule', rule });
  const selection = named(policy, tiersUsed(rule), { kind: 'rule', rule });
  return typeof rule.use === 'string' ? selection : { ...selection, several: rule.use };
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

function named(policy: Policy, names: readonly string[], reason: Reason): Selection {
  const unknown = names.find((name) => !tierNamed(policy, name));
  if (unknown === undefined)
    return { reason, tiers: names.map((name) => tierNamed(policy, name)!) };
  const known = policy.tiers.map((tier) => tier.name);
  return { reason, refusal: { kind: 'unknownTier', tier: unknown, known } };
}
