import { promptCut } from '../../../src/execution/attempt/promptCut.ts';
import type { ModelCall } from '../../../src/providers/provider.ts';
import type { Model } from '../../../src/routing/models/model.ts';

/** A prompt in words, such as `8000 lines of 'const x = 1;'`, and the answer to it on Chat Completions. */
export interface CutPrompt {
  readonly prompt: string;
  readonly answer: {
    readonly text: string;
    readonly finish: string;
    readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number };
  };
}

const model: Model = {
  reference: 'local/small',
  name: 'small',
  capabilities: {},
  prices: [],
  simulated: false,
};

/** What is wrong with how an answer to a part of a prompt is taken; empty when it is noticed and said. */
export function faultsOfCutPrompt({ prompt, answer }: CutPrompt): string[] {
  const call: ModelCall = {
    model: 'small',
    system: '',
    messages: [{ role: 'user', text: written(prompt) }],
    maxOutputTokens: 1_000,
  };
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = answer.usage;
  const received = { usage: { inputTokens, outputTokens }, finish: 'stop' } as const;
  const error = promptCut(call, received, { model, tier: 'fast' });
  if (!error) return [`an answer to ${inputTokens} tokens of “${prompt}” counts as sound`];
  const read = inputTokens.toLocaleString('en');
  return error.message.includes(read) ? [] : [`“${error.message}” does not say ${read}`];
}

/** The text that such words describe; other words are taken as they are. */
function written(words: string): string {
  const [, count, line] = /^(\d+) lines of '(.*)'$/.exec(words) ?? [];
  return count === undefined ? words : `${line}\n`.repeat(Number(count));
}
