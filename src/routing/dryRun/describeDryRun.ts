import { displayName } from '../models/catalog.ts';
import { describeExpected } from '../explain.ts';
import { explainUnavailability } from '../explainPassedOver.ts';
import type { Reason } from '../decision.ts';
import { ruleOrigins } from '../overview/origins.ts';
import { type Rule, tiersUsed } from '../policy/policy.ts';
import {
  type ConditionCheck,
  type CostRuleCheck,
  fieldNames,
  type RuleCheck,
} from './checkRules.ts';
import type { DryRun } from './whatWouldHappen.ts';
import { inEnglish, type Say } from '../say.ts';

/** A part of a dry run in words: plain text, a line for each item. */
export interface DryRunPart {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A dry run in words, part by part; parts with nothing to say are left out. */
export function describeDryRun(run: DryRun, say: Say = inEnglish): DryRunPart[] {
  const { decision, sentence, rules, localRules, costRules, changes } = run;
  const isRefused = decision.plan.kind === 'refuse';
  const parts: DryRunPart[] = [
    {
      title: say('What would happen'),
      lines: [
        sentence,
        ...(isRefused ? [] : [say('Expected cost: {0}.', describeExpected(decision, say))]),
      ],
    },
    {
      title: say('Passed over'),
      lines: decision.rejected.map(
        ({ model, unavailability }) =>
          `${displayName(model)}: ${explainUnavailability(unavailability, say)}.`,
      ),
    },
    {
      title: say('Rules, in their order'),
      lines: [
        ...outranked(decision.reason, rules, say),
        ...rules.map((each) => describeRule(each, say)),
      ],
    },
    {
      title: say('Rules that keep work on this machine'),
      lines: localRules.map(({ rule, applies }) =>
        applies ? say('“{0}” applies.', rule.name) : say('“{0}” does not apply.', rule.name),
      ),
    },
    {
      title: say('Rules that say what a mistake costs'),
      lines: costRules.map((each) => describeCostRule(each, say)),
    },
    {
      title: say('What would change it'),
      lines: changes.map(({ condition, sentence: other }) => say('If {0}: {1}', condition, other)),
    },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

/** Why the first rule that matches does not decide. */
function outranked(reason: Reason, rules: readonly RuleCheck[], say: Say): string[] {
  switch (reason.kind) {
    case 'manualPick':
    case 'pinned':
    case 'escalated':
      return [say('What you chose by hand comes before every rule.')];
    case 'planned':
      return [
        rules.some(({ outcome }) => outcome === 'first')
          ? say(
              'The rule that matches leaves the choice to the planner, or it is a shipped one and there is evidence.',
            )
          : say('No rule matches, so the planner chooses.'),
      ];
    case 'turn':
      return [say('In an agent’s loop, the kind of turn comes before the shipped rules.')];
    case 'rule':
    case 'noRule':
      return [];
  }
}

function describeRule({ rule, outcome, conditions }: RuleCheck, say: Say): string {
  const uses = describeUse(rule, say);
  const head = `“${rule.name}” (${say(ruleOrigins[rule.origin])}, ${uses})`;
  if (outcome === 'first')
    return say('{0} is the first that matches: {1}.', head, met(conditions, say));
  if (outcome === 'later') return say('{0} matches too, but another one comes first.', head);
  const missed = conditions.filter(({ holds }) => !holds).map((each) => describeMissed(each, say));
  return say('{0} does not match: {1}.', head, missed.join('; '));
}

function describeUse({ use }: Rule, say: Say): string {
  const names = tiersUsed({ use });
  if (typeof use === 'string' || !('fastest' in use)) return names.join(', ');
  return names.length > 0
    ? say('the fastest of {0}', names.join(', '))
    : say('the fastest of all tiers');
}

function describeCostRule({ rule: { name, cost }, outcome }: CostRuleCheck, say: Say): string {
  if (outcome === 'first') return say('“{0}” applies: {1}.', name, cost);
  if (outcome === 'later')
    return say('“{0}” matches too ({1}), but another one comes first.', name, cost);
  return say('“{0}” does not apply.', name);
}

function met(conditions: readonly ConditionCheck[], say: Say): string {
  if (conditions.length === 0) return say('it has no conditions');
  return conditions
    .map(({ field, wanted, found }) => describeMet(field, wanted, found, say))
    .join('; ');
}

function describeMet(
  field: ConditionCheck['field'],
  wanted: string,
  found: string,
  say: Say,
): string {
  if (field === 'keywords') return say('the instruction has {0}', wanted);
  if (field === 'critical') return criticalWords(found, say);
  const isTold = found === wanted || field === 'reasoning';
  const what = say(fieldNames[field]);
  return isTold ? say('{0} is {1}', what, found) : say('{0} is {1} ({2})', what, found, wanted);
}

function describeMissed({ field, wanted, found }: ConditionCheck, say: Say): string {
  if (field === 'keywords') return say('the instruction has no {0}', wanted);
  if (field === 'critical') return criticalWords(found, say);
  return say('{0} is {1}, not {2}', say(fieldNames[field]), found, wanted);
}

function criticalWords(found: string, say: Say): string {
  return found === 'true' ? say('the work is critical') : say('the work is not critical');
}
