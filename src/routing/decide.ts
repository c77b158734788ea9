import { modelOf } from './catalog.ts';
import type { Choice, Decision, Reason, Rejected } from './decision.ts';
import { expectedCost } from './expectedCost.ts';
import { estimateTokens } from './estimateTokens.ts';
import { matchRule } from './matchRule.ts';
import type { Model, ModelChoice } from './model.ts';
import { splitReference } from './model.ts';
import { tierNamed, topTier, type Policy, type Tier } from './policy.ts';
import type { Refusal, Shortfall } from './problem.ts';
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
  const { choice, rejected } = firstReady(tier, task, situation);
  const baseline = strongest(task, situation);
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

/** The first model of a tier that can take the task now, and those that were passed over. */
export function firstReady(
  tier: Tier,
  task: Task | undefined,
  situation: Situation,
): { choice?: Choice; rejected: Rejected[] } {
  const rejected: Rejected[] = [];
  for (const { reference, effort } of tier.choices) {
    const model = modelFor({ reference }, situation);
    const shortfall = shortfallOf(model, task, situation);
    if (!shortfall)
      return { choice: { model, tier: tier.name, ...(effort && { effort }) }, rejected };
    rejected.push({ model, shortfall });
  }
  return { rejected };
}

function shortfallOf(
  model: Model,
  task: Task | undefined,
  { providers }: Situation,
): Shortfall | undefined {
  const { provider, id } = splitReference(model.reference)!;
  const facts = providers.get(provider);
  if (!facts) return { kind: 'unknownProvider', provider };
  const { name, state } = facts;
  if (state.state === 'noKey') return { kind: 'noKey', provider: name };
  if (state.state === 'unavailable') return { kind: 'unavailable', provider: name, why: state.why };
  if (state.models && !state.models.has(id)) {
    return { kind: 'unavailable', provider: name, why: `it has no model "${id}"` };
  }
  const neededTokens = task ? estimateTokens(task.fileText) + estimateTokens(task.target.text) : 0;
  if (model.contextTokens !== undefined && neededTokens > model.contextTokens) {
    return { kind: 'contextTooSmall', neededTokens, contextTokens: model.contextTokens };
  }
  return undefined;
}

function strongest(task: Task, situation: Situation): Model | undefined {
  const top = topTier(situation.policy);
  return top && firstReady(top, task, situation).choice?.model;
}

function modelFor({ reference }: ModelChoice, { catalog, providers }: Situation): Model {
  const simulated = new Set(
    [...providers].filter(([, facts]) => facts.simulated).map(([id]) => id),
  );
  return modelOf(catalog, reference, simulated);
}
