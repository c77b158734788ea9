import { type Turn, type TurnKind, turnKinds } from '../turns/turn.ts';

/** What a policy may name a tier for, in an agent's loop. */
export const turnKeys = [...turnKinds, 'execute', 'subagent', 'planMode', 'side'] as const;
export type TurnKey = (typeof turnKeys)[number];

/** Which answers of a loop are checked before they are handed on: those that edit, all that call tools, none. */
export const turnGatings = ['edits', 'all', 'none'] as const;
export type TurnGating = (typeof turnGatings)[number];

/*
 * Where nobody says so, edits are checked. An edit that does not apply costs its loop a whole turn anyway: the
 * tool's error comes back, the prefix is read again to repair it, and both stay in the prefix of every turn after
 * it. Asking again at once reads the same prefix, from a cache that is still warm, and leaves nothing behind.
 * A check itself costs no call: a file is read and parsed, some ten milliseconds, and only after an answer
 * that edits. `all` holds every call back until its answer is whole, to find what most clients find at once.
 */
const shippedGating: TurnGating = 'edits';

/** Names of tiers, or `auto`, and which answers are checked. */
export type TurnTiers = Partial<Readonly<Record<TurnKey, string>>> & {
  readonly gate?: TurnGating;
};

/** The tiers that somebody named for turns, and who did. */
export interface NamedTurns {
  readonly tiers: TurnTiers;
  readonly origin: 'settings' | 'repository';
}

/** The tiers that the user and a repository name for turns, the user's first. */
export function turnsInForce(
  settings: TurnTiers,
  repository: TurnTiers | undefined,
): readonly NamedTurns[] {
  const all: readonly NamedTurns[] = [
    { tiers: settings, origin: 'settings' },
    { tiers: repository ?? {}, origin: 'repository' },
  ];
  return all.filter(({ tiers }) => Object.keys(tiers).length > 0);
}

/**
 * What a policy names for a turn, with the key that names it; undefined when nobody names anything. The
 * user's settings come before the repository.
 */
export function namedForTurn(
  named: readonly NamedTurns[],
  turn: Pick<Turn, 'kind' | 'by'>,
):
  | { readonly tier: string; readonly key: TurnKey; readonly origin: NamedTurns['origin'] }
  | undefined {
  for (const { tiers, origin } of named) {
    const key = keysFor(turn).find((each) => tiers[each] !== undefined);
    if (key === undefined) continue;
    return { tier: tiers[key]!, key, origin };
  }
  return undefined;
}

/** Which answers of loops are checked; the user's settings come before the repository. */
export function gatingOf(named: readonly NamedTurns[]): TurnGating {
  return named.find(({ tiers }) => tiers.gate)?.tiers.gate ?? shippedGating;
}

/** The keys that may name a turn's tier: who asks comes before what is asked. */
function keysFor({ kind, by }: Pick<Turn, 'kind' | 'by'>): readonly TurnKey[] {
  if (kind === 'side') return ['side'];
  const byKind: readonly TurnKey[] =
    kind === 'plan' ? ['plan'] : [kind satisfies TurnKind, 'execute'];
  if (by === 'subagent') return ['subagent', ...byKind];
  return by === 'planner' ? ['planMode', 'plan', ...byKind] : byKind;
}
