import type { TurnKind } from '../turns/turn.ts';
import { costOf, noWorse, recordOf, type TurnRung } from './learnedTier.ts';
import type { TurnRecord } from './turnRecord.ts';

/** A wrong turn of these kinds is seen at once, and asking again repairs it: nothing was written. */
const cheapToFail: ReadonlySet<TurnKind> = new Set(['read', 'choose']);
/** The share of such turns that try the next cheaper tier, at most. Chosen by judgement. */
const mostExplored = 1 / 3;
/** Turns on the cheaper tier, by weight, after which trying it ends. Chosen by judgement. */
const enoughToTell = 40;
/** A tier that is as good with no more than this probability is not tried again. Chosen by judgement. */
const hopeless = 0.1;

/** How much exploring is allowed, and the number that decides about this turn. */
export interface Exploring {
  /** From 0 to 1; the same for the same turn. Best the same for a whole loop, because a switch pays its prefix again. */
  readonly draw: number;
  /** What exploring may cost in all, as a share of what the turns cost without it. 0 for none. */
  readonly exploringShare: number;
}

/**
 * The next cheaper tier, when this turn is among the few that try it: evidence of a tier that is never asked
 * would never come. Only kinds of turn whose failure is cheap, only until the evidence can tell, and only so
 * often that it costs no more than `exploringShare` is expected to allow.
 *
 * @param from The tier that the turn has otherwise: the usual one, or the learned one.
 */
export function exploredTier(
  turn: TurnKind,
  from: Pick<TurnRung, 'tier' | 'rung'>,
  ladder: readonly TurnRung[],
  records: readonly TurnRecord[],
  { draw, exploringShare }: Exploring,
): { readonly tier: string; readonly why: string } | undefined {
  const at = ladder.findIndex(({ tier }) => tier === from.tier);
  const own = ladder[at];
  const cheaper = ladder.slice(0, Math.max(0, at)).findLast(({ rung }) => rung !== from.rung);
  if (!own || !cheaper || !cheapToFail.has(turn) || exploringShare <= 0) return undefined;
  const looked = { turn, records, ladder };
  const [cost, usualCost] = [costOf(cheaper, looked), costOf(own, looked)];
  if (cost === undefined || usualCost === undefined) return undefined;
  if (recordOf(cheaper.rung, looked).tries >= enoughToTell) return undefined;
  if (noWorse(cheaper, own, looked) <= hopeless) return undefined;
  const more = cost - usualCost;
  const affordable = more > 0 ? (exploringShare * usualCost) / more : 1;
  if (draw >= Math.min(mostExplored, affordable)) return undefined;
  return {
    tier: cheaper.tier,
    why: `a few of your ${turn} turns try ${cheaper.tier}, to see whether it does them as well`,
  };
}
