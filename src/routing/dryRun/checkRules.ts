import { describeReasoning } from '../classify/reasoningLevel.ts';
import { isCritical, matchesGlob, matchesTask, matchesWork } from '../policy/matchRule.ts';
import { describeLines, isOfLanguage, languagesOfWork, pathsOfWork } from '../policy/workFiles.ts';
import { stayOf } from '../policy/localRules.ts';
import type { CostRule, LocalRule, Policy, Rule, When } from '../policy/policy.ts';
import type { Task } from '../task.ts';
import { inEnglish, joined, type Say, toSay } from '../say.ts';

/** One condition of a rule beside what the task has. */
export interface ConditionCheck {
  readonly field: keyof When;
  /** What the rule asks for, in words. */
  readonly wanted: string;
  /** What the task has, in words. */
  readonly found: string;
  readonly holds: boolean;
}

/** What a condition is about, for sentences. */
export const fieldNames: Readonly<Record<keyof When, string>> = {
  taskType: toSay('the task type'),
  language: toSay('the language'),
  path: toSay('the path'),
  minLines: toSay('the number of lines'),
  maxLines: toSay('the number of lines'),
  keywords: toSay('the instruction'),
  critical: toSay('critical'),
  reasoning: toSay('the need for reasoning'),
};

/** A rule that was looked at. */
export interface RuleCheck {
  readonly rule: Rule;
  /** `first`: it is the first that matches. `later`: it matches, but another one comes first. */
  readonly outcome: 'first' | 'later' | 'differs';
  /** In the order in which a rule is explained; empty for a rule that matches everything. */
  readonly conditions: readonly ConditionCheck[];
}

/** A rule with `local: true`, and whether it keeps the task on this machine. */
export interface LocalRuleCheck {
  readonly rule: LocalRule;
  readonly applies: boolean;
}

/** A rule that states what a wrong answer costs. */
export interface CostRuleCheck {
  readonly rule: CostRule;
  /** `first`: what it states counts. `later`: it matches too. */
  readonly outcome: RuleCheck['outcome'];
}

/** Every rule in its order, condition by condition. */
export function checkRules(policy: Policy, task: Task, say: Say = inEnglish): RuleCheck[] {
  let isDecided = false;
  return policy.rules.map((rule): RuleCheck => {
    const conditions = checkConditions(rule.when, task, policy, say);
    if (!conditions.every(({ holds }) => holds)) return { rule, outcome: 'differs', conditions };
    const outcome = isDecided ? 'later' : 'first';
    isDecided = true;
    return { rule, outcome, conditions };
  });
}

/** Every rule that may keep the task on this machine; each of them holds, whatever their order. */
export function checkLocalRules(policy: Policy, task: Task): LocalRuleCheck[] {
  const { stay: _, ...fresh } = task;
  return (policy.localRules ?? []).map((rule) => ({
    rule,
    applies: stayOf({ ...policy, localRules: [rule] }, fresh) !== undefined,
  }));
}

/** Every rule that states what a wrong answer costs, in their order. */
export function checkCostRules(policy: Policy, task: Task): CostRuleCheck[] {
  const critical = isCritical(policy, task);
  let isStated = false;
  return (policy.costRules ?? []).map((rule): CostRuleCheck => {
    if (!matchesTask(policy, rule.when, task, critical)) return { rule, outcome: 'differs' };
    const outcome = isStated ? 'later' : 'first';
    isStated = true;
    return { rule, outcome };
  });
}

const fields = [
  'taskType',
  'language',
  'path',
  'minLines',
  'maxLines',
  'keywords',
  'critical',
  'reasoning',
] as const satisfies readonly (keyof When)[];

function checkConditions(when: When, task: Task, policy: Policy, say: Say): ConditionCheck[] {
  const critical = isCritical(policy, task);
  return fields.flatMap((field): ConditionCheck[] => {
    const wanted = when[field];
    if (wanted === undefined) return [];
    return [
      {
        field,
        wanted: wantedWords(field, wanted, say),
        found: foundWords(field, task, critical, say),
        holds: holds(field, when, { task, policy, critical }),
      },
    ];
  });
}

function holds(
  field: keyof When,
  when: When,
  { task, policy, critical }: { task: Task; policy: Policy; critical: boolean },
): boolean {
  if (field === 'language') return isOfLanguage(task, when.language!);
  if (field === 'path') return matchesGlob(task, when.path!, policy);
  return matchesWork({ [field]: when[field] }, task, critical);
}

function wantedWords(field: keyof When, wanted: NonNullable<When[keyof When]>, say: Say): string {
  if (field === 'minLines') return say('at least {0}', String(wanted));
  if (field === 'maxLines') return say('at most {0}', String(wanted));
  return Array.isArray(wanted)
    ? joined(wanted.map(String), toSay('{0} or {1}'), say)
    : String(wanted);
}

function foundWords(field: keyof When, task: Task, critical: boolean, say: Say): string {
  switch (field) {
    case 'taskType':
      return task.type;
    case 'language':
      return joined(languagesOfWork(task), toSay('{0} and {1}'), say) || say('no known language');
    case 'path':
      return joined(pathsOfWork(task).filter(Boolean), toSay('{0} and {1}'), say) || say('no file');
    case 'minLines':
    case 'maxLines':
      return describeLines(task, say);
    case 'keywords':
      return say('the instruction');
    case 'critical':
      return String(critical);
    case 'reasoning':
      return describeReasoning(task.reasoning, say);
  }
}
