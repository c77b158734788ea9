import type { Model } from '../models/model.ts';
import type { NanoUsd } from '../models/money.ts';
import { costOf, type Price, priceOn } from '../models/price.ts';
import { type CacheManner, cacheManner, chanceOfWarmth } from './cacheManners.ts';
import type { WarmCache } from './warmCache.ts';

/*
 * This folder says what prompt caches are worth. The caches that a conversation may still have come in; what
 * it costs to stay on a model and to switch to another one goes out. `cacheManners.ts` knows how providers
 * keep prompts, `turnsToCome.ts` how long loops go on.
 */

export interface SwitchQuestion {
  /** The model that could go on. */
  readonly from: Model;
  readonly to: Model;
  /** Tokens of this prompt. */
  readonly promptTokens: number;
  /** Tokens of the answer to expect, this time and in the turns to come. */
  readonly outputTokens: number;
  readonly caches: readonly WarmCache[];
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** ISO date, UTC; decides which price is in force. */
  readonly today: string;
  /** Turns that the other model would serve from now on, this one included, expected; a fraction is fine. */
  readonly turnsToCome: number;
}

/** Expected costs at list prices, nano-dollars. */
export interface SwitchCost {
  /** Of all turns to come on the model that could go on. */
  readonly stayNanoUsd: NanoUsd;
  /** Of the same turns on the other one. */
  readonly switchNanoUsd: NanoUsd;
  /** What this turn costs more on the other one; below 0 when it is cheaper at once. */
  readonly nowNanoUsd: NanoUsd;
  /** Whether all turns to come cost less on the other one. */
  readonly pays: boolean;
}

// Mean new input of an agent's step besides its last answer, less what missed caches made new: 2.3 billion
// tokens in 357,161 steps of a public trace, 2.5 % of whose prompts of 154,000 tokens were written anew, and
// 523 tokens an answer (github.com/uw-syfi/TraceLab, 2026-06).
const newTokensATurn = 2_000;

/** The most turns that are looked ahead; estimates beyond are not worth much. Chosen by judgement. */
const mostTurns = 100;

/**
 * What it costs to stay on a model and to switch to another one, over the turns to come. A model reads what
 * its cache holds of the prompt at its cached price, as likely as the cache is still warm, and writes the
 * rest. A switch evicts nothing: each model has its own cache. Undefined when a price is unknown, and
 * for real and practice money, which are not compared.
 */
export function weighSwitch(question: SwitchQuestion): SwitchCost | undefined {
  const { from, to } = question;
  if (from.simulated !== to.simulated) return undefined;
  const stay = costsOn(from, question);
  const change = costsOn(to, question);
  if (!stay || !change) return undefined;
  return {
    stayNanoUsd: Math.round(stay.now + stay.later),
    switchNanoUsd: Math.round(change.now + change.later),
    nowNanoUsd: Math.round(change.now - stay.now),
    pays: change.now + change.later < stay.now + stay.later,
  };
}

interface Costs {
  readonly now: number;
  readonly later: number;
}

function costsOn(model: Model, question: SwitchQuestion): Costs | undefined {
  const { promptTokens, outputTokens, caches, nowMs, today, turnsToCome } = question;
  const price = priceOn(model.prices, today);
  if (!price) return undefined;
  const manner = cacheManner(model, price);
  const cache = longestOf(caches, model);
  const now = costOfTurn(price, manner, {
    promptTokens,
    outputTokens,
    heldTokens: cache?.prefixTokens ?? 0,
    warmth: cache ? chanceOfWarmth(manner, nowMs - cache.atMs) : 0,
  });
  const later = costOfTurnsAfter(price, manner, {
    promptTokens,
    outputTokens,
    turns: Math.min(mostTurns, turnsToCome) - 1,
  });
  return now === undefined || later === undefined ? undefined : { now, later };
}

function longestOf(caches: readonly WarmCache[], { reference }: Model): WarmCache | undefined {
  return caches
    .filter(({ model }) => model === reference)
    .toSorted((a, b) => b.prefixTokens - a.prefixTokens || b.atMs - a.atMs)[0];
}

interface TurnSize {
  readonly promptTokens: number;
  readonly outputTokens: number;
  /** Tokens from the beginning that the model's cache would hold. */
  readonly heldTokens: number;
  /** How likely it still does, 0 to 1. */
  readonly warmth: number;
}

/** Expected nano-dollars; undefined when the tokens are too many to be true. */
function costOfTurn(price: Price, manner: CacheManner, size: TurnSize): number | undefined {
  const { promptTokens, outputTokens, warmth } = size;
  const costWith = (readTokens: number) =>
    costOf(usageOf({ promptTokens, outputTokens, readTokens }, manner), price, 'estimated').nanoUsd;
  const held = Math.min(size.heldTokens, promptTokens);
  const cold = costWith(0);
  const warm = costWith(held < manner.leastTokens ? 0 : held);
  return cold === undefined || warm === undefined ? undefined : warmth * warm + (1 - warmth) * cold;
}

function usageOf(
  tokens: {
    readonly promptTokens: number;
    readonly outputTokens: number;
    readonly readTokens: number;
  },
  { leastTokens }: CacheManner,
) {
  const { promptTokens, outputTokens, readTokens } = tokens;
  const isKept = promptTokens >= leastTokens;
  return {
    inputTokens: promptTokens,
    outputTokens,
    ...(isKept && { cacheReadTokens: readTokens, cacheWriteTokens: promptTokens - readTokens }),
  };
}

/** Each turn after this one reads what the turn before it left. The last one counts as far as it is whole. */
function costOfTurnsAfter(
  price: Price,
  manner: CacheManner,
  {
    promptTokens,
    outputTokens,
    turns,
  }: {
    readonly promptTokens: number;
    readonly outputTokens: number;
    readonly turns: number;
  },
): number | undefined {
  const warmth = chanceOfWarmth(manner, 0);
  let sum = 0;
  for (let turn = 1; turn < turns + 1; turn += 1) {
    const held = promptTokens + (turn - 1) * (newTokensATurn + outputTokens);
    const cost = costOfTurn(price, manner, {
      promptTokens: held + newTokensATurn + outputTokens,
      outputTokens,
      heldTokens: held,
      warmth,
    });
    if (cost === undefined) return undefined;
    sum += Math.min(1, turns + 1 - turn) * cost;
  }
  return sum;
}
