import type { TurnKind } from '../turns/turn.ts';
import { shareOf } from './beta.ts';
import type { RungKey } from './evidence.ts';
import type { TurnRecord } from './turnRecord.ts';

interface TierRung {
  readonly tier: string;
  readonly rung: RungKey;
}

// Chosen by judgement.
const enoughTries = 20;
/** A tier is good enough when at least this share of its turns surely worked. */
const goodShare = 0.7;

/**
 * The tier that the evidence names for turns of a kind: the lowest of the ladder whose turns surely worked,
 * or one above the usual tier when its own surely did not. Undefined when the evidence does not move it.
 */
export function learnedTier(
  turn: TurnKind,
  usual: TierRung,
  ladder: readonly (TierRung & { readonly nanoUsd?: number })[],
  records: readonly TurnRecord[],
):
  | { readonly tier: string; readonly why: string; readonly worked: number; readonly tries: number }
  | undefined {
  const judged = ladder.flatMap(({ tier, rung }) => {
    const record = records.find((each) => each.turn === turn && each.rung === rung);
    if (!record || record.tries < enoughTries) return [];
    const { low, high } = shareOf(record.worked, record.tries);
    return [{ tier, record, low, high }];
  });
  const good = judged.find(({ low }) => low >= goodShare);
  const own = judged.find(({ tier }) => tier === usual.tier);
  const isBad = own !== undefined && own.high < goodShare;
  const above = ladder[ladder.findIndex(({ tier }) => tier === usual.tier) + 1];
  const tier = good?.tier ?? (isBad ? above?.tier : undefined);
  const cause = good ?? own;
  if (tier === undefined || tier === usual.tier || !cause) return undefined;
  const { worked, tries } = cause.record;
  const why = `${cause.tier} did ${Math.round(worked)} of ${Math.round(tries)} such turns well`;
  return { tier, why, worked, tries };
}
