import { parentPort } from 'node:worker_threads';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { takeOutRepeats } from './repeatedCharacters.ts';
import { readVocabulary } from './vocabulary.ts';

/** A message to the worker. */
export interface CountRequest {
  readonly id: number;
  readonly text: string;
}

/** A message from the worker: `ready` once the vocabulary is loaded, then one answer per request. */
export type CountAnswer =
  | { readonly ready: true }
  | { readonly id: number; readonly tokens: number; readonly exact: boolean };

const tokensOf = readVocabulary(o200k);
const port = parentPort!;

const count = (text: string) => tokensOf(text).length;

port.on('message', ({ id, text }: CountRequest) => {
  const { pieces, repeats } = takeOutRepeats(text);
  let tokens = 0;
  for (const piece of pieces) tokens += count(piece);
  for (const { sample, times } of repeats) tokens += Math.ceil(count(sample) * times);
  port.postMessage({ id, tokens, exact: repeats.length === 0 } satisfies CountAnswer);
});
port.postMessage({ ready: true } satisfies CountAnswer);
