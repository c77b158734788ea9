import type {
  Choice,
  CostOfMistakes,
  CostRange,
  Decision,
  Expected,
  Plan,
  Pressure,
  Reason,
  Refusal,
  Speculation,
  TurnGate,
  UnsureType,
} from './decision.ts';
import { budgetName } from './budgets/budgetName.ts';
import { describeReasoning } from './classify/reasoningLevel.ts';
import { type Money, moneyOf, named } from './models/accounts.ts';
import { displayName } from './models/catalog.ts';
import { formatAmount } from './models/creditPlan.ts';
import { formatUsd } from './models/money.ts';
import type { MistakeCost } from './policy/mistakeCost.ts';
import type { RuleSource } from './policy/policy.ts';
import { explainPlanned } from './explainPlanned.ts';
import { explainSpeed } from './explainSpeed.ts';
import { explainGoing, explainTurn } from './explainTurn.ts';
import { inEnglish, joined, listed as list, type Say, toSay } from './say.ts';
import { describeStay } from './stay.ts';
import type { Task } from './task.ts';
import { taskTypeLabels } from './taskTypes.ts';

/*
 * Every sentence about a decision that users see is made here, so that the status
 * bar, chat, notifications and the command line say the same. A `Decision` comes in; text goes out.
 */

/** Describes a decision in one sentence: `Debug goes to reasoning (Opus 5.5): shipped rule "…".` */
export function explain(
  task: Pick<Task, 'type'>,
  decision: Decision,
  say: Say = inEnglish,
): string {
  const { plan } = decision;
  const label = say(taskTypeLabels[task.type]);
  if (plan.kind === 'direct') {
    return `${explainGoing(label, describePlan(plan, say), decision.turn, say)}: ${explainWhy(decision, say)}.`;
  }
  if (plan.kind === 'cascade') {
    return say(
      '{0} tries {1} until {2} pass: {3}.',
      label,
      describePlan(plan, say),
      list(plan.gates, 'and', say),
      explainWhy(decision, say),
    );
  }
  if (plan.kind === 'speculation') {
    const why = explainWhy(decision, say);
    const hurry = plan.latency ? `${why}, ${explainLatency(plan.latency, say)}` : why;
    return say(
      '{0} starts {1} together and takes the first that passes {2}: {3}.',
      label,
      describePlan(plan, say),
      list(plan.gates, 'and', say),
      hurry,
    );
  }
  return explainRefusal(label, plan.refusal, decision, say);
}

function explainRefusal(label: string, refusal: Refusal, decision: Decision, say: Say): string {
  switch (refusal.kind) {
    case 'noModelReady':
      if (decision.stay)
        return explainNobodyHere(label, list(refusal.tiers, 'or', say), decision, say);
      return refusal.tiers.length === 1
        ? say(
            '{0} could not run: no model of the tier {1} is ready.',
            label,
            list(refusal.tiers, 'or', say),
          )
        : say(
            '{0} could not run: no model of the tiers {1} is ready.',
            label,
            list(refusal.tiers, 'or', say),
          );
    case 'unknownTier':
      return say(
        '{0} could not run: there is no tier "{1}"; the tiers are {2}.',
        label,
        refusal.tier,
        refusal.known.join(', '),
      );
    case 'capTooLow':
      return say(
        '{0} could not run: it costs at least about {1}, and its rule allows {2}.',
        label,
        formatUsd(refusal.least),
        formatUsd(refusal.cap),
      );
    case 'alreadyAtTop':
      return say('{0} was already answered by the strongest tier, {1}.', label, refusal.tier);
  }
}

/** Why no model may see a task that must stay on this machine. */
function explainNobodyHere(
  label: string,
  tier: string,
  { stay, reason }: Decision,
  say: Say,
): string {
  const why = describeStay(stay!, say);
  return reason.kind === 'escalated'
    ? say('{0} cannot be escalated: it {1}, and no model of {2} is ready here.', label, why, tier)
    : say('{0} could not run: it {1}, and no model of {2} is ready here.', label, why, tier);
}

/** The models of a plan: `fast (Haiku 5.5), then reasoning (Opus 5.5)`. */
export function describePlan(
  plan: Exclude<Plan, { kind: 'refuse' }>,
  say: Say = inEnglish,
): string {
  if (plan.kind === 'direct') return describeChoice(plan.choice, say);
  const ladder = plan.ladder.map((choice) => describeChoice(choice, say));
  return plan.kind === 'cascade'
    ? joined(ladder, toSay('{0}, then {1}'), say)
    : list(ladder, 'and', say);
}

export function describeChoice({ tier, model, effort }: Choice, say: Say = inEnglish): string {
  const name = displayName(model);
  return effort ? say('{0} ({1}, {2} effort)', tier, name, effort) : `${tier} (${name})`;
}

/** Which answers of a turn are checked, and who is asked when they fail. */
export function describeGate({ calls, climb }: TurnGate, say: Say = inEnglish): string {
  const what =
    calls === 'edits'
      ? say(
          'An answer that edits is checked before the agent gets it; if it fails, the same model is asked again',
        )
      : say(
          'An answer that calls tools is checked before the agent gets it; if it fails, the same model is asked again',
        );
  return climb ? say('{0}, then {1}', what, describeChoice(climb, say)) : what;
}

