import type { Choice, CostRange, Expected, Plan } from '../decision.ts';
import { type Money, moneyOf } from '../models/accounts.ts';
import type { Model } from '../models/model.ts';
import type { NanoUsd } from '../models/money.ts';
import { costOf, priceOn } from '../models/price.ts';
import type { Situation } from '../situation.ts';
import type { AnswerKind, Task } from '../task.ts';
import { estimateTokens, type Requirements, requirementsOf } from './requirements.ts';
import { triesOf } from './tries.ts';

// Tokens of output in addition to the target's own length, [low, high]. Chosen by judgement, as are the
// two constants below.
const outputSpread: Record<AnswerKind, readonly [number, number]> = {
  edit: [20, 600],
  findings: [80, 800],
  prose: [150, 900],
};
const reasoningSpread: readonly [number, number] = [0, 4000];
const instructionTokens = 250;

/**
 * The likely cost of a plan, nano-dollars: from its first try alone up to all of its tries. When they
 * start together, both ends include all of them. Judges are not included. Practice money has a range of
 * its own. Undefined when a price is unknown.
 */
export function expectedCost(
  task: Task,
  plan: Exclude<Plan, { kind: 'refuse' }>,
  today: string,
  requirements = requirementsOf(task),
): Expected | undefined {
  const size = sizeOf(task, requirements);
  const tries: Try[] = [];
  for (const model of modelsOf(plan)) {
    const cost = costOfSize(size, model, today);
    if (!cost) return undefined;
    tries.push({ ...cost, money: moneyOf(model.simulated) });
  }
  const certain = plan.kind === 'speculation' ? tries : tries.slice(0, 1);
  const rangeOf = (kind: Money): CostRange => ({
    lowNanoUsd: sumOf(certain, kind, 'low'),
    highNanoUsd: sumOf(tries, kind, 'high'),
  });
  const has = (kind: Money) => tries.some(({ money }) => money === kind);
  if (!has('practice')) return rangeOf('real');
  const practice = rangeOf('practice');
  return has('real') ? { ...rangeOf('real'), practice } : { ...practice, simulated: true };
}

interface Try {
  readonly low: NanoUsd;
  readonly high: NanoUsd;
  readonly money: Money;
}

function sumOf(tries: readonly Try[], kind: Money, end: 'low' | 'high'): NanoUsd {
  return tries.reduce((sum, each) => (each.money === kind ? sum + each[end] : sum), 0);
}

/** The least that a plan costs, in the kind of money that it costs more of; 0 when it is unknown. */
export function leastOf(expected: Expected | undefined): NanoUsd {
  return Math.max(expected?.lowNanoUsd ?? 0, expected?.practice?.lowNanoUsd ?? 0);
}

/** The most that a plan costs, in the kind of money that it costs more of. */
export function mostOf({ highNanoUsd, practice }: Expected): NanoUsd {
  return Math.max(highNanoUsd, practice?.highNanoUsd ?? 0);
}

function modelsOf(plan: Exclude<Plan, { kind: 'refuse' }>): Model[] {
  if (plan.kind === 'direct') return [plan.choice.model];
  const choices =
    plan.kind === 'speculation' ? plan.ladder : triesOf(plan).map(({ choice }) => choice);
  return choices.slice(0, plan.caps.attempts).map(({ model }) => model);
}

/**
 * Returns a function from a model to the likely cost of one answer to the task, nano-dollars: the middle
 * of the range, or undefined when the price is unknown.
 */
export function costGuesser(
  task: Task,
  today: string,
  requirements: Requirements,
): (model: Model) => NanoUsd | undefined {
  const size = sizeOf(task, requirements);
  return (model) => {
    const cost = costOfSize(size, model, today);
    return cost && Math.round((cost.low + cost.high) / 2);
  };
}

interface Size {
  readonly answerKind: AnswerKind;
  readonly targetTokens: number;
  readonly inputTokens: number;
}

function sizeOf(task: Task, requirements: Requirements): Size {
  return {
    answerKind: task.answerKind,
    targetTokens: estimateTokens(task.target.text),
    inputTokens: requirements.tokens + instructionTokens,
  };
}

function costOfSize(
  { answerKind, targetTokens, inputTokens }: Size,
  model: Model,
  today: string,
): { low: NanoUsd; high: NanoUsd } | undefined {
  const price = priceOn(model.prices, today);
  const echo = answerKind === 'edit' ? targetTokens : 0;
  const reasoning = model.capabilities.reasoning ? reasoningSpread : [0, 0];
  const [low, high] = outputSpread[answerKind].map((tokens, end) => {
    const outputTokens = echo + tokens + reasoning[end]!;
    return costOf({ inputTokens, outputTokens }, price, 'estimated').nanoUsd;
  });
  return low === undefined || high === undefined ? undefined : { low, high };
}

/** Seconds that answers take one after the other; undefined while one of them is unknown. */
export function expectedSeconds(
  choices: readonly Choice[],
  latencies: Situation['latencies'],
): number | undefined {
  const times = choices.map(({ model }) => latencies.get(model.reference)?.total.ms);
  if (!times.every((time) => time !== undefined)) return undefined;
  return times.reduce((sum, time) => sum + time, 0) / 1000;
}
