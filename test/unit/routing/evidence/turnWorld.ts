import type { TurnSeen } from '../../../../src/routing/evidence/gatherTurns.ts';
import { gatherTurns } from '../../../../src/routing/evidence/gatherTurns.ts';
import { learnedTier, type TurnRung } from '../../../../src/routing/evidence/learnedTier.ts';
import type { TurnRecord } from '../../../../src/routing/evidence/turnRecord.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';
import type { TurnKind } from '../../../../src/routing/turns/turn.ts';

/** Three tiers at about the ratios of prices that the shipped models have. */
export const ladder: readonly TurnRung[] = [
  { tier: 'fast', rung: 'p/small', nanoUsd: 1_000_000 },
  { tier: 'balanced', rung: 'p/medium', nanoUsd: 3_000_000 },
  { tier: 'reasoning', rung: 'p/large', nanoUsd: 5_000_000 },
];

/** How often turns of a kind really work on each tier, and which one is usual. */
export interface TurnTruth {
  readonly turn: TurnKind;
  readonly usual: string;
  /** In the order of the ladder. */
  readonly works: readonly [number, number, number];
  /** Turns of the kind in one loop. */
  readonly perLoop: number;
}

/** Plays loops one after the other, and returns the tier of the kind after the last one. */
export function tierAfter(loops: number, truth: TurnTruth, seed: number): string {
  const { turn, works, perLoop } = truth;
  const random = randomFrom(seed);
  const usual = ladder.find(({ tier }) => tier === truth.usual)!;
  const seen: TurnSeen[] = [];
  let records: readonly TurnRecord[] = [];
  const learnedNow = () => learnedTier(turn, usual, ladder, records)?.tier ?? usual.tier;
  for (let loop = 0; loop < loops; loop += 1) {
    const tier = learnedNow();
    const own = ladder.findIndex((rung) => rung.tier === tier);
    // Routine work begins one tier lower by the shipped defaults: evidence of a cheaper tier comes from there.
    const from = loop % 3 === 0 ? Math.max(0, own - 1) : own;
    for (let nth = 0; nth < perLoop; nth += 1) {
      // What fails is asked again one tier higher, until it works or the ladder ends.
      for (let at = from; ; at += 1) {
        const worked = random() < works[at]!;
        seen.unshift({ turn, rung: ladder[at]!.rung, worked });
        if (worked || at === ladder.length - 1) break;
      }
    }
    records = gatherTurns(seen);
  }
  return learnedNow();
}
