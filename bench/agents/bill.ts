import { cacheManner, chanceOfWarmth } from '../../src/routing/caches/cacheManners.ts';
import { costOf } from '../../src/routing/models/price.ts';
import type { DrawnConversation, DrawnTurn } from './conversations.ts';
import { type Ladder, priceOf } from './ladders.ts';

/** What a conversation's turns cost: its provider's side, which knows whether a cache was found. */
export interface Bill {
  /**
   * Nano-dollars of a turn on a tier whose model was last asked at that earlier turn; -1 when it was not.
   */
  costOf(turn: number, tier: number, lastAsked: number): number;
  /** Whether a model that was asked at the earlier turn can still have something at this one. */
  isHeld(turn: number, tier: number, lastAsked: number): boolean;
  /** Tokens that both prompts begin with. */
  sharedTokens(turn: number, earlier: number): number;
}

export function openBill({ turns }: DrawnConversation, { models }: Ladder): Bill {
  const prices = models.map(priceOf);
  const manners = models.map((model, tier) => cacheManner(model, prices[tier]!));
  const shared = (turn: DrawnTurn, earlier: DrawnTurn) =>
    turn.compactions === earlier.compactions ? earlier.promptTokens : turn.headTokens;
  // A turn costs one of few amounts: with nothing found, or with what one of the earlier turns left.
  const known = new Map<number, number>();

  function amount(turn: number, tier: number, readTokens: number): number {
    const key = (turn * models.length + tier) * 262_144 + readTokens;
    const before = known.get(key);
    if (before !== undefined) return before;
    const { promptTokens, outputTokens } = turns[turn]!;
    const isKept = promptTokens >= manners[tier]!.leastTokens;
    const usage = {
      inputTokens: promptTokens,
      outputTokens,
      ...(isKept && { cacheReadTokens: readTokens, cacheWriteTokens: promptTokens - readTokens }),
    };
    const cost = costOf(usage, prices[tier], 'computed').nanoUsd!;
    known.set(key, cost);
    return cost;
  }

  const ageOf = (turn: number, earlier: number) => turns[turn]!.atMs - turns[earlier]!.atMs;
  return {
    costOf(turn, tier, lastAsked) {
      if (lastAsked < 0) return amount(turn, tier, 0);
      const manner = manners[tier]!;
      const warmth = chanceOfWarmth(manner, ageOf(turn, lastAsked));
      const held = shared(turns[turn]!, turns[lastAsked]!);
      const warm = amount(turn, tier, held >= manner.leastTokens ? held : 0);
      return warmth * warm + (1 - warmth) * amount(turn, tier, 0);
    },
    isHeld: (turn, tier, lastAsked) =>
      lastAsked >= 0 && ageOf(turn, lastAsked) < manners[tier]!.goneMs,
    sharedTokens: (turn, earlier) => shared(turns[turn]!, turns[earlier]!),
  };
}

/** Nano-dollars of a conversation whose turns ran on these tiers. */
export function totalOf(bill: Bill, tiers: readonly number[]): number {
  const lastAsked = [-1, -1, -1];
  let total = 0;
  for (const [turn, tier] of tiers.entries()) {
    total += bill.costOf(turn, tier, lastAsked[tier]!);
    lastAsked[tier] = turn;
  }
  return total;
}
