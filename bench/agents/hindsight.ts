import type { Bill } from './bill.ts';
import type { DrawnConversation } from './conversations.ts';
import { type Ladder, priceOf } from './ladders.ts';

/** What has been spent, and which turn asked each tier's model last; -1 for a cache that is gone. */
interface Reached {
  readonly nanoUsd: number;
  readonly lastAsked: readonly number[];
}

/**
 * The least that a conversation can cost, nano-dollars, when each turn runs on its lowest allowed tier or
 * above and everything is known beforehand: caches that will be found, pauses and turns to come. Exact: a
 * dynamic programme over which turn asked each model last. A state is left out only when another one
 * stays cheaper even if it has to pay for every cache that it lacks.
 */
export function bestInHindsight(
  { turns }: DrawnConversation,
  lowest: readonly number[],
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
    const reached = new Map<string, Reached>();
    for (const { nanoUsd, lastAsked } of states) {
      const held = lastAsked.map((last, tier) => (bill.isHeld(turn, tier, last) ? last : -1));
      for (let tier = lowest[turn]!; tier < 3; tier += 1) {
        const next = held.with(tier, turn);
        const cost = nanoUsd + bill.costOf(turn, tier, held[tier]!);
        const key = next.join();
        if (cost < (reached.get(key)?.nanoUsd ?? Infinity)) {
          reached.set(key, { nanoUsd: cost, lastAsked: next });
        }
      }
    }
    states = worthKeeping([...reached.values()], (state, other) =>
      state.lastAsked.reduce(
        (sum, last, tier) =>
          last > other.lastAsked[tier]! ? sum + mostSaved[tier]! * turns[last]!.promptTokens : sum,
        0,
      ),
    );
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
