import { classify } from '../../src/routing/classify/classify.ts';
import type { Weights } from '../../src/routing/classify/linearModel.ts';

const rounds = 3;
const longRounds = 100;
const warmUps = 30;
const longPrompt = 20_000;

/** Milliseconds per classification, for the prompts as they are and for 20 kB prompts made of them. */
export function latencies(prompts: readonly string[], weights: Weights) {
  const long = longPromptsOf(prompts);
  for (let round = 0; round < warmUps; round++) {
    for (const prompt of long) classify(prompt, { weights });
  }
  return {
    usual: Array.from({ length: rounds }, () =>
      prompts.map((prompt) => time(prompt, weights)),
    ).flat(),
    long: Array.from({ length: longRounds }, () =>
      long.map((prompt) => time(prompt, weights)),
    ).flat(),
  };
}

function time(prompt: string, weights: Weights): number {
  const started = performance.now();
  classify(prompt, { weights });
  return performance.now() - started;
}

/** Long prompts: prose on many lines, prose on one line, pasted code, a stack trace, one endless word. */
function longPromptsOf(prompts: readonly string[]): string[] {
  const fill = (text: string): string =>
    text.repeat(Math.ceil(longPrompt / text.length)).slice(0, longPrompt);
  return [
    fill(`${prompts.join('\n')}\n`),
    fill(`${prompts.join(' ').replaceAll('\n', ' ')} `),
    fill('  const answer = items.filter((item) => item.price > 0).map(toRow);\n'),
    fill('    at Object.run (/home/dev/app/src/server.js:120:14)\n'),
    fill('a'),
    fill('(((('),
    fill('why does it fail? '),
    fill('/a-b_c.d'),
  ];
}
