import type { RungKey } from './evidence.ts';
import { fading } from './gatherEvidence.ts';
import type { TurnRecord } from './turnRecord.ts';

/** What became of one answer of a turn. */
export interface TurnSeen {
  readonly turn: TurnRecord['turn'];
  readonly rung: RungKey;
  readonly worked: boolean;
}

/**
 * The newest turns of a kind that show which rung does most of them now: more than a few loops that only tried
 * one. Chosen by judgement.
 */
export const newestTurns = 30;

/**
 * Counts turns, given newest first, by kind and rung. Each newer turn of the same kind takes as much weight
 * from a turn as a newer experience takes from an older one.
 */
export function gatherTurns(turns: readonly TurnSeen[]): TurnRecord[] {
  const ofKind = [...Map.groupBy(turns, ({ turn }) => turn).values()];
  return ofKind.flatMap((all) => {
    const records = new Map<RungKey, TurnRecord>();
    all.forEach(({ turn, rung, worked }, newer) => {
      const weight = fading ** newer;
      const before = records.get(rung) ?? { turn, rung, tries: 0, worked: 0, newest: 0 };
      records.set(rung, {
        ...before,
        tries: before.tries + weight,
        worked: before.worked + (worked ? weight : 0),
        newest: before.newest! + (newer < newestTurns ? 1 : 0),
      });
    });
    return [...records.values()];
  });
}
