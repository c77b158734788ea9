import type { WarmCache } from '../../src/routing/caches/warmCache.ts';
import { type AbleModel, cheapestModel } from '../../src/routing/caches/cheapestModel.ts';
import { shareOfTurns, turnsToCome } from '../../src/routing/caches/turnsToCome.ts';
import { turnKinds } from '../../src/routing/turns/turn.ts';
import type { Bill } from './bill.ts';
import { type DrawnConversation, type DrawnTurn, wantedTier } from './conversations.ts';
import { type Ladder, today } from './ladders.ts';

/*
 * The product's stay or switch, turn after turn. What it sees is what a request shows: the kind of turn, the
 * size of the prompt, the models that were asked and when. The tier of a kind is the policy's.
 */

/** Tokens of an answer to expect: the mean of the public trace that the conversations are fitted to. */
const outputTokens = 523;

/** The tiers that Tierwise takes for a conversation's turns. */
export function tierwise(
  { turns }: DrawnConversation,
  { bill, ladder }: { readonly bill: Bill; readonly ladder: Ladder },
): number[] {
  const tiers: number[] = [];
  for (const [at, turn] of turns.entries()) {
    const caches = cachesAt(at, { turns, tiers, bill, ladder });
    tiers.push(tierOf(turn, caches, ladder));
  }
  return tiers;
}

/** Kinds that the policy gives a tier, as long as nothing fails. */
const kindsOf = (tier: number) =>
  turnKinds.filter((kind) => wantedTier({ kind, failures: 0 }) === tier);

function tierOf(turn: DrawnTurn, caches: readonly WarmCache[], { models }: Ladder): number {
  const wanted = wantedTier(turn);
  const able = models.slice(wanted).map((model, at) => ({
    model,
    neededLater: shareOfTurns(kindsOf(wanted + at)),
  })) as [AbleModel, ...AbleModel[]];
  const { kind, promptTokens, atMs, turnsInLoop } = turn;
  const files = { attached: [], read: [], edited: [] };
  const loop = { turns: turnsInLoop, troubles: [], settled: 0, isChecked: false, files };
  const { model } = cheapestModel(able, {
    promptTokens,
    outputTokens,
    caches,
    nowMs: atMs,
    today,
    turnsToCome: turnsToCome({ kind, by: 'agent', loop }, kindsOf(wanted)),
  });
  return models.indexOf(model);
}

function cachesAt(
  at: number,
  {
    turns,
    tiers,
    bill,
    ladder,
  }: {
    readonly turns: readonly DrawnTurn[];
    readonly tiers: readonly number[];
    readonly bill: Bill;
    readonly ladder: Ladder;
  },
): WarmCache[] {
  return ladder.models.flatMap(({ reference }, tier) => {
    const asked = tiers.lastIndexOf(tier);
    if (asked < 0) return [];
    return [
      { model: reference, prefixTokens: bill.sharedTokens(at, asked), atMs: turns[asked]!.atMs },
    ];
  });
}
