import { choicesOf, type Decision } from '../decision.ts';
import {
  type DrawnPlan,
  type Experiment,
  isDrawn,
  type PlanName,
} from '../experiments/experiment.ts';
import { isCostly, mistakeCostOf } from '../policy/mistakeCost.ts';
import { type Rule, tiersUsed } from '../policy/policy.ts';
import type { Situation } from '../situation.ts';
import type { Task } from '../task.ts';

/**
 * The situation with the plan that each experiment draws for a request as a rule before all others.
 * Critical work, and work in which a wrong answer costs much, takes part in none.
 */
export function withExperiments(situation: Situation, task: Task, requestId: string): Situation {
  const { policy, experiments = [] } = situation;
  if (experiments.length > 0 && isCostly(mistakeCostOf(policy, task).cost)) return situation;
  const rules = experiments.map((experiment) => {
    const isSplit = experiment.mode === 'split';
    return ruleOf(experiment, isSplit && isDrawn(experiment, requestId) ? 'B' : 'A');
  });
  return rules.length === 0
    ? situation
    : { ...situation, policy: { ...policy, rules: [...rules, ...policy.rules] } };
}

/** The situation in which plan B is asked beside an answer of plan A. */
export function shadowSituation(situation: Situation, experiment: Experiment): Situation {
  const { policy } = situation;
  return { ...situation, policy: { ...policy, rules: [ruleOf(experiment, 'B'), ...policy.rules] } };
}

function ruleOf({ name, taskType, plans }: Experiment, plan: PlanName): Rule {
  const when = { taskType: [taskType], critical: false };
  return { name, when, use: plans[plan], origin: 'experiment', plan };
}

/** The plan that a decision was given by an experiment; undefined when none decided. */
export function drawnPlan({ reason }: Pick<Decision, 'reason'>): DrawnPlan | undefined {
  if (reason.kind !== 'rule' || reason.rule.plan === undefined) return undefined;
  return { experiment: reason.rule.name, plan: reason.rule.plan };
}

/** Whether the plan of an experiment is what is run: no budget and no missing model changed it. */
export function isWholePlan({ plan, reason, pressure, lifted, unchecked }: Decision): boolean {
  const isChanged = pressure !== undefined || lifted !== undefined || unchecked === true;
  const asked = reason.kind === 'rule' ? tiersUsed(reason.rule).length : 0;
  return !isChanged && choicesOf(plan).length === asked;
}