function explainLatency(
  { budgetSeconds, expectedSeconds }: NonNullable<Speculation['latency']>,
  say: Say,
): string {
  return expectedSeconds === undefined
    ? say(
        'and you want an answer within {0} s while how long they take is not known yet',
        budgetSeconds,
      )
    : say(
        'and you want an answer within {0} s while one after the other may take {1} s',
        budgetSeconds,
        expectedSeconds.toFixed(1),
      );
}

const originLabels: Record<RuleSource, string> = {
  settings: toSay('your rule'),
  repository: toSay('the repository’s rule'),
  shipped: toSay('shipped rule'),
  workflow: toSay('the workflow’s step'),
  experiment: toSay('experiment'),
};

type WhyParts = Pick<
  Decision,
  'reason' | 'turn' | 'pressure' | 'unchecked' | 'lifted' | 'stay' | 'mistakes' | 'unsure' | 'speed'
>;

/** Why these tiers were selected: the reason, and what a budget or a missing ability changed. */
export function explainWhy(
  { reason, turn, pressure, unchecked, lifted, stay, mistakes, unsure, speed }: WhyParts,
  say: Say = inEnglish,
): string {
  const ofTurn = turn && explainTurn(turn, say);
  const isTold = reason.kind === 'turn' && ofTurn !== undefined;
  return [
    ...(unsure ? [explainUnsure(unsure, say)] : []),
    ...(isTold ? [] : [explainReason(reason, say)]),
    ...(ofTurn === undefined ? [] : [ofTurn]),
    ...(mistakes ? explainMistakes(mistakes, reason, say) : []),
    ...(speed ? [explainSpeed(speed, say)] : []),
    ...(unchecked ? [say('its gates cannot judge a conversation')] : []),
    ...(stay ? [describeStay(stay, say)] : []),
    ...(lifted
      ? [
          stay
            ? say('but no model of {0} runs here', list(lifted, 'or', say))
            : say('but no model of {0} can do it', list(lifted, 'or', say)),
        ]
      : []),
    ...(pressure ? [explainPressure(pressure, say)] : []),
  ].join(', ');
}

function explainUnsure({ likelier, taken }: UnsureType, say: Say): string {
  return say('the task may be {0} or {1}, and {1} has the stronger tier', likelier, taken);
}

const costWords: Readonly<Record<MistakeCost, string>> = {
  low: toSay('a wrong answer costs little here'),
  usual: toSay('a wrong answer costs as much as usual here'),
  high: toSay('a wrong answer costs much here'),
  critical: toSay('the work is critical'),
};

function explainMistakes({ cost, by, raised }: CostOfMistakes, reason: Reason, say: Say): string[] {
  const isSaid = by === undefined || (reason.kind === 'rule' && reason.rule.name === by.name);
  const who = isSaid ? '' : ` (${say('{0} “{1}”', say(originLabels[by.origin]), by.name)})`;
  const words = `${say(costWords[cost])}${who}`;
  return raised
    ? [say('but {0}', words), say('so the strongest tier answers and is checked')]
    : [words];
}

function explainPressure({ budget, money, leftNanoUsd, change }: Pressure, say: Say): string {
  const left = leftNanoUsd === 0 ? say('nothing') : formatAmount(leftNanoUsd, budget.plan, say);
  const what = describeChange(change, say);
  return money === 'practice'
    ? say('{0} because {1} of {2} is left in practice money', what, left, budgetName(budget, say))
    : say('{0} because {1} of {2} is left', what, left, budgetName(budget, say));
}

function describeChange(change: Pressure['change'], say: Say): string {
  if (change.kind === 'without') return say('without {0}', list(change.tiers, 'and', say));
  return change.tiers === 1 ? say('one tier down') : say('{0} tiers down', change.tiers);
}

function explainReason(reason: Reason, say: Say): string {
  switch (reason.kind) {
    case 'manualPick':
      return say('you picked this tier');
    case 'pinned':
      return say('you pinned this tier to {0}', say(taskTypeLabels[reason.taskType]));
    case 'escalated':
      return reason.from
        ? say('you escalated from {0}', reason.from)
        : say('you asked for the reasoning model');
    case 'rule':
      return explainRule(reason, say);
    case 'planned':
      return explainPlanned(reason, say);
    case 'turn':
      return say('the kind of turn decides');
    case 'noRule':
      return say('no rule names this task, so the default tier is used');
  }
}

function explainRule({ rule, reasoning }: Extract<Reason, { kind: 'rule' }>, say: Say): string {
  const { origin, name, plan } = rule;
  return [
    say('{0} “{1}”', say(originLabels[origin]), name),
    ...(plan === undefined ? [] : [say('plan {0}', plan)]),
    ...(reasoning === undefined
      ? []
      : [say('need for reasoning {0}', describeReasoning(reasoning, say))]),
  ].join(', ');
}

/** The likely cost as a range, or `cost unknown`. */
export function describeExpected({ expected }: Decision, say: Say = inEnglish): string {
  return expected ? describeExpectedCost(expected, say) : say('cost unknown');
}

/** `$0.01 to $0.05`, `practice $0.01 to $0.05`, `$0.01 to $0.05 and practice $0.001 to $0.002`. */
export function describeExpectedCost(
  { simulated, practice, ...range }: Expected,
  say: Say = inEnglish,
): string {
  const words = ({ lowNanoUsd: low, highNanoUsd: high }: CostRange, money: Money) =>
    named(money, say('{0} to {1}', formatUsd(low), formatUsd(high)), say);
  const whole = words(range, moneyOf(simulated === true));
  return practice ? say('{0} and {1}', whole, words(practice, 'practice')) : whole;
}
