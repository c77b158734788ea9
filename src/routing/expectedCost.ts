import type { Choice } from './decision.ts';
import { estimateTokens } from './estimateTokens.ts';
import type { Model } from './model.ts';
import type { NanoUsd } from './money.ts';
import { costOf, priceOn } from './price.ts';
import type { AnswerKind, Task } from './task.ts';

// Tokens of output beyond the target's own length, [low, high]. Guesses until there is evidence.
const outputSpread: Record<AnswerKind, readonly [number, number]> = {
  edit: [20, 600],
  findings: [80, 800],
  prose: [150, 900],
};
const reasoningSpread: readonly [number, number] = [0, 4000];
const instructionTokens = 250;

/**
 * What a task is likely to cost, nano-dollars, from the first rung alone to the whole ladder;
 * undefined where a price is unknown.
 */
export function expectedCost(
  task: Task,
  ladder: readonly Choice[],
  today: string,
): { lowNanoUsd: NanoUsd; highNanoUsd: NanoUsd } | undefined {
  const rungs = ladder.map(({ model }) => rungCost(task, model, today));
  if (!rungs.every((rung) => rung !== undefined)) return undefined;
  return {
    lowNanoUsd: rungs[0]?.low ?? 0,
    highNanoUsd: rungs.reduce((sum, rung) => sum + rung.high, 0),
  };
}

function rungCost(
  task: Task,
  model: Model,
  today: string,
): { low: NanoUsd; high: NanoUsd } | undefined {
  const price = priceOn(model.prices, today);
  const targetTokens = estimateTokens(task.target.text);
  const inputTokens = estimateTokens(task.fileText) + targetTokens + instructionTokens;
  const echo = task.answerKind === 'edit' ? targetTokens : 0;
  const reasoning = model.abilities.reasoning ? reasoningSpread : [0, 0];
  const [low, high] = outputSpread[task.answerKind].map((tokens, end) => {
    const outputTokens = echo + tokens + reasoning[end]!;
    return costOf({ inputTokens, outputTokens }, price, 'estimated').nanoUsd;
  });
  return low === undefined || high === undefined ? undefined : { low, high };
}
