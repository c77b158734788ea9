import type { NanoUsd } from '../models/money.ts';
import type { TurnKind } from '../turns/turn.ts';
import { meanOf, probablyHigher, type ShareBelief } from './compareShares.ts';
import type { RungKey } from './evidence.ts';
import { newestTurns } from './gatherTurns.ts';
import { turnPrior } from './turnPrior.ts';
import type { TurnRecord } from './turnRecord.ts';

/** A tier, the rung that it means now, and what one such turn costs on it; omitted when unknown. */
export interface TurnRung {
  readonly tier: string;
  readonly rung: RungKey;
  readonly nanoUsd?: NanoUsd;
}

export interface LearnedTier {
  readonly tier: string;
  /** Such as `fast works in 41 of 43 of your edit turns`. */
  readonly why: string;
}

/** Turns on a rung, by weight, before its record moves anything. Chosen by judgement. */
const enoughTries = 16;

/**
 * The share of turns that a cheaper rung may fail more than the usual one. Larger where a failure is cheap:
 * the loop sees it at once and asks again. Chosen by judgement.
 */
const smallLoss: Readonly<Record<TurnKind, number>> = {
  plan: 0.03,
  read: 0.1,
  choose: 0.1,
  edit: 0.05,
  repair: 0.05,
  answer: 0.05,
};
/** A more expensive rung is asked only where the usual one fails this much more. Chosen by judgement. */
const clearGain = 0.1;

/**
 * How sure the evidence must be. A tier that does most of the newest turns of a kind keeps them on less, so
 * that a record at the edge does not move the tier back and forth. Tuned on
 * simulated loops, until the tier moved as it should in 95 % of them and wrongly in at most 5 %.
 */
const sureness = { down: { enter: 0.75, stay: 0.35 }, up: { enter: 0.85, stay: 0.4 } };

/**
 * A failed turn is paid for, asked once more, and then the next tier does some turns until a check passes.
 * Chosen by judgement: loops come down again after about three.
 */
const turnsOfClimb = 3;

/**
 * What a tier may cost in the end, as a share of the usual one's cost: costs are estimates, and one that does
 * most turns already keeps them at a little more. Chosen by judgement.
 */
const mostCost = { enter: 0.97, stay: 1.15 };

/**
 * The tier that the developer's own evidence gives a kind of turn in place of the usual one. Down, to a tier
 * whose turns work about as often and cost less, failures included; up, to the next tier when the usual one
 * fails clearly more often. Undefined when the evidence does not move it, or a price is unknown.
 *
 * @param ladder Tiers that are ready, cheapest first; the usual one is among them.
 */
export function learnedTier(
  turn: TurnKind,
  usual: Pick<TurnRung, 'tier' | 'rung'>,
  ladder: readonly TurnRung[],
  records: readonly TurnRecord[],
): LearnedTier | undefined {
  const at = ladder.findIndex(({ tier }) => tier === usual.tier);
  const own = ladder[at];
  if (!own) return undefined;
  const looked = { turn, records, ladder };
  const isOther = ({ rung }: TurnRung) => rung !== usual.rung;
  const cheaper = ladder.slice(0, at).filter(isOther);
  const good = cheaper.filter((rung) => isAsGood(rung, own, looked));
  const [cheapest] = good.toSorted((one, other) => costOf(one, looked)! - costOf(other, looked)!);
  if (cheapest) return { tier: cheapest.tier, why: whyOf(cheapest, looked) };
  const next = ladder.slice(at + 1).find(isOther);
  if (!next || !isClearlyBetter(next, own, looked)) return undefined;
  return { tier: next.tier, why: whyOf(own, looked).replace('works in', 'works in only') };
}

/** What all comparisons of a question look at. */
interface Looked {
  readonly turn: TurnKind;
  readonly records: readonly TurnRecord[];
  readonly ladder: readonly TurnRung[];
}

/** The record of the rung that moves the tier: the cheaper one's, or that of the one that fails. */
function whyOf({ tier, rung }: TurnRung, looked: Looked): string {
  const { worked, tries } = recordOf(rung, looked);
  const counts = `${Math.round(worked)} of ${Math.round(tries)}`;
  return `${tier} works in ${counts} of your ${looked.turn} turns`;
}

function isAsGood(cheap: TurnRung, usual: TurnRung, looked: Looked): boolean {
  if (recordOf(cheap.rung, looked).tries < enoughTries) return false;
  const now = standing(cheap, looked);
  return (
    isAffordable(cheap, usual, mostCost[now], looked) &&
    noWorse(cheap, usual, looked) >= sureness.down[now]
  );
}

/** The probability that a cheaper rung fails at most a little more often. */
function noWorse(cheap: TurnRung, usual: TurnRung, looked: Looked): number {
  return compared(cheap, usual, -smallLoss[looked.turn], looked);
}

function isClearlyBetter(next: TurnRung, usual: TurnRung, looked: Looked): boolean {
  if (recordOf(usual.rung, looked).tries < enoughTries) return false;
  const now = standing(next, looked);
  return (
    isAffordable(next, usual, mostCost[now], looked) &&
    compared(next, usual, clearGain, looked) >= sureness.up[now]
  );
}

/** Whether a rung would have to take the turns of this kind over, or does most of them already. */
function standing({ rung }: TurnRung, looked: Looked): 'enter' | 'stay' {
  const { newest = 0 } = recordOf(rung, looked);
  return newest >= (2 / 3) * newestTurns ? 'stay' : 'enter';
}

function isAffordable(rung: TurnRung, usual: TurnRung, most: number, looked: Looked): boolean {
  const [cost, usualCost] = [costOf(rung, looked), costOf(usual, looked)];
  return cost !== undefined && usualCost !== undefined && cost <= most * usualCost;
}

/** What one turn costs in the end: failures are asked again and climb. Undefined when a price is unknown. */
function costOf(rung: TurnRung, looked: Looked): NanoUsd | undefined {
  const { ladder } = looked;
  const above = ladder[ladder.indexOf(rung) + 1] ?? rung;
  if (rung.nanoUsd === undefined || above.nanoUsd === undefined) return undefined;
  const fails = 1 - meanOf(beliefOf(rung.rung, looked));
  return rung.nanoUsd + fails * (rung.nanoUsd + turnsOfClimb * above.nanoUsd);
}

function beliefOf(rung: RungKey, looked: Looked): ShareBelief {
  const { worked, tries } = recordOf(rung, looked);
  const works = turnPrior.works[looked.turn];
  return {
    yes: worked + turnPrior.tries * works,
    no: tries - worked + turnPrior.tries * (1 - works),
  };
}

/** The record of a rung; an empty one where nothing is known. */
function recordOf(
  rung: RungKey,
  { turn, records }: Pick<Looked, 'turn' | 'records'>,
): Omit<TurnRecord, 'turn' | 'rung'> {
  return (
    records.find((each) => each.turn === turn && each.rung === rung) ?? { tries: 0, worked: 0 }
  );
}

// A comparison takes a tenth of a millisecond, and every turn of a loop asks for the same ones. They are freed
// together with the records.
const comparedIn = new WeakMap<readonly TurnRecord[], Map<string, number>>();

function compared(first: TurnRung, second: TurnRung, by: number, looked: Looked): number {
  const { records, turn } = looked;
  const known = comparedIn.get(records) ?? new Map<string, number>();
  comparedIn.set(records, known);
  const key = [turn, first.rung, second.rung, by].join('\n');
  const value =
    known.get(key) ??
    probablyHigher(beliefOf(first.rung, looked), beliefOf(second.rung, looked), by);
  known.set(key, value);
  return value;
}
