import { expectedCost, leastOf } from '../candidates/expectedCost.ts';
import { requirementsOf } from '../candidates/requirements.ts';
import { resolveTier, strongest } from '../candidates/resolveTier.ts';
import type { Decision, Plan, Refusal } from '../decision.ts';
import { moneyOf } from '../models/accounts.ts';
import type { Tier } from '../policy/policy.ts';
import type { Escalation, Situation } from '../situation.ts';
import type { Task } from '../task.ts';
import { conversationGates } from './conversationGates.ts';
import { downgrade } from './downgrade.ts';
import { gatedPlan } from './gatedPlan.ts';
import { resolveTiers } from './resolveTiers.ts';
import { selectTiers } from './selectTiers.ts';

/** Chooses the plan and the models for a task, and says why. */
export function decide(task: Task, situation: Situation, escalation?: Escalation): Decision {
  const wanted = selectTiers(task, situation, escalation);
  const { reason } = wanted;
  if ('refusal' in wanted) {
    return { plan: { kind: 'refuse', refusal: wanted.refusal }, reason, rejected: [] };
  }
  const requirements = requirementsOf(task);
  const look = (tier: Tier) => resolveTier(tier, requirements, situation);
  const steered = downgrade(wanted, task, {
    situation,
    isReady: (tier) => look(tier).choice !== undefined,
    moneyOf: (tier) => {
      const { choice, rejected } = look(tier);
      return moneyOf((choice ?? rejected[0])?.model.simulated ?? false);
    },
  });
  const { tiers, several, pressure, unchecked } = conversationGates(steered, task);
  const { choices, rejected, lifted } = resolveTiers({ tiers, reason }, requirements, situation);
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
    needs: requirements,
    ...(pressure && { pressure }),
  } as const;
  const plan: Exclude<Plan, { kind: 'refuse' }> =
    several && !lifted
      ? gatedPlan(task, { ...asked, use: several }, situation)
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
