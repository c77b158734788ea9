import type { Plan } from './decision.ts';
import { estimateTokens } from './estimateTokens.ts';
import type { Model } from './model.ts';
import type { NanoUsd } from './money.ts';
import { costOf, priceOn } from './price.ts';
import { needsOf } from './needs.ts';
import type { AnswerKind, Task } from './task.ts';
import { triesOf } from './tries.ts';

// Tokens of output beyond the target's own length, [low, high]. Guesses until there is evidence.
const outputSpread: Record<AnswerKind, readonly [number, number]> = {
  edit: [20, 600],
  findings: [80, 800],
  prose: [150, 900],
};
const reasoningSpread: readonly [number, number] = [0, 4000];
const instructionTokens = 250;

/**
 * What a plan is likely to cost, nano-dollars: from its first try alone to all of them, and all of
 * them in any case where they start together. Judges are not in it. Undefined where a price is unknown.
 */
export function expectedCost(
  task: Task,
  plan: Exclude<Plan, { kind: 'refuse' }>,
  today: string,
): { lowNanoUsd: NanoUsd; highNanoUsd: NanoUsd } | undefined {
  const size = sizeOf(task);
  const tries = modelsOf(plan).map((model) => costOfSize(size, model, today));
  if (!tries.every((each) => each !== undefined)) return undefined;
  const certain = plan.kind === 'speculation' ? tries : tries.slice(0, 1);
  return {
    lowNanoUsd: certain.reduce((sum, { low }) => sum + low, 0),
    highNanoUsd: tries.reduce((sum, { high }) => sum + high, 0),
  };
}

function modelsOf(plan: Exclude<Plan, { kind: 'refuse' }>): Model[] {
  if (plan.kind === 'direct') return [plan.choice.model];
  const choices =
    plan.kind === 'speculation' ? plan.ladder : triesOf(plan).map(({ choice }) => choice);
  return choices.slice(0, plan.caps.attempts).map(({ model }) => model);
}

/**
 * What one answer to the task is likely to cost, by model: the middle of the range. Undefined where
 * the price is unknown.
 */
export function costGuesser(task: Task, today: string): (model: Model) => NanoUsd | undefined {
  const size = sizeOf(task);
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

function sizeOf(task: Task): Size {
  return {
    answerKind: task.answerKind,
    targetTokens: estimateTokens(task.target.text),
    inputTokens: needsOf(task).tokens + instructionTokens,
  };
}

function costOfSize(
  { answerKind, targetTokens, inputTokens }: Size,
  model: Model,
  today: string,
): { low: NanoUsd; high: NanoUsd } | undefined {
  const price = priceOn(model.prices, today);
  const echo = answerKind === 'edit' ? targetTokens : 0;
  const reasoning = model.abilities.reasoning ? reasoningSpread : [0, 0];
  const [low, high] = outputSpread[answerKind].map((tokens, end) => {
    const outputTokens = echo + tokens + reasoning[end]!;
    return costOf({ inputTokens, outputTokens }, price, 'estimated').nanoUsd;
  });
  return low === undefined || high === undefined ? undefined : { low, high };
}
