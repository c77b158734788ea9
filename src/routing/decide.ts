import { moneyOf } from './accounts.ts';
import { checkedPlan } from './checkedPlan.ts';
import type { Decision, Plan } from './decision.ts';
import { expectedCost, leastOf } from './expectedCost.ts';
import { firstReady } from './firstReady.ts';
import { inConversation } from './inConversation.ts';
import { needsOf } from './needs.ts';
import type { Tier } from './policy.ts';
import type { Refusal } from './problem.ts';
import { readyChoices } from './readyChoices.ts';
import type { Escalation, Situation } from './situation.ts';
import { steer } from './steer.ts';
import { strongest } from './strongest.ts';
import type { Task } from './task.ts';
import { wantedTiers } from './wantedTiers.ts';

/** Chooses the plan and the models for a task, and says why. */
export function decide(task: Task, situation: Situation, escalation?: Escalation): Decision {
  const wanted = wantedTiers(task, situation, escalation);
  const { reason } = wanted;
  if ('refusal' in wanted) {
    return { plan: { kind: 'refuse', refusal: wanted.refusal }, reason, rejected: [] };
  }
  const needs = needsOf(task);
  const look = (tier: Tier) => firstReady(tier, needs, situation);
  const steered = steer(wanted, task, {
    situation,
    isReady: (tier) => look(tier).choice !== undefined,
    moneyOf: (tier) => {
      const { choice, rejected } = look(tier);
      return moneyOf((choice ?? rejected[0])?.model.simulated ?? false);
    },
  });
  const { tiers, several, pressure, unchecked } = inConversation(steered, task);
  const { choices, rejected, lifted } = readyChoices({ tiers, reason }, needs, situation);
  const [first, ...others] = choices;
  if (!first) {
    const tier = tiers.map(({ name }) => name).join(', ');
    const refusal: Refusal = { kind: 'noModelReady', tier, taskType: task.type };
    return { plan: { kind: 'refuse', refusal }, reason, rejected };
  }
  const changed = {
    ...(pressure && { pressure }),
    ...(unchecked && { unchecked }),
    ...(lifted && { lifted: tiers.map(({ name }) => name) }),
  };
  const asked = {
    ladder: [first, ...others],
    needs,
    ...(pressure && { pressure }),
  } as const;
  const plan: Exclude<Plan, { kind: 'refuse' }> =
    several && !lifted
      ? checkedPlan(task, { ...asked, use: several }, situation)
      : { kind: 'direct', choice: first };
  const baseline = strongest(task, situation)?.model;
  const expected = expectedCost(task, plan, situation.today);
  return {
    plan: capTooLow(plan, expected) ?? plan,
    reason,
    ...changed,
    rejected,
    ...(baseline && { baseline }),
    ...(expected && { expected }),
  };
}

function capTooLow(plan: Plan, expected: Decision['expected']): Plan | undefined {
  const cap = 'caps' in plan ? plan.caps.nanoUsd : undefined;
  const least = leastOf(expected);
  if (cap === undefined || least <= cap) return undefined;
  return { kind: 'refuse', refusal: { kind: 'capTooLow', cap, least } };
}
