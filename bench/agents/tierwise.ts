import { type AbleModel, cheapestModel } from '../../src/routing/caches/cheapestModel.ts';
import { shareOfTurns, turnsToCome } from '../../src/routing/caches/turnsToCome.ts';
import type { WarmCache } from '../../src/routing/caches/warmCache.ts';
import { turnKinds } from '../../src/routing/turns/turn.ts';
import type { Bill } from './bill.ts';
import type { DrawnConversation, DrawnTurn } from './conversations.ts';
import { type Ladder, today } from './ladders.ts';
import { type Weight, wantedTier } from './wantedTier.ts';

/*
 * The product's stay or switch, turn after turn. What it sees is what a request shows: the kind of turn, the
 * size of the prompt, the models that were asked and when. The tier of a kind is the policy's.
 */

/** Tokens of an answer to expect: the mean of the public trace that the conversations are fitted to. */
const outputTokens = 523;

/** The tiers that Tierwise takes for a conversation's turns. */
export function tierwise(
  { turns, weight }: DrawnConversation,
  { bill, ladder }: { readonly bill: Bill; readonly ladder: Ladder },
): number[] {
  const tiers: number[] = [];
  for (const [at, turn] of turns.entries()) {
    const caches = cachesAt(at, { turns, tiers, bill, ladder });
    tiers.push(tierOf(turn, weight, { caches, ladder }));
  }
  return tiers;
}

/** Kinds that the policy gives a tier, as long as nothing fails. */
function kindsOf(tier: number, weight: Weight) {
  return turnKinds.filter(
    (kind) => wantedTier({ kind, failures: 0, isChecked: false }, weight) === tier,
  );
}

function tierOf(
  turn: DrawnTurn,
  weight: Weight,
  { caches, ladder }: { readonly caches: readonly WarmCache[]; readonly ladder: Ladder },
): number {
  const { models } = ladder;
  const wanted = wantedTier(turn, weight);
  const able = models.slice(wanted).map((model, at) => ({
    model,
    neededLater: shareOfTurns(kindsOf(wanted + at, weight)),
  })) as [AbleModel, ...AbleModel[]];
  const { kind, promptTokens, atMs, turnsInLoop } = turn;
  const files = { attached: [], read: [], edited: [] };
  const loop = { turns: turnsInLoop, troubles: [], isChecked: false, files };
  const { model } = cheapestModel(able, {
    promptTokens,
    outputTokens,
    caches,
    nowMs: atMs,
    today,
    turnsToCome: turnsToCome({ kind, by: 'agent', loop }, kindsOf(wanted, weight)),
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
