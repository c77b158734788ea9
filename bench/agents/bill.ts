import { cacheManner, chanceOfWarmth } from '../../src/routing/caches/cacheManners.ts';
import { costOf } from '../../src/routing/models/price.ts';
import type { DrawnConversation, DrawnTurn } from './conversations.ts';
import { type Ladder, priceOf } from './ladders.ts';

/**
 * What a conversation's turns cost at list prices. Whether a cache that should be there is found is chance
 * (97.4 % are), which nobody knows beforehand, hindsight neither: each call counts with its expected cost.
 */
export interface Bill {
  /** Nano-dollars of a turn whose model was last asked at that earlier turn; -1 when it was not. */
  costOf(turn: number, played: PlayedTurn, lastAsked: number): number;
  /** Whether a model that was asked at the earlier turn can still have something at this one. */
  isHeld(turn: number, tier: number, lastAsked: number): boolean;
  /** Tokens that both prompts begin with. */
  sharedTokens(turn: number, earlier: number): number;
}

/** Where a turn runs. */
export interface PlayedTurn {
  /** 0 is the lowest. */
  readonly tier: number;
  /** The model was asked for more effort. */
  readonly thinksHarder: boolean;
}

/** What a model that thinks harder writes in addition, as the product reckons with it. */
const moreThinkingTokens = 4_000;

export function openBill({ turns }: DrawnConversation, { models }: Ladder): Bill {
  const prices = models.map(priceOf);
  const manners = models.map((model, tier) => cacheManner(model, prices[tier]!));
  const shared = (turn: DrawnTurn, earlier: DrawnTurn) =>
    turn.compactions === earlier.compactions ? earlier.promptTokens : turn.headTokens;
  // A turn costs one of few amounts: with nothing found, or with what one of the earlier turns left.
  const known = new Map<number, number>();

  function amount(turn: number, { tier, thinksHarder }: PlayedTurn, readTokens: number): number {
    const way = 2 * tier + Number(thinksHarder);
    const key = (turn * 2 * models.length + way) * 262_144 + readTokens;
    const before = known.get(key);
    if (before !== undefined) return before;
    const { promptTokens, outputTokens } = turns[turn]!;
    const isKept = promptTokens >= manners[tier]!.leastTokens;
    const usage = {
      inputTokens: promptTokens,
      outputTokens: outputTokens + (thinksHarder ? moreThinkingTokens : 0),
      ...(isKept && { cacheReadTokens: readTokens, cacheWriteTokens: promptTokens - readTokens }),
    };
    const cost = costOf(usage, prices[tier], 'computed').nanoUsd!;
    known.set(key, cost);
    return cost;
  }

  const ageOf = (turn: number, earlier: number) => turns[turn]!.atMs - turns[earlier]!.atMs;
  return {
    costOf(turn, played, lastAsked) {
      if (lastAsked < 0) return amount(turn, played, 0);
      const manner = manners[played.tier]!;
      const warmth = chanceOfWarmth(manner, ageOf(turn, lastAsked));
      const held = shared(turns[turn]!, turns[lastAsked]!);
      const warm = amount(turn, played, held >= manner.leastTokens ? held : 0);
      return warmth * warm + (1 - warmth) * amount(turn, played, 0);
    },
    isHeld: (turn, tier, lastAsked) =>
      lastAsked >= 0 && ageOf(turn, lastAsked) < manners[tier]!.goneMs,
    sharedTokens: (turn, earlier) => shared(turns[turn]!, turns[earlier]!),
  };
}

/** Nano-dollars of a conversation whose turns ran so. */
export function totalOf(bill: Bill, played: readonly PlayedTurn[]): number {
  const lastAsked = [-1, -1, -1];
  let total = 0;
  for (const [turn, each] of played.entries()) {
    total += bill.costOf(turn, each, lastAsked[each.tier]!);
    lastAsked[each.tier] = turn;
  }
  return total;
}
