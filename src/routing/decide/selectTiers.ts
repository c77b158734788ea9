import type { Candidates } from '../candidates/candidates.ts';
import { planFor } from '../planner/planner.ts';
import { matchRule } from '../policy/matchRule.ts';
import { isCostly } from '../policy/mistakeCost.ts';
import { autoUse, type FastestUse, type Rule, tiersUsed } from '../policy/policy.ts';
import { defaultTier } from '../policy/shippedPolicy.ts';
import type { Escalation } from '../situation.ts';
import { chosenByHand, named } from './chosenByHand.ts';
import { fastestTier } from './quickModel.ts';
import { ruleReason, type SelectedTiers, type Selection } from './selection.ts';
import { strongerSide } from './strongerSide.ts';
import { turnTiers } from './turnTiers.ts';

/**
 * Selects the tiers for a task. An escalation comes before a pin, a pin before the manual pick, and
 * the manual pick before the rules. The planner decides when a rule leaves the choice to it, when no
 * rule matches, and instead of a shipped rule as soon as it has enough evidence. Where a wrong answer costs much,
 * what is shipped is the strongest tier, whose answer is checked. Turns of an agent's loop
 * have a law of their own, `turnTiers`. An unsure task type counts as the one of two that needs the stronger tier.
 */
export function selectTiers(candidates: Candidates, escalation?: Escalation): Selection {
  const { task, situation } = candidates;
  const byHand = chosenByHand(task, situation, escalation);
  const unsure = byHand ? undefined : strongerSide(candidates);
  const asked = unsure ? { ...candidates, task: { ...task, type: unsure.taken } } : candidates;
  const selection = task.turn
    ? turnTiers(task.turn, asked, escalation)
    : (byHand ?? selectByRules(asked));
  return unsure && !('refusal' in selection) ? { ...selection, unsure } : selection;
}

function selectByRules(candidates: Candidates): Selection {
  const { task, situation } = candidates;
  const { policy } = situation;
  const rule = matchRule(policy, task);
  const isAskedFor = rule?.use === autoUse;
  const isOpen = !rule || rule.origin === 'shipped' || isAskedFor;
  const planned = isOpen ? planFor(candidates, isAskedFor) : undefined;
  if (planned) return planned;
  const careful =
    rule && rule.origin !== 'shipped' ? undefined : strongestChecked(rule, candidates);
  if (careful) return careful;
  if (!rule) return named(policy, [defaultTier(policy)], { kind: 'noRule' });
  if (rule.use === autoUse) return named(policy, [defaultTier(policy)], ruleReason(rule, task));
  if (typeof rule.use === 'object' && 'fastest' in rule.use) {
    return selectFastest(rule, rule.use, candidates);
  }
  const selection = named(policy, tiersUsed(rule), ruleReason(rule, task));
  return typeof rule.use === 'string' ? selection : { ...selection, several: rule.use };
}

/** The tier of the fastest model, whose answer is checked where the rule has gates or caps. */
function selectFastest(rule: Rule, use: FastestUse, candidates: Candidates): Selection {
  const { task, situation } = candidates;
  const reason = ruleReason(rule, task);
  const { fastest, by: _, ...checks } = use;
  const names = fastest.length > 0 ? fastest : situation.policy.tiers.map(({ name }) => name);
  const all = named(situation.policy, names, reason);
  const found = 'refusal' in all ? undefined : fastestTier(use, candidates);
  if (!found) return all;
  const isChecked = Object.keys(checks).length > 0;
  const cascade = found.tiers.map(({ name }) => name);
  return { reason, ...found, ...(isChecked && { several: { ...checks, cascade } }) };
}

/** The strongest tier that is ready, asked once more when its answer fails; undefined where mistakes cost less. */
function strongestChecked(
  rule: Rule | undefined,
  candidates: Candidates,
): SelectedTiers | undefined {
  const { task, situation, stated } = candidates;
  const { policy } = situation;
  const strongest = policy.tiers.findLast((tier) => candidates.of(tier).choice !== undefined);
  if (!strongest || !isCostly(stated.cost)) return undefined;
  const shipped = rule ? tiersUsed(rule) : [defaultTier(policy)];
  return {
    reason: rule ? ruleReason(rule, task) : { kind: 'noRule' },
    tiers: [strongest],
    several: { cascade: [strongest.name], retry: true },
    ...((shipped.length > 1 || shipped[0] !== strongest.name) && { raised: true as const }),
  };
}
