import type { LoopState, Trouble } from '../turns/turn.ts';

/** How far above its own tier a turn has to go, and why. */
export interface Climb {
  readonly steps: number;
  /** For people, such as `runTests failed twice`. */
  readonly because: string;
}

// All chosen by judgement.
/**
 * How much each trouble weighs. One failed tool or check is everyday work, and the model reads what went
 * wrong; a loop that repeats a call or gets nowhere is stuck already.
 */
const weights: Readonly<Record<Trouble['kind'], number>> = {
  toolFailed: 1,
  checkFailed: 1,
  rejected: 1,
  sameCall: 2,
  noProgress: 2,
};
/** From this weight on, each further trouble is one more step. */
const firstStepAt = 2;
/** A failed tool that was not tried again, or a repeated call, counts for this many answers. */
const rememberedTurns = 5;

/**
 * Whether the troubles of a loop that are not settled call for more than its turn's own tier; undefined when
 * they do not. It depends on nothing but the loop as it is: a failed check counts until it passes, other
 * troubles until they lie some answers back, and when a check passed after the newest edit only what
 * happened since.
 */
export function climbOf({ turns, troubles, isChecked }: LoopState): Climb | undefined {
  const counted = troubles.filter(({ kind, turn }) => {
    if (isChecked) return turn >= turns && kind !== 'checkFailed';
    return kind === 'checkFailed' || turn > turns - rememberedTurns;
  });
  const weight = counted.reduce((sum, { kind }) => sum + weights[kind], 0);
  if (weight < firstStepAt) return undefined;
  return { steps: weight - firstStepAt + 1, because: becauseOf(counted) };
}

/** The two troubles that happened most often, with how often. */
function becauseOf(troubles: readonly Trouble[]): string {
  const counts = new Map<string, number>();
  for (const { what } of troubles) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 2)
    .map(([what, count]) => `${what}${howOften(count)}`)
    .join(' and ');
}

function howOften(count: number): string {
  if (count === 1) return '';
  return count === 2 ? ' twice' : ` ${count} times`;
}
