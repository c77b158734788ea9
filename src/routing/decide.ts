import type { Decision, Reason } from './decision.ts';
import { expectedCost } from './expectedCost.ts';
import { estimateTokens } from './estimateTokens.ts';
import { firstReady } from './firstReady.ts';
import { matchRule } from './matchRule.ts';
import type { Model } from './model.ts';
import { tierNamed, topTier, type Policy, type Tier } from './policy.ts';
import type { Refusal } from './problem.ts';
import { defaultTierName } from './shippedPolicy.ts';
import type { Escalation, Situation } from './situation.ts';
import type { Task } from './task.ts';

/** Chooses the tier and the model for a task, and says why. */
export function decide(task: Task, situation: Situation, escalation?: Escalation): Decision {
  const { policy } = situation;
  const wanted = escalation ? higherTier(policy, escalation) : chooseTier(task, situation);
  if ('refusal' in wanted) {
    return {
      plan: { kind: 'refuse', refusal: wanted.refusal },
      reason: wanted.reason,
      rejected: [],
    };
  }
  const { tier, reason } = wanted;
  const neededTokens = estimateTokens(task.fileText) + estimateTokens(task.target.text);
  const { choice, rejected } = firstReady(tier, neededTokens, situation);
  const baseline = strongest(policy, neededTokens, situation);
  if (!choice) {
    const refusal: Refusal = { kind: 'noModelReady', tier: tier.name, taskType: task.type };
    return { plan: { kind: 'refuse', refusal }, reason, rejected };
  }
  const expected = expectedCost(task, choice.model, situation.today);
  return {
    plan: { kind: 'direct', choice },
    reason,
    rejected,
    ...(baseline && { baseline }),
    ...(expected && { expected }),
  };
}

type Wanted = { reason: Reason } & ({ tier: Tier } | { refusal: Refusal });

function chooseTier(task: Task, { policy, pick }: Situation): Wanted {
  const pinned = pick.pinned[task.type];
  if (pinned) return named(policy, pinned, { kind: 'pinned', taskType: task.type });
  if (pick.tier !== 'auto') return named(policy, pick.tier, { kind: 'manualPick' });
  const rule = matchRule(policy, task);
  if (rule) return named(policy, rule.use, { kind: 'rule', rule });
  const fallback = tierNamed(policy, defaultTierName) ?? topTier(policy);
  return named(policy, fallback?.name ?? defaultTierName, { kind: 'noRule' });
}

function higherTier(policy: Policy, { from, to }: Escalation): Wanted {
  const reason: Reason = { kind: 'escalated', ...(from !== undefined && { from }) };
  const last = policy.tiers.length - 1;
  const current = policy.tiers.findIndex((tier) => tier.name === from);
  const tier = policy.tiers[to === 'top' ? last : Math.min(current + 1, last)];
  if (!tier) return named(policy, 'reasoning', reason);
  if (tier.name === from) return { reason, refusal: { kind: 'alreadyAtTop', tier: tier.name } };
  return { reason, tier };
}

function named(policy: Policy, name: string, reason: Reason): Wanted {
  const tier = tierNamed(policy, name);
  if (tier) return { reason, tier };
  const known = policy.tiers.map((each) => each.name);
  return { reason, refusal: { kind: 'unknownTier', tier: name, known } };
}

function strongest(policy: Policy, neededTokens: number, situation: Situation): Model | undefined {
  const top = topTier(policy);
  return top && firstReady(top, neededTokens, situation).choice?.model;
}
