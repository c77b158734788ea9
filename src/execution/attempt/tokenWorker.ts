import { parentPort } from 'node:worker_threads';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { cutRuns } from './cutRuns.ts';

/** A message to the worker. */
export interface CountRequest {
  readonly id: number;
  readonly text: string;
}

/** A message from the worker: `ready` once the vocabulary is loaded, then one answer per request. */
export type CountAnswer =
  | { readonly ready: true }
  | { readonly id: number; readonly tokens: number; readonly exact: boolean };

const encoder = new Tiktoken(o200k);
const port = parentPort!;

// The empty lists make the encoder read special tokens as plain text instead of failing on them.
const count = (text: string) => encoder.encode(text, [], []).length;

port.on('message', ({ id, text }: CountRequest) => {
  const { pieces, runs } = cutRuns(text);
  let tokens = 0;
  for (const piece of pieces) tokens += count(piece);
  for (const { sample, times } of runs) tokens += Math.ceil(count(sample) * times);
  port.postMessage({ id, tokens, exact: runs.length === 0 } satisfies CountAnswer);
});
port.postMessage({ ready: true } satisfies CountAnswer);
