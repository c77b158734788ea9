import type { Experiment, PlanName } from '../../../routing/experiments/experiment.ts';
import { describeAccounts } from '../../../routing/models/accounts.ts';
import { type Rule, tiersUsed } from '../../../routing/policy/policy.ts';
import { splitDifference } from '../liveSplit.ts';
import type { ExperimentStanding, PlanStanding } from './experimentFacts.ts';
import { inEnglish, joined, type Say, toSay } from '../../../routing/say.ts';

/** The outcome of an experiment that is over, in sentences with numbers; undefined while it is running. */
export function describeEnd(
  standing: ExperimentStanding,
  say: Say = inEnglish,
): string | undefined {
  const { experiment, end } = standing;
  if (end === undefined) return undefined;
  return [
    say('The experiment “{0}” is over: {1}.', experiment.name, finding(standing, say)),
    figures(standing, say),
  ].join(' ');
}

/** What an experiment has found so far, for a page or a log. */
export function describeSoFar(standing: ExperimentStanding, say: Say = inEnglish): string {
  const { name } = standing.experiment;
  return (
    describeEnd(standing, say) ??
    [say('The experiment “{0}” is still running.', name), figures(standing, say)].join(' ')
  );
}

function finding({ experiment, split, end }: ExperimentStanding, say: Say): string {
  const { A, B } = experiment.plans;
  const [a, b] = [say('plan A ({0})', planWords(A, say)), say('plan B ({0})', planWords(B, say))];
  switch (split.verdict) {
    case 'otherBetter':
      return say('{0} does {1} better than {2}', b, workOf(experiment, say), a);
    case 'otherNoWorse':
      return say(
        'at {0}, {1} is at most ten points worse than {2}, if it is worse at all',
        workOf(experiment, say),
        b,
        a,
      );
    case 'currentBetter':
      return say('{0} does {1} better than {2}, so nothing changes', a, workOf(experiment, say), b);
    default:
      return say('nothing is proven, so nothing changes; {0}', say(why[end!]));
  }
}

const why = {
  decided: toSay('it was decided'),
  undecided: toSay('it has had all its pairs of tasks'),
  money: toSay('plan B has cost what it may'),
  until: toSay('its last day has passed'),
} as const;

function workOf({ taskType }: Experiment, say: Say): string {
  return say('{0} tasks', taskType);
}

/** A plan in a few words, such as `fast, then balanced`. */
export function planWords(use: Rule['use'], say: Say = inEnglish): string {
  const tiers = tiersUsed({ use });
  if (typeof use === 'string' || 'cascade' in use)
    return joined(tiers, toSay('{0}, then {1}'), say);
  return joined(tiers, toSay('{0} and {1}'), say);
}

function figures({ plans, split }: ExperimentStanding, say: Say): string {
  const { value, low, high, cases } = splitDifference(split);
  const points = (share: number) => `${share < 0 ? '−' : '+'}${Math.round(Math.abs(share) * 100)}`;
  const each = say(
    'Plan {0}; plan {1}.',
    planFigures('A', plans.A, say),
    planFigures('B', plans.B, say),
  );
  return value === undefined
    ? each
    : [
        each,
        say(
          'Difference in {0} pairs: {1} points ({2} to {3}).',
          cases,
          points(value),
          points(low),
          points(high),
        ),
      ].join(' ');
}

function planFigures(name: PlanName, { cases, sum, tasks, spent }: PlanStanding, say: Say): string {
  const good =
    cases === 0 ? say('no outcome yet') : say('{0} of {1} were good', Math.round(sum), cases);
  return say('{0}: {1} tasks, {2}, {3}', name, tasks, good, describeAccounts(spent, say));
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
