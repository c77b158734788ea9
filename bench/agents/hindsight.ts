import type { Bill, PlayedTurn } from './bill.ts';
import type { DrawnConversation } from './conversations.ts';
import { type Ladder, priceOf } from './ladders.ts';

/** What has been spent, and which turn asked each tier's model last; -1 for a cache that is gone. */
interface Reached {
  readonly nanoUsd: number;
  readonly lastAsked: readonly number[];
}

/**
 * The least that a conversation can cost, nano-dollars, when each turn runs as it is wanted or on a tier
 * above and everything is known beforehand: caches that will be found, pauses and turns to come. Exact: a
 * dynamic programme over which turn asked each model last. A state is left out only when another one
 * stays cheaper even if it has to pay for every cache that it lacks.
 */
export function bestInHindsight(
  { turns }: DrawnConversation,
  wanted: readonly PlayedTurn[],
  { bill, ladder }: { readonly bill: Bill; readonly ladder: Ladder },
): number {
  const mostSaved = ladder.models.map((model) => {
    const price = priceOf(model);
    const savings = [price, ...(price.above ?? [])].map(
      ({ input, cacheRead = input, cacheWrite = input }) => cacheWrite - cacheRead,
    );
    return Math.max(0, ...savings) / 1e6;
  });
  let states: readonly Reached[] = [{ nanoUsd: 0, lastAsked: [-1, -1, -1] }];
  for (const turn of turns.keys()) {
    const reached = new Map<number, Reached>();
    for (const { nanoUsd, lastAsked } of states) {
      const held = lastAsked.map((last, tier) => (bill.isHeld(turn, tier, last) ? last : -1));
      for (let { tier } = wanted[turn]!; tier < 3; tier += 1) {
        const played = tier === wanted[turn]!.tier ? wanted[turn]! : { tier, thinksHarder: false };
        const cost = nanoUsd + bill.costOf(turn, played, held[tier]!);
        const next = held.with(tier, turn);
        const key = next.reduce((sum, last) => sum * (turns.length + 1) + last + 1, 0);
        if (cost < (reached.get(key)?.nanoUsd ?? Infinity)) {
          reached.set(key, { nanoUsd: cost, lastAsked: next });
        }
      }
    }
    states = worthKeeping([...reached.values()], (state, other) => {
      let most = 0;
      for (let tier = 0; tier < 3; tier += 1) {
        const last = state.lastAsked[tier]!;
        if (last > other.lastAsked[tier]!) most += mostSaved[tier]! * turns[last]!.promptTokens;
      }
      return most;
    });
  }
  return Math.min(...states.map(({ nanoUsd }) => nanoUsd));
}

/**
 * The states that may still turn out to be the best.
 *
 * @param worth the most that the first state's caches can save over the second's, nano-dollars
 */
function worthKeeping(
  states: readonly Reached[],
  worth: (state: Reached, other: Reached) => number,
): readonly Reached[] {
  const kept: Reached[] = [];
  for (const state of states.toSorted((a, b) => a.nanoUsd - b.nanoUsd)) {
    const isBeaten = kept.some((other) => other.nanoUsd + worth(state, other) <= state.nanoUsd);
    if (!isBeaten) kept.push(state);
  }
  return kept;
}
