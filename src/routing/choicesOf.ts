import type { Choice, Plan } from './decision.ts';

/** The rungs of a plan, from the cheapest; none when it was refused. */
export function choicesOf(plan: Plan): readonly Choice[] {
  if (plan.kind === 'refuse') return [];
  return plan.kind === 'direct' ? [plan.choice] : plan.ladder;
}
