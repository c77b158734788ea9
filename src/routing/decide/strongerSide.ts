import type { Candidates } from '../candidates/candidates.ts';
import type { UnsureType } from '../decision.ts';
import { matchRule } from '../policy/matchRule.ts';
import { autoUse, type Policy, tiersUsed } from '../policy/policy.ts';
import { defaultTier } from '../policy/shippedPolicy.ts';
import { shippedUnsureGuesses } from '../policy/unsureGuesses.ts';
import type { Task } from '../task.ts';

/**
 * The other task type that an unsure guess may mean, when rules send it to a stronger tier; undefined when the
 * likelier one counts. Where a rule leaves either of them to the planner, or to what is measured, that decides and
 * not the rules.
 */
export function strongerSide({ task, situation }: Candidates): UnsureType | undefined {
  const { policy } = situation;
  const { type, mayBe } = task;
  const isAsked = (policy.unsureGuesses ?? shippedUnsureGuesses) === 'stronger';
  if (mayBe === undefined || !isAsked) return undefined;
  const own = reachOf(policy, task);
  const other = reachOf(policy, { ...task, type: mayBe });
  if (!own || !other) return undefined;
  const isStronger =
    other.highest > own.highest || (other.highest === own.highest && other.first > own.first);
  return isStronger ? { likelier: type, taken: mayBe } : undefined;
}

/** The places of the highest and of the first tier that a task's rule names; undefined for the planner. */
function reachOf(
  policy: Policy,
  task: Task,
): { readonly highest: number; readonly first: number } | undefined {
  const rule = matchRule(policy, task);
  if (rule?.use === autoUse) return undefined;
  if (typeof rule?.use === 'object' && 'fastest' in rule.use) return undefined;
  const names = rule ? tiersUsed(rule) : [defaultTier(policy)];
  const places = names.map((name) => policy.tiers.findIndex((tier) => tier.name === name));
  const [first = -1] = places;
  return { highest: Math.max(...places), first };
}
