import { checkedPlan } from './checkedPlan.ts';
import type { Choice, Decision, Plan, Rejected } from './decision.ts';
import { estimateTokens } from './estimateTokens.ts';
import { expectedCost } from './expectedCost.ts';
import { firstReady } from './firstReady.ts';
import type { Model } from './model.ts';
import { topTier, type Policy } from './policy.ts';
import type { Refusal } from './problem.ts';
import type { Escalation, Situation } from './situation.ts';
import type { Task } from './task.ts';
import { wantedTiers } from './wantedTiers.ts';

/** Chooses the plan and the models for a task, and says why. */
export function decide(task: Task, situation: Situation, escalation?: Escalation): Decision {
  const { policy, today } = situation;
  const wanted = wantedTiers(task, situation, escalation);
  const { reason } = wanted;
  if ('refusal' in wanted) {
    return { plan: { kind: 'refuse', refusal: wanted.refusal }, reason, rejected: [] };
  }
  const neededTokens = estimateTokens(task.fileText) + estimateTokens(task.target.text);
  const choices: Choice[] = [];
  const rejected: Rejected[] = [];
  for (const tier of wanted.tiers) {
    const found = firstReady(tier, neededTokens, situation);
    rejected.push(...found.rejected);
    if (found.choice) choices.push(found.choice);
  }
  const [first, ...others] = choices;
  if (!first) {
    const tier = wanted.tiers.map(({ name }) => name).join(', ');
    const refusal: Refusal = { kind: 'noModelReady', tier, taskType: task.type };
    return { plan: { kind: 'refuse', refusal }, reason, rejected };
  }
  const plan: Exclude<Plan, { kind: 'refuse' }> = wanted.several
    ? checkedPlan(
        task,
        { ladder: [first, ...others], use: wanted.several, neededTokens },
        situation,
      )
    : { kind: 'direct', choice: first };
  const baseline = strongest(policy, neededTokens, situation);
  const expected = expectedCost(task, plan, today);
  const refusal = capTooLow(plan, expected);
  return {
    plan: refusal ?? plan,
    reason,
    rejected,
    ...(baseline && { baseline }),
    ...(expected && { expected }),
  };
}

function capTooLow(plan: Plan, expected: Decision['expected']): Plan | undefined {
  const cap = 'caps' in plan ? plan.caps.nanoUsd : undefined;
  if (cap === undefined || !expected || expected.lowNanoUsd <= cap) return undefined;
  return { kind: 'refuse', refusal: { kind: 'capTooLow', cap, least: expected.lowNanoUsd } };
}

function strongest(policy: Policy, neededTokens: number, situation: Situation): Model | undefined {
  const top = topTier(policy);
  return top && firstReady(top, neededTokens, situation).choice?.model;
}
