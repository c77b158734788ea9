import type { Experiment, PlanName } from '../../../routing/experiments/experiment.ts';
import { describeAccounts } from '../../../routing/models/accounts.ts';
import { type Rule, tiersUsed } from '../../../routing/policy/policy.ts';
import { splitDifference } from '../liveSplit.ts';
import type { ExperimentStanding, PlanStanding } from './experimentFacts.ts';

/** The outcome of an experiment that is over, in sentences with numbers; undefined while it is running. */
export function describeEnd(standing: ExperimentStanding): string | undefined {
  const { experiment, end } = standing;
  if (end === undefined) return undefined;
  return `The experiment “${experiment.name}” is over: ${finding(standing)}. ${figures(standing)}`;
}

/** What an experiment has found so far, for a page or a log. */
export function describeSoFar(standing: ExperimentStanding): string {
  const { name } = standing.experiment;
  return describeEnd(standing) ?? `The experiment “${name}” is still running. ${figures(standing)}`;
}

function finding({ experiment, split, end }: ExperimentStanding): string {
  const { A, B } = experiment.plans;
  const [a, b] = [`plan A (${planWords(A)})`, `plan B (${planWords(B)})`];
  switch (split.verdict) {
    case 'otherBetter':
      return `${b} does ${workOf(experiment)} better than ${a}`;
    case 'otherNoWorse':
      return `at ${workOf(experiment)}, ${b} is at most ten points worse than ${a}, if it is worse at all`;
    case 'currentBetter':
      return `${a} does ${workOf(experiment)} better than ${b}, so nothing changes`;
    default:
      return `nothing is proven, so nothing changes; ${why[end!]}`;
  }
}

const why = {
  decided: 'it was decided',
  undecided: 'it has had all its pairs of tasks',
  money: 'plan B has cost what it may',
  until: 'its last day has passed',
} as const;

function workOf({ taskType }: Experiment): string {
  return `${taskType} tasks`;
}

/** A plan in a few words, such as `fast, then balanced`. */
export function planWords(use: Rule['use']): string {
  const tiers = tiersUsed({ use });
  if (typeof use === 'string' || 'cascade' in use) return tiers.join(', then ');
  return tiers.join(' and ');
}

function figures({ plans, split }: ExperimentStanding): string {
  const { value, low, high, cases } = splitDifference(split);
  const points = (share: number) => `${share < 0 ? '−' : '+'}${Math.round(Math.abs(share) * 100)}`;
  const difference =
    value === undefined
      ? ''
      : ` Difference in ${cases} pairs: ${points(value)} points (${points(low)} to ${points(high)}).`;
  return `Plan ${planFigures('A', plans.A)}; plan ${planFigures('B', plans.B)}.${difference}`;
}

function planFigures(name: PlanName, { cases, sum, tasks, spent }: PlanStanding): string {
  const good = cases === 0 ? 'no outcome yet' : `${Math.round(sum)} of ${cases} were good`;
  return `${name}: ${tasks} tasks, ${good}, ${describeAccounts(spent)}`;
}

/** A rule as people write it in `tierwise.rules`. */
export interface WrittenRule {
  readonly name: string;
  readonly when: { readonly taskType: string };
  readonly use: Rule['use'];
}

/** The rule that an experiment proposes; undefined when plan A stays. */
export function proposedRule({ experiment, split }: ExperimentStanding): WrittenRule | undefined {
  if (split.verdict !== 'otherBetter' && split.verdict !== 'otherNoWorse') return undefined;
  const { name, taskType, plans } = experiment;
  return { name: `from the experiment ${name}`, when: { taskType }, use: plans.B };
}
