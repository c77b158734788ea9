import { displayName } from '../models/catalog.ts';
import { describeExpected, explainUnavailability } from '../explain.ts';
import type { Reason } from '../decision.ts';
import { type Rule, tiersUsed } from '../policy/policy.ts';
import {
  type ConditionCheck,
  type CostRuleCheck,
  fieldNames,
  type RuleCheck,
} from './checkRules.ts';
import type { DryRun } from './whatWouldHappen.ts';

/** A part of a dry run in words: plain text, a line for each item. */
export interface DryRunPart {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A dry run in words, part by part; parts with nothing to say are left out. */
export function describeDryRun(run: DryRun): DryRunPart[] {
  const { decision, sentence, rules, localRules, costRules, changes } = run;
  const isRefused = decision.plan.kind === 'refuse';
  const parts: DryRunPart[] = [
    {
      title: 'What would happen',
      lines: [sentence, ...(isRefused ? [] : [`Expected cost: ${describeExpected(decision)}.`])],
    },
    {
      title: 'Passed over',
      lines: decision.rejected.map(
        ({ model, unavailability }) =>
          `${displayName(model)}: ${explainUnavailability(unavailability)}.`,
      ),
    },
    {
      title: 'Rules, in their order',
      lines: [...outranked(decision.reason, rules), ...rules.map(describeRule)],
    },
    {
      title: 'Rules that keep work on this machine',
      lines: localRules.map(
        ({ rule, applies }) => `“${rule.name}” ${applies ? 'applies' : 'does not apply'}.`,
      ),
    },
    { title: 'Rules that say what a mistake costs', lines: costRules.map(describeCostRule) },
    {
      title: 'What would change it',
      lines: changes.map(({ condition, sentence: other }) => `If ${condition}: ${other}`),
    },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

/** Why the first rule that matches does not decide. */
function outranked(reason: Reason, rules: readonly RuleCheck[]): string[] {
  switch (reason.kind) {
    case 'manualPick':
    case 'pinned':
    case 'escalated':
      return ['What you chose by hand comes before every rule.'];
    case 'planned':
      return [
        rules.some(({ outcome }) => outcome === 'first')
          ? 'The rule that matches leaves the choice to the planner, or it is a shipped one and there is evidence.'
          : 'No rule matches, so the planner chooses.',
      ];
    case 'turn':
      return ['In an agent’s loop, the kind of turn comes before the shipped rules.'];
    case 'rule':
    case 'noRule':
      return [];
  }
}

function describeRule({ rule, outcome, conditions }: RuleCheck): string {
  const uses = describeUse(rule);
  const head = `“${rule.name}” (${rule.origin}, ${uses})`;
  if (outcome === 'first') return `${head} is the first that matches: ${met(conditions)}.`;
  if (outcome === 'later') return `${head} matches too, but another one comes first.`;
  const missed = conditions.filter(({ holds }) => !holds).map(describeMissed);
  return `${head} does not match: ${missed.join('; ')}.`;
}

function describeUse({ use }: Rule): string {
  const names = tiersUsed({ use });
  if (typeof use === 'string' || !('fastest' in use)) return names.join(', ');
  return `the fastest of ${names.length > 0 ? names.join(', ') : 'all tiers'}`;
}

function describeCostRule({ rule: { name, cost }, outcome }: CostRuleCheck): string {
  if (outcome === 'first') return `“${name}” applies: ${cost}.`;
  if (outcome === 'later') return `“${name}” matches too (${cost}), but another one comes first.`;
  return `“${name}” does not apply.`;
}

function met(conditions: readonly ConditionCheck[]): string {
  if (conditions.length === 0) return 'it has no conditions';
  return conditions.map(({ field, wanted, found }) => describeMet(field, wanted, found)).join('; ');
}

function describeMet(field: ConditionCheck['field'], wanted: string, found: string): string {
  if (field === 'keywords') return `the instruction has ${wanted}`;
  if (field === 'critical') return criticalWords(found);
  const isTold = found === wanted || field === 'reasoning';
  return `${fieldNames[field]} is ${found}${isTold ? '' : ` (${wanted})`}`;
}

function describeMissed({ field, wanted, found }: ConditionCheck): string {
  if (field === 'keywords') return `the instruction has no ${wanted}`;
  if (field === 'critical') return criticalWords(found);
  return `${fieldNames[field]} is ${found}, not ${wanted}`;
}

function criticalWords(found: string): string {
  return `the work is ${found === 'true' ? '' : 'not '}critical`;
}
