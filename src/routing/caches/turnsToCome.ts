import type { Turn, TurnKind } from '../turns/turn.ts';

/*
 * How long a loop goes on, and how its turns divide into kinds. Loops: answers that follow a tool, for one
 * request of a developer, in a public trace of 4,265 sessions (github.com/uw-syfi/TraceLab, 2026-06; median
 * 1, mean 7.8, 90 % at most 20, 99 % at most 86). One in ten is over 20, and one in ten of those over 86, so
 * the longer a loop has lasted the longer it still goes on: by the fitted distribution, (1 + n / 9)^-2,
 * nine turns more than it has lasted. Kinds: chosen by judgement, 2026-11-29.
 */

const turnsAtFirst = 9;

/** No loop is expected to go on for longer. Chosen by judgement. */
const mostTurns = 60;

const shares: Readonly<Record<TurnKind, number>> = {
  plan: 0.11,
  read: 0.3,
  choose: 0.25,
  edit: 0.21,
  repair: 0.06,
  answer: 0.07,
};

/** How likely a turn of a loop is of one of these kinds, 0 to 1. */
export function shareOfTurns(kinds: readonly TurnKind[]): number {
  return [...new Set(kinds)].reduce((sum, each) => sum + shares[each], 0);
}

/**
 * Turns of a loop, this one included, that a model is expected to serve from now on when it serves turns of
 * these kinds. A side call is alone; the final answer is expected to be the last turn.
 */
export function turnsToCome(
  { kind, loop }: Turn,
  served: readonly TurnKind[] = kind === 'side' ? [] : [kind],
): number {
  if (kind === 'side' || kind === 'answer') return 1;
  return 1 + turnsLeft({ loop }) * shareOfTurns(served);
}

/** Turns of a loop after this one, expected while nothing says that it ends. */
export function turnsLeft({ loop }: Pick<Turn, 'loop'>): number {
  return Math.min(mostTurns, turnsAtFirst + loop.turns);
}
