import type { Turn, TurnKind } from '../../src/routing/turns/turn.ts';

/** How hard the work is that a loop is about: the tier that the shipped rules give it. */
export type Weight = 'routine' | 'everyday' | 'hard';

/** The tiers that do the kinds well, 0 is the lowest of three. Chosen by judgement. */
const tiers: Readonly<Record<Weight, Readonly<Record<TurnKind, number>>>> = {
  routine: { plan: 1, read: 0, choose: 0, edit: 0, repair: 1, answer: 0 },
  everyday: { plan: 2, read: 0, choose: 0, edit: 1, repair: 1, answer: 1 },
  hard: { plan: 2, read: 0, choose: 0, edit: 1, repair: 2, answer: 2 },
};

/** The tier that usually does a turn well: by its kind, one higher when it failed twice. */
export function wantedTier(
  { kind, loop: { isChecked, troubles } }: Pick<DrawnKind, 'kind' | 'loop'>,
  weight: Weight,
): number {
  // What passed its checks is only told.
  if (kind === 'answer' && isChecked) return 0;
  const tier = tiers[weight][kind];
  return kind === 'repair' && troubles.length >= 2 ? Math.min(2, tier + 1) : tier;
}

/** What a request shows of a turn in a loop of the agent that the developer talks to. */
export interface DrawnKind extends Turn {
  readonly kind: TurnKind;
}
