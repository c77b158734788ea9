import { defaultGates } from './defaultGates.ts';
import type { Choice, Decision, Plan, Rejected } from './decision.ts';
import { estimateTokens } from './estimateTokens.ts';
import { expectedCost } from './expectedCost.ts';
import { firstReady } from './firstReady.ts';
import type { Model } from './model.ts';
import { topTier, type CascadeUse, type Policy } from './policy.ts';
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
  const plan: Plan = wanted.cascade
    ? cascadeOf(task, [first, ...others], wanted.cascade)
    : { kind: 'direct', choice: first };
  const ladder = plan.kind === 'cascade' ? plan.ladder : [first];
  const baseline = strongest(policy, neededTokens, situation);
  const expected = expectedCost(task, ladder, today);
  return {
    plan,
    reason,
    rejected,
    ...(baseline && { baseline }),
    ...(expected && { expected }),
  };
}

function cascadeOf(task: Task, ladder: readonly [Choice, ...Choice[]], use: CascadeUse): Plan {
  const retry = use.retry ?? false;
  return {
    kind: 'cascade',
    ladder,
    gates: use.gates ?? defaultGates[task.type],
    retry,
    caps: {
      attempts: use.maxAttempts ?? ladder.length * (retry ? 2 : 1),
      ...(use.maxUsd !== undefined && { nanoUsd: Math.round(use.maxUsd * 1e9) }),
      ...(use.maxSeconds !== undefined && { seconds: use.maxSeconds }),
    },
  };
}

function strongest(policy: Policy, neededTokens: number, situation: Situation): Model | undefined {
  const top = topTier(policy);
  return top && firstReady(top, neededTokens, situation).choice?.model;
}
