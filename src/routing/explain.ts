import type {
  Choice,
  CostOfMistakes,
  CostRange,
  Decision,
  Expected,
  Plan,
  Pressure,
  Reason,
  Rejected,
  Unavailability,
  Speculation,
  TurnGate,
  UnsureType,
} from './decision.ts';
import { describeReasoning } from './classify/reasoningLevel.ts';
import { type Money, moneyOf, named } from './models/accounts.ts';
import { displayName } from './models/catalog.ts';
import { formatAmount } from './models/creditPlan.ts';
import { formatUsd } from './models/money.ts';
import type { MistakeCost } from './policy/mistakeCost.ts';
import type { RuleSource } from './policy/policy.ts';
import { explainPlanned } from './explainPlanned.ts';
import { explainSpeed } from './explainSpeed.ts';
import { besideModel, explainTurn, verbOf } from './explainTurn.ts';
import { describeStay } from './stay.ts';
import type { Task } from './task.ts';
import { taskTypeLabels } from './taskTypes.ts';

/*
 * Every sentence about a decision that users see is made here, so that the status
 * bar, chat, notifications and the command line say the same. A `Decision` comes in; text goes out.
 */

/** Describes a decision in one sentence: `Debug goes to reasoning (Opus 5.5): shipped rule "…".` */
export function explain(task: Pick<Task, 'type'>, decision: Decision): string {
  const { plan } = decision;
  const label = taskTypeLabels[task.type];
  if (plan.kind === 'direct') {
    const { turn } = decision;
    return `${label} ${verbOf(turn)} ${describePlan(plan)}${besideModel(turn)}: ${explainWhy(decision)}.`;
  }
  if (plan.kind === 'cascade') {
    return `${label} tries ${describePlan(plan)} until ${list(plan.gates)} pass: ${explainWhy(decision)}.`;
  }
  if (plan.kind === 'speculation') {
    const hurry = plan.latency ? `, ${explainLatency(plan.latency)}` : '';
    return `${label} starts ${describePlan(plan)} together and takes the first that passes ${list(plan.gates)}: ${explainWhy(decision)}${hurry}.`;
  }
  const { refusal } = plan;
  switch (refusal.kind) {
    case 'noModelReady':
      if (decision.stay) return explainNobodyHere(label, list(refusal.tiers, 'or'), decision);
      return `${label} could not run: no model of the ${refusal.tiers.length === 1 ? 'tier' : 'tiers'} ${list(refusal.tiers, 'or')} is ready.`;
    case 'unknownTier':
      return `${label} could not run: there is no tier "${refusal.tier}"; the tiers are ${refusal.known.join(', ')}.`;
    case 'capTooLow':
      return `${label} could not run: it costs at least about ${formatUsd(refusal.least)}, and its rule allows ${formatUsd(refusal.cap)}.`;
    case 'alreadyAtTop':
      return `${label} was already answered by the strongest tier, ${refusal.tier}.`;
  }
}

/** Why no model may see a task that must stay on this machine. */
function explainNobodyHere(label: string, tier: string, { stay, reason }: Decision): string {
  const what = reason.kind === 'escalated' ? 'cannot be escalated' : 'could not run';
  return `${label} ${what}: it ${describeStay(stay!)}, and no model of ${tier} is ready here.`;
}

/** The models of a plan: `fast (Haiku 5.5), then reasoning (Opus 5.5)`. */
export function describePlan(plan: Exclude<Plan, { kind: 'refuse' }>): string {
  if (plan.kind === 'direct') return describeChoice(plan.choice);
  const ladder = plan.ladder.map(describeChoice);
  return plan.kind === 'cascade' ? ladder.join(', then ') : list(ladder);
}

export function describeChoice({ tier, model, effort }: Choice): string {
  return `${tier} (${displayName(model)}${effort ? `, ${effort} effort` : ''})`;
}

/** Which answers of a turn are checked, and who is asked when they fail. */
export function describeGate({ calls, climb }: TurnGate): string {
  const what = calls === 'edits' ? 'An answer that edits' : 'An answer that calls tools';
  const then = climb ? `, then ${describeChoice(climb)}` : '';
  return `${what} is checked before the agent gets it; if it fails, the same model is asked again${then}`;
}

function explainLatency({
  budgetSeconds,
  expectedSeconds,
}: NonNullable<Speculation['latency']>): string {
  const otherwise =
    expectedSeconds === undefined
      ? 'how long they take is not known yet'
      : `one after the other may take ${expectedSeconds.toFixed(1)} s`;
  return `and you want an answer within ${budgetSeconds} s while ${otherwise}`;
}

const originLabels: Record<RuleSource, string> = {
  settings: 'your rule',
  repository: 'the repository’s rule',
  shipped: 'shipped rule',
  workflow: 'the workflow’s step',
  experiment: 'experiment',
};

type WhyParts = Pick<
  Decision,
  'reason' | 'turn' | 'pressure' | 'unchecked' | 'lifted' | 'stay' | 'mistakes' | 'unsure' | 'speed'
>;

