import type { Task } from '../task.ts';
import { type Aims, aimsOf, shippedAim } from './aims.ts';
import { isCritical, matchesTask } from './matchRule.ts';
import type { CostRule, Policy, StatableCost } from './policy.ts';

/*
 * What a wrong answer costs in some work: one scale, whose highest step is `critical`. Rules state the steps below
 * it, and like `local: true` they state it of the work, wherever they stand and whichever rule's `use` decides;
 * of those that match, the first counts. Critical is what the policy's paths or the caller say, before any rule.
 *
 * - `low`: the planner keeps the limits of the aim `save`, and little money moves any such task down.
 * - `high`: it keeps those of `careful` and explores nothing, nothing shipped asks a weaker tier first or leaves the
 *   answer unchecked, no experiment takes part, and a turn of a loop has no lower tier than its rule.
 * - `critical`: all of that, and neither the planner nor a budget chooses a lower tier at all.
 */
export type MistakeCost = StatableCost | 'critical';

/** What a wrong answer costs, and the rule that states it. */
export interface StatedCost {
  readonly cost: MistakeCost;
  readonly by?: Pick<CostRule, 'name' | 'origin'>;
}

export function mistakeCostOf(policy: Policy, task: Task): StatedCost {
  const critical = isCritical(policy, task);
  if (critical) return { cost: 'critical' };
  const rule = policy.costRules?.find(({ when }) => matchesTask(policy, when, task, critical));
  if (!rule) return { cost: 'usual' };
  const { cost, name, origin } = rule;
  return { cost, by: { name, origin } };
}

/** Whether a wrong answer costs so much that quality comes before money. */
export function isCostly(cost: MistakeCost): boolean {
  return cost === 'high' || cost === 'critical';
}

/** The limits that the planner keeps where a wrong answer costs so much. */
export function aimsAt(cost: MistakeCost, { aim = shippedAim, auto }: Policy): Aims {
  if (cost === 'low') return aimsOf('save', auto);
  const usual = aimsOf(aim, auto);
  if (!isCostly(cost)) return usual;
  const { floor, worst } = aimsOf('careful');
  return {
    ...usual,
    floor: Math.max(usual.floor, floor),
    worst: Math.max(usual.worst, worst),
  };
}
