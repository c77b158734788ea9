import type { TurnKind } from '../../src/routing/turns/turn.ts';

/** How hard the work is that a loop is about: the tier that the shipped rules give it. */
export type Weight = 'routine' | 'everyday' | 'hard';

/** By the shipped defaults for turns; 0 is the lowest of three tiers. */
const tiers: Readonly<Record<Weight, Readonly<Record<TurnKind, number>>>> = {
  routine: { plan: 1, read: 0, choose: 0, edit: 0, repair: 1, answer: 0 },
  everyday: { plan: 2, read: 0, choose: 0, edit: 1, repair: 1, answer: 1 },
  hard: { plan: 2, read: 0, choose: 0, edit: 1, repair: 2, answer: 2 },
};

/** The lowest tier that the policy gives a turn: by its kind, one higher when it failed twice. */
export function wantedTier(
  {
    kind,
    failures,
    isChecked,
  }: { readonly kind: TurnKind; readonly failures: number; readonly isChecked: boolean },
  weight: Weight,
): number {
  // What passed its checks is only told.
  if (kind === 'answer' && isChecked) return 0;
  const tier = tiers[weight][kind];
  return kind === 'repair' && failures >= 2 ? Math.min(2, tier + 1) : tier;
}
