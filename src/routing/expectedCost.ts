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

/** What a task is likely to cost on a model, nano-dollars; undefined where the price is unknown. */
export function expectedCost(
  task: Task,
  model: Model,
  today: string,
): { lowNanoUsd: NanoUsd; highNanoUsd: NanoUsd } | undefined {
  const price = priceOn(model.prices, today);
  const targetTokens = estimateTokens(task.target.text);
  const inputTokens = estimateTokens(task.fileText) + targetTokens + instructionTokens;
  const echo = task.answerKind === 'edit' ? targetTokens : 0;
  const [low, high] = outputSpread[task.answerKind];
  const reasoning = model.abilities.reasoning ? reasoningSpread : [0, 0];
  const cheap = costOf(
    { inputTokens, outputTokens: echo + low + reasoning[0]! },
    price,
    'estimated',
  );
  const dear = costOf(
    { inputTokens, outputTokens: echo + high + reasoning[1]! },
    price,
    'estimated',
  );
  if (cheap.nanoUsd === undefined || dear.nanoUsd === undefined) return undefined;
  return { lowNanoUsd: cheap.nanoUsd, highNanoUsd: dear.nanoUsd };
}