/** Why these tiers were selected: the reason, and what a budget or a missing ability changed. */
export function explainWhy({
  reason,
  turn,
  pressure,
  unchecked,
  lifted,
  stay,
  mistakes,
  unsure,
  speed,
}: WhyParts): string {
  const ofTurn = turn && explainTurn(turn);
  const isTold = reason.kind === 'turn' && ofTurn !== undefined;
  return [
    ...(unsure ? [explainUnsure(unsure)] : []),
    ...(isTold ? [] : [explainReason(reason)]),
    ...(ofTurn === undefined ? [] : [ofTurn]),
    ...(mistakes ? explainMistakes(mistakes, reason) : []),
    ...(speed ? [explainSpeed(speed)] : []),
    ...(unchecked ? ['its gates cannot judge a conversation'] : []),
    ...(stay ? [describeStay(stay)] : []),
    ...(lifted
      ? [`but no model of ${list(lifted, 'or')} ${stay ? 'runs here' : 'can do it'}`]
      : []),
    ...(pressure ? [explainPressure(pressure)] : []),
  ].join(', ');
}

function explainUnsure({ likelier, taken }: UnsureType): string {
  return `the task may be ${likelier} or ${taken}, and ${taken} has the stronger tier`;
}

const costWords: Readonly<Record<MistakeCost, string>> = {
  low: 'a wrong answer costs little here',
  usual: 'a wrong answer costs as much as usual here',
  high: 'a wrong answer costs much here',
  critical: 'the work is critical',
};

function explainMistakes({ cost, by, raised }: CostOfMistakes, reason: Reason): string[] {
  const isSaid = by === undefined || (reason.kind === 'rule' && reason.rule.name === by.name);
  const who = isSaid ? '' : ` (${originLabels[by.origin]} “${by.name}”)`;
  const words = `${costWords[cost]}${who}`;
  return raised ? [`but ${words}`, 'so the strongest tier answers and is checked'] : [words];
}

function explainPressure({ budgetId, money, plan, leftNanoUsd, change }: Pressure): string {
  const left = leftNanoUsd === 0 ? 'nothing' : formatAmount(leftNanoUsd, plan);
  const where = money === 'practice' ? ' in practice money' : '';
  return `${describeChange(change)} because ${left} of ${budgetId} is left${where}`;
}

function describeChange(change: Pressure['change']): string {
  if (change.kind === 'without') return `without ${list(change.tiers)}`;
  return change.tiers === 1 ? 'one tier down' : `${change.tiers} tiers down`;
}

function explainReason(reason: Reason): string {
  switch (reason.kind) {
    case 'manualPick':
      return 'you picked this tier';
    case 'pinned':
      return `you pinned this tier to ${taskTypeLabels[reason.taskType]}`;
    case 'escalated':
      return reason.from
        ? `you escalated from ${reason.from}`
        : 'you asked for the reasoning model';
    case 'rule':
      return explainRule(reason);
    case 'planned':
      return explainPlanned(reason);
    case 'turn':
      return 'the kind of turn decides';
    case 'noRule':
      return 'no rule names this task, so the default tier is used';
  }
}

function explainRule({ rule, reasoning }: Extract<Reason, { kind: 'rule' }>): string {
  const { origin, name, plan } = rule;
  const drawn = plan === undefined ? '' : `, plan ${plan}`;
  const need =
    reasoning === undefined ? '' : `, need for reasoning ${describeReasoning(reasoning)}`;
  return `${originLabels[origin]} “${name}”${drawn}${need}`;
}

/** Why models were passed over: `Haiku 5.5: no key for Anthropic; …`. Empty when none was. */
export function explainRejected(rejected: readonly Rejected[]): string {
  return rejected
    .map(
      ({ model, unavailability }) =>
        `${displayName(model)}: ${explainUnavailability(unavailability)}`,
    )
    .join('; ');
}

export function explainUnavailability(unavailability: Unavailability): string {
  switch (unavailability.kind) {
    case 'unknownProvider':
      return `there is no provider “${unavailability.provider}” in your settings`;
    case 'noKey':
      return `no key for ${unavailability.provider}`;
    case 'unavailable':
      return `${unavailability.provider}: ${unavailability.why}`;
    case 'notLocal':
      return `${unavailability.provider} is not on this machine, and the task stays there`;
    case 'coolingDown':
      return `${unavailability.why} a moment ago, not asked again for ${describeWait(unavailability.secondsLeft)}`;
    case 'dearerFallback':
      return `it may be more expensive than ${unavailability.than}, so it is never used as its fallback`;
    case 'contextTooSmall':
      return `the task needs about ${unavailability.neededTokens} tokens, its answer included, and the model takes ${unavailability.contextTokens}`;
    case 'answerTooLong':
      return `its answer would have at least ${unavailability.neededTokens} tokens, and the model writes at most ${unavailability.maxOutputTokens}`;
    case 'lacksAbility':
      return unavailability.ability === 'tools'
        ? 'the task comes with tools, and it cannot call any'
        : 'the task comes with images, and it cannot see any';
  }
}

function describeWait(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** The likely cost as a range, or `cost unknown`. */
export function describeExpected({ expected }: Decision): string {
  return expected ? describeExpectedCost(expected) : 'cost unknown';
}

/** `$0.01 to $0.05`, `practice $0.01 to $0.05`, `$0.01 to $0.05 and practice $0.001 to $0.002`. */
export function describeExpectedCost({ simulated, practice, ...range }: Expected): string {
  const words = ({ lowNanoUsd: low, highNanoUsd: high }: CostRange, money: Money) =>
    named(money, `${formatUsd(low)} to ${formatUsd(high)}`);
  const whole = words(range, moneyOf(simulated === true));
  return practice ? `${whole} and ${words(practice, 'practice')}` : whole;
}

function list(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
