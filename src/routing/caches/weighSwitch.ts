import type { Model } from '../models/model.ts';
import type { NanoUsd } from '../models/money.ts';
import { costOf, type Price, priceOn } from '../models/price.ts';
import { type CacheManner, cacheManner, chanceOfWarmth } from './cacheManners.ts';
import { chanceOfNeed, type NeededLater } from './neededLater.ts';
import type { WarmCache } from './warmCache.ts';

/*
 * This folder says what prompt caches are worth. The caches that a conversation may still have come in; what
 * it costs to stay on a model and to switch to another one goes out. `cacheManners.ts` knows how providers
 * keep prompts, `turnsToCome.ts` how long loops go on, `neededLater.ts` when a model is needed again.
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
  /**
   * When a later turn needs the model that could go on and no lower one: a call now keeps its cache warm for
   * it. Never when omitted.
   */
  readonly neededLater?: NeededLater;
}

/** Expected costs at list prices, nano-dollars. */
export interface SwitchCost {
  /** Of all turns to come on the model that could go on, less what its warm cache saves turns that need it. */
  readonly stayNanoUsd: NanoUsd;
  /** Of the same turns on the other one. */
  readonly switchNanoUsd: NanoUsd;
  /** What this turn costs more on the other one; below 0 when it is cheaper at once. */
  readonly nowNanoUsd: NanoUsd;
  /** Whether all turns to come cost less on the other one. */
  readonly pays: boolean;
}

// Mean new input of an agent's step besides its last answer, less what missed caches made new: 2.3 billion
// tokens in 357,161 steps of a public trace, 2.5 % of whose prompts of 154,000 tokens were written again, and
// 523 tokens an answer (github.com/uw-syfi/TraceLab, 2026-06).
const newTokensATurn = 2_000;

// 11.5 s of generation and 16.8 s of tools for each step of the same trace, long ones included.
const msATurn = 28_000;

/**
 * The share of a cache's life in turns that is looked ahead. A switch can be made a turn later, but what it
 * has written cannot be taken back; and pauses end what it wrote it for. Chosen on simulated conversations
 * (`bench/agents`), on other seeds than those that are reported.
 */
const shareOfLife = 0.33;

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
  const ahead = turnsAhead(question, change.manner);
  const staying = stay.now + stay.later * (ahead - 1) - stay.kept;
  const switching = change.now + change.later * (ahead - 1);
  return {
    stayNanoUsd: Math.round(staying),
    switchNanoUsd: Math.round(switching),
    nowNanoUsd: Math.round(change.now - stay.now),
    pays: switching < staying,
  };
}

function turnsAhead({ turnsToCome }: SwitchQuestion, { keptMs }: CacheManner): number {
  return Math.max(1, Math.min(turnsToCome, (shareOfLife * keptMs) / msATurn));
}

/** Expected nano-dollars on a model. */
interface Costs {
  readonly manner: CacheManner;
  readonly now: number;
  /** Of each turn after this one. */
  readonly later: number;
  /** What this call saves later turns that need the model. */
  readonly kept: number;
}

function costsOn(model: Model, question: SwitchQuestion): Costs | undefined {
  const { promptTokens, outputTokens, caches, nowMs, today, neededLater } = question;
  const price = priceOn(model.prices, today);
  if (!price) return undefined;
  const manner = cacheManner(model, price);
  const cache = longestOf(caches, model);
  const ageMs = cache ? Math.max(0, nowMs - cache.atMs) : Infinity;
  const growth = newTokensATurn + outputTokens;
  const costWith = (heldTokens: number, warmth: number, tokens = promptTokens) =>
    costOfTurn(price, manner, { promptTokens: tokens, outputTokens, heldTokens, warmth });
  const now = costWith(cache?.prefixTokens ?? 0, chanceOfWarmth(manner, ageMs));
  const later = costWith(promptTokens, chanceOfWarmth(manner, 0), promptTokens + growth);
  const [cold, warm] = [costWith(0, 0), costWith(promptTokens, 1)];
  if (now === undefined || later === undefined || cold === undefined || warm === undefined) {
    return undefined;
  }
  // Until then its earlier calls keep the cache.
  const keptMs = Math.max(0, manner.keptMs - ageMs);
  const needed = neededLater ? chanceOfNeed(neededLater, keptMs, manner.keptMs) : 0;
  const kept = needed * (cold - warm);
  return { manner, now, later, kept };
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
