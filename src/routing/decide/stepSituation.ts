import { parseModelChoice } from '../models/model.ts';
import { autoUse, type Checks, type Policy, type Rule, tierNamed } from '../policy/policy.ts';
import { defaultTier } from '../policy/shippedPolicy.ts';
import type { StepUse } from '../policy/stepUse.ts';
import type { Situation } from '../situation.ts';
import type { TaskType } from '../task.ts';

export interface StepChoice {
  readonly name: string;
  readonly taskType: TaskType;
  readonly use: StepUse;
  readonly checks: Checks;
  /** The user's own setting names it, so it may be a model. A file of a repository names tiers only. */
  readonly mayNameModels?: true;
}

/**
 * The situation for deciding a workflow step's request. The step's own choice becomes the policy's first
 * rule, and the manual pick and pins do not apply. `auto` leaves the choice to the policy and the status
 * bar, and checks the answer when the step has gates.
 */
export function stepSituation(situation: Situation, step: StepChoice): Situation {
  const { policy, pick } = situation;
  const { name, use, checks, taskType } = step;
  if (use.kind !== 'auto') {
    const models = step.mayNameModels ? ownTiers(policy, use) : [];
    return decidedBy(situation, { name, use: useOf(use, checks) }, models);
  }
  if (!checks.gates) return situation;
  const picked = pick.pinned[taskType] ?? pick.tier;
  if (picked !== 'auto') {
    return decidedBy(situation, { name, use: { ...checks, cascade: [picked] } }, []);
  }
  const fallbackRule: Rule = {
    name: 'the default tier',
    when: {},
    origin: 'shipped',
    use: defaultTier(policy),
  };
  // The origin is the workflow, because the step's author decides what its gates must show.
  const rules = [...policy.rules, fallbackRule].map((rule): Rule => {
    const use = rule.use === autoUse ? fallbackRule.use : rule.use;
    const own = { name: `${name}: ${rule.name}`, origin: 'workflow' } as const;
    return { ...rule, ...own, use: checkedUse(use, checks) };
  });
  return { ...situation, policy: { ...policy, rules } };
}

function decidedBy(
  situation: Situation,
  { name, use }: Pick<Rule, 'name' | 'use'>,
  models: Policy['tiers'],
): Situation {
  const { policy } = situation;
  const rule: Rule = { name, when: {}, use, origin: 'workflow' };
  const tiers = [...models, ...policy.tiers];
  return {
    ...situation,
    policy: { ...policy, tiers, rules: [rule, ...policy.rules] },
    pick: { tier: 'auto', pinned: {} },
  };
}

// They come first: there they are lower than no other tier, and the strongest tier stays last.
function ownTiers(policy: Policy, use: StepUse): Policy['tiers'] {
  const names = use.kind === 'named' ? [use.name] : 'names' in use ? use.names : [];
  return names.flatMap((name) => {
    const choice = tierNamed(policy, name) ? undefined : parseModelChoice(name);
    return choice ? [{ name, choices: [choice] }] : [];
  });
}

function useOf(use: Exclude<StepUse, { kind: 'auto' }>, checks: Checks): Rule['use'] {
  if (use.kind === 'named') return checks.gates ? { ...checks, cascade: [use.name] } : use.name;
  if (use.kind === 'speculate') return { ...checks, speculate: use.names };
  if (use.kind === 'fastest') {
    const { names: fastest, by } = use;
    return { ...(checks.gates && checks), fastest, by };
  }
  const { kind: _, names, ...how } = use;
  return { ...checks, ...how, cascade: names };
}

function checkedUse(use: Rule['use'], checks: Checks): Exclude<Rule['use'], string> {
  return typeof use === 'string' ? { ...checks, cascade: [use] } : { ...use, ...checks };
}
