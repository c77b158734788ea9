import { budgetName } from '../budgets/budgetName.ts';
import { decide } from '../decide/decide.ts';
import { choicesOf, type Decision, type UnsureType } from '../decision.ts';
import { explain } from '../explain.ts';
import type { Rule } from '../policy/policy.ts';
import type { ProviderFacts, Situation } from '../situation.ts';
import type { Task } from '../task.ts';
import {
  checkCostRules,
  checkLocalRules,
  checkRules,
  type ConditionCheck,
  type CostRuleCheck,
  fieldNames,
  type LocalRuleCheck,
  type RuleCheck,
} from './checkRules.ts';
import { inEnglish, type Say } from '../say.ts';

/*
 * This folder answers what would happen to a task, without asking a model or spending anything. A task and a
 * situation come in; the decision goes out with every rule that was looked at (`checkRules.ts`) and what
 * would change it. `describeDryRun.ts` puts it into words.
 */

/** What would be decided under another condition. */
export interface Change {
  /** Continues `If …`. */
  readonly condition: string;
  /** The other decision's own sentence. */
  readonly sentence: string;
}

export interface DryRun {
  readonly task: Pick<Task, 'type' | 'path' | 'target'>;
  readonly decision: Decision;
  readonly sentence: string;
  readonly rules: readonly RuleCheck[];
  readonly localRules: readonly LocalRuleCheck[];
  readonly costRules: readonly CostRuleCheck[];
  /** Only those that lead to other models or another plan. */
  readonly changes: readonly Change[];
}

/** Decides as a request would, and says what the decision depends on. */
export function whatWouldHappen(task: Task, situation: Situation, say: Say = inEnglish): DryRun {
  const { policy } = situation;
  const decision = decide(task, situation);
  const { unsure } = decision;
  const rules = checkRules(policy, unsure ? { ...task, type: unsure.taken } : task, say);
  const others = alternatives(task, situation, decision, rules, say);
  return {
    task,
    decision,
    sentence: explain(task, decision, say),
    rules,
    localRules: checkLocalRules(policy, task),
    costRules: checkCostRules(policy, task),
    changes: others.flatMap(({ condition, situation: other }): Change[] => {
      const changed = decide(task, other);
      const isSame = outcomeOf(changed) === outcomeOf(decision);
      return isSame ? [] : [{ condition, sentence: explain(task, changed, say) }];
    }),
  };
}

interface Alternative {
  readonly condition: string;
  readonly situation: Situation;
}

/** Situations in each of which one thing that the decision rests on is different. */
function alternatives(
  task: Task,
  situation: Situation,
  { reason, unsure, pressure, stay, mistakes, rejected }: Decision,
  rules: readonly RuleCheck[],
  say: Say,
): Alternative[] {
  const isByHand = reason.kind === 'manualPick' || reason.kind === 'pinned';
  return [
    ...(isByHand ? [leftToAuto(task, situation, say)] : nearRules(situation, rules, say)),
    ...(reason.kind === 'rule' ? withoutRule(situation, reason.rule, say) : []),
    ...(pressure
      ? [
          {
            condition: say('enough of {0} were left', budgetName(pressure.budget, say)),
            situation: { ...situation, budgets: [] },
          },
        ]
      : []),
    ...(stay && task.stay === undefined
      ? [
          {
            condition: say('rule “{0}” did not keep it on this machine', stay.rule),
            situation: withoutLocalRule(situation, stay.rule),
          },
        ]
      : []),
    ...(unsure ? [withLikelierType(situation, unsure, say)] : []),
    ...(mistakes?.by ? [withoutCostRule(situation, mistakes.by.name, say)] : []),
    ...(rejected.length > 0
      ? [{ condition: say('every provider were ready'), situation: allReady(situation) }]
      : []),
  ];
}

function leftToAuto(task: Task, situation: Situation, say: Say): Alternative {
  const { [task.type]: _, ...pinned } = situation.pick.pinned;
  return {
    condition: say('the tier were left to Auto'),
    situation: { ...situation, pick: { tier: 'auto', pinned } },
  };
}

/** The rules before the first match that would match with one condition less. */
function nearRules(situation: Situation, rules: readonly RuleCheck[], say: Say): Alternative[] {
  const end = rules.findIndex(({ outcome }) => outcome === 'first');
  return rules.slice(0, end < 0 ? undefined : end).flatMap(({ rule, conditions }) => {
    const [missing, ...others] = conditions.filter(({ holds }) => !holds);
    if (!missing || others.length > 0) return [];
    const changed = withoutCondition(rule, missing.field);
    return [
      {
        condition: say('{0} (rule “{1}”)', conditionMet(missing, say), rule.name),
        situation: withRules(situation, (all) => [changed, ...all.filter((it) => it !== rule)]),
      },
    ];
  });
}

function withoutRule(situation: Situation, decisive: Rule, say: Say): Alternative[] {
  // A workflow's step has a rule of its own, which nobody can take away.
  if (!situation.policy.rules.includes(decisive)) return [];
  return [
    {
      condition: say('rule “{0}” were not there', decisive.name),
      situation: withRules(situation, (all) => all.filter((rule) => rule !== decisive)),
    },
  ];
}

function withRules(
  situation: Situation,
  change: (rules: readonly Rule[]) => readonly Rule[],
): Situation {
  const { policy } = situation;
  return { ...situation, policy: { ...policy, rules: change(policy.rules) } };
}

function withoutLocalRule(situation: Situation, name: string): Situation {
  const { policy } = situation;
  const localRules = (policy.localRules ?? []).filter((rule) => rule.name !== name);
  return { ...situation, policy: { ...policy, localRules } };
}

function withLikelierType(situation: Situation, { likelier }: UnsureType, say: Say): Alternative {
  const { policy } = situation;
  return {
    condition: say('the task were certainly {0}', likelier),
    situation: { ...situation, policy: { ...policy, unsureGuesses: 'likeliest' } },
  };
}

function withoutCostRule(situation: Situation, name: string, say: Say): Alternative {
  const { policy } = situation;
  const costRules = (policy.costRules ?? []).filter((rule) => rule.name !== name);
  return {
    condition: say('rule “{0}” did not say what a mistake costs', name),
    situation: { ...situation, policy: { ...policy, costRules } },
  };
}

function withoutCondition(rule: Rule, field: keyof Rule['when']): Rule {
  const { [field]: _, ...when } = rule.when;
  return { ...rule, when };
}

/** Continues `If …`. */
function conditionMet({ field, wanted }: ConditionCheck, say: Say): string {
  if (field === 'keywords') return say('the instruction had the word {0}', wanted);
  if (field === 'critical') {
    return wanted === 'true' ? say('the work were critical') : say('the work were not critical');
  }
  return say('{0} were {1}', say(fieldNames[field]), wanted);
}

function allReady(situation: Situation): Situation {
  const ready = (facts: ProviderFacts): ProviderFacts =>
    facts.state.state === 'ready' ? facts : { ...facts, state: { state: 'ready' } };
  const providers = [...situation.providers].map(([id, facts]) => [id, ready(facts)] as const);
  return { ...situation, providers: new Map(providers), coolingDown: new Map() };
}

/** What two decisions must share to be the same for the developer. */
function outcomeOf({ plan }: Decision): string {
  const models = choicesOf(plan).map(({ tier, model, effort }) => [tier, model.reference, effort]);
  return JSON.stringify([plan.kind, models]);
}
