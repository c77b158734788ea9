import type { Turn, TurnKind } from '../turns/turn.ts';
import { shareOfTurns, turnsLeft } from './turnsToCome.ts';

/*
 * When a conversation comes back to a model. Figures of the public trace that `turnsToCome.ts` names: a model
 * writes for 11.5 seconds, and nine of ten tools take less than 13.6, 0.3 in the middle (those that take minutes
 * end a cache); a developer takes 84 seconds in the middle to ask again, and 20.6 minutes or less in 90 % of all
 * cases; a session has 9.2 requests.
 */

/** When a later turn needs a model and no lower one, as far as a turn tells. */
export interface NeededLater {
  /** How likely the loop ends with this turn, and with each one after it, 0 to 1. */
  readonly endsNow: number;
  readonly ends: number;
  /** How likely each later turn of the loop needs the model, 0 to 1. */
  readonly inLoop: number;
  /** How likely the developer asks again and the plan for that needs it, 0 to 1. */
  readonly byNext: number;
}

/** When turns of these kinds come after a turn. */
export function neededLater(turn: Turn, kinds: readonly TurnKind[]): NeededLater {
  const ends = 1 / (1 + turnsLeft(turn));
  const inLoop = kinds.filter((kind) => kind !== 'plan');
  return {
    endsNow: turn.kind === 'answer' ? 1 : ends,
    ends,
    inLoop: shareOfTurns(inLoop) / (1 - shareOfTurns(['plan'])),
    byNext: kinds.includes('plan') ? asksAgain : 0,
  };
}

/** How far apart the turns of a loop usually are. */
const msAStep = 14_000;

const asksAgain = 1 - 1 / 9.2;

/** How likely the developer has asked again after so long: the log-logistic curve through both figures. */
function hasAsked(ms: number): number {
  return ms <= 0 ? 0 : 1 / (1 + (84_000 / ms) ** 0.82);
}

/** How likely the model is next needed between two times after a turn, milliseconds; 0 to 1. */
export function chanceOfNeed(needed: NeededLater, fromMs: number, toMs: number): number {
  let isOpen = 1;
  let chance = 0;
  for (let ms = msAStep; ms < toMs; ms += msAStep) {
    const ending = isOpen * (ms === msAStep ? needed.endsNow : needed.ends);
    chance += ending * needed.byNext * (hasAsked(toMs - ms) - hasAsked(fromMs - ms));
    const needing = (isOpen - ending) * needed.inLoop;
    if (ms >= fromMs) chance += needing;
    isOpen -= ending + needing;
  }
  return chance;
}
