import type { Model } from './model.ts';

/*
 * What a model can take, in one place. A window holds input and output together. Unknown facts limit
 * nothing; where a number is needed all the same, as in VS Code's picker, a usual one is assumed.
 */

/** The facts that limit a call, tokens. */
export type Limits = Pick<Model, 'contextTokens' | 'maxOutputTokens'>;

/** What a model takes in one call when both ends are planned ahead, tokens. */
export interface Capacity {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

// All chosen by judgement.
/** The shortest answer that is worth a call. */
export const leastAnswerTokens = 256;
/** The answer that is asked for before room is kept for errors of the estimate. */
const usefulAnswerTokens = 1_024;
/** Room for a tokenizer that makes more tokens of a text than the estimate expects. */
export const estimateMargin = 1.3;
/** What a chat template, its tool instructions and the marks between messages add to a prompt. */
const framingTokens = 256;
/** A planned answer takes at most this share of a window. */
const largestAnswerShare = 1 / 4;
/** The window that is assumed where it is unknown. */
const usualContextTokens = 128_000;

/**
 * The output to ask for beside an input of this estimated size: what is wanted, or what the model can
 * write, or what its window has left, whichever is least. A prompt that does not fit still gets the
 * shortest answer that is worth a call, because the server alone knows its tokenizer.
 */
export function outputBeside(
  { contextTokens, maxOutputTokens = Infinity }: Limits,
  inputTokens: number,
  wantedTokens: number,
): number {
  const asked = Math.min(wantedTokens, maxOutputTokens);
  if (contextTokens === undefined) return asked;
  const left = contextTokens - inputTokens;
  const surelyLeft = contextTokens - Math.ceil(inputTokens * estimateMargin) - framingTokens;
  const room = Math.max(surelyLeft, Math.min(left, usefulAnswerTokens), leastAnswerTokens);
  return Math.min(asked, room);
}

/** What a model takes when an answer of the wanted size is planned, as far as its window allows. */
export function capacityOf(
  { contextTokens = usualContextTokens, maxOutputTokens = Infinity }: Limits,
  wantedTokens: number,
): Capacity {
  const share = Math.max(1, Math.floor(contextTokens * largestAnswerShare));
  const outputTokens = Math.min(wantedTokens, maxOutputTokens, share);
  return { inputTokens: Math.max(1, contextTokens - outputTokens), outputTokens };
}

/** What each of several models takes; undefined for none. */
export function smallestCapacity(capacities: readonly Capacity[]): Capacity | undefined {
  if (capacities.length === 0) return undefined;
  return {
    inputTokens: Math.min(...capacities.map(({ inputTokens }) => inputTokens)),
    outputTokens: Math.min(...capacities.map(({ outputTokens }) => outputTokens)),
  };
}
