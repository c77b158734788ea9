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
import type { Escalation, Situation } from '../situation.ts';
import type { Task } from '../task.ts';

/** The tiers that a task is meant for, how several are used, and why; or why there are none. */
export type Wanted = { readonly reason: Reason } & (
  | { readonly tiers: readonly Tier[]; readonly several?: CascadeUse | SpeculateUse }
  | { readonly refusal: Refusal }
);

/**
 * Escalation comes before a pin, a pin before the manual pick, the pick before the rules. The planner
 * decides where a rule leaves it to it, where no rule speaks, and instead of a shipped rule, as soon as
 * enough is known.
 */
export function selectTiers(task: Task, situation: Situation, escalation?: Escalation): Wanted {
  const { policy, pick } = situation;
  if (escalation) return higherTier(policy, escalation);
  const pinned = pick.pinned[task.type];
  if (pinned) return named(policy, [pinned], { kind: 'pinned', taskType: task.type });
  if (pick.tier !== 'auto') return named(policy, [pick.tier], { kind: 'manualPick' });
  const rule = matchRule(policy, task);
  const isAskedFor = rule?.use === autoUse;
  const isOpen = !rule || rule.origin === 'shipped' || isAskedFor;
  const planned = isOpen ? planFor(task, situation, isAskedFor) : undefined;
  if (planned) return planned;
  if (!rule) return named(policy, [defaultTier(policy)], { kind: 'noRule' });
  if (rule.use === autoUse) return named(policy, [defaultTier(policy)], { kind: 'rule', rule });
  const wanted = named(policy, tiersUsed(rule), { kind: 'rule', rule });
  return typeof rule.use === 'string' ? wanted : { ...wanted, several: rule.use };
}

function higherTier(policy: Policy, { from, to }: Escalation): Wanted {
  const reason: Reason = { kind: 'escalated', ...(from !== undefined && { from }) };
  const last = policy.tiers.length - 1;
  const current = policy.tiers.findIndex((tier) => tier.name === from);
  const tier = policy.tiers[to === 'top' ? last : Math.min(current + 1, last)];
  if (!tier) return named(policy, ['reasoning'], reason);
  if (tier.name === from) return { reason, refusal: { kind: 'alreadyAtTop', tier: tier.name } };
  return { reason, tiers: [tier] };
}

function named(policy: Policy, names: readonly string[], reason: Reason): Wanted {
  const unknown = names.find((name) => !tierNamed(policy, name));
  if (unknown === undefined)
    return { reason, tiers: names.map((name) => tierNamed(policy, name)!) };
  const known = policy.tiers.map((tier) => tier.name);
  return { reason, refusal: { kind: 'unknownTier', tier: unknown, known } };
}
