import { type Played, playWorld } from './playWorld.ts';
import type { Stage } from './stage.ts';
import { storyOf } from './storyOf.ts';
import type { WorldOptions } from './world.ts';

/** Many worlds together. Money in nano-dollars. */
export interface Totals extends Omit<Played, 'broken' | 'history'> {
  readonly worlds: number;
  /** The story of each world that broke a promise; it begins with the seed. */
  readonly stories: readonly string[];
}

export interface WorldsToPlay extends Omit<WorldOptions, 'seed' | 'isTraced'> {
  /** The seed of the first world; the next one has the next seed. */
  readonly firstSeed: number;
  /** Worlds are played until so many lives were lived. */
  readonly lives: number;
  /** No further world is begun after so many broken ones. */
  readonly mostBroken?: number;
  readonly onWorld?: (totals: Totals) => void;
}

const nothing: Totals = {
  worlds: 0,
  lives: 0,
  answered: 0,
  calls: 0,
  firsts: 0,
  flagged: 0,
  lost: 0,
  billedNanoUsd: 0,
  bookedNanoUsd: 0,
  asked: {},
  stories: [],
};

export async function playWorlds(
  stage: Stage,
  { firstSeed, lives, mostBroken = 5, onWorld, ...options }: WorldsToPlay,
): Promise<Totals> {
  let totals = nothing;
  for (let seed = firstSeed; totals.lives < lives; seed += 1) {
    const played = await playWorld(stage, { ...options, seed });
    const isBroken = played.broken.length > 0;
    // The same seed makes the same world, so that only broken ones need a history.
    const told = isBroken
      ? [storyOf(await playWorld(stage, { ...options, seed, isTraced: true }))]
      : [];
    totals = plus(totals, played, told);
    onWorld?.(totals);
    if (totals.stories.length >= mostBroken) return totals;
  }
  return totals;
}

function plus(totals: Totals, played: Played, stories: readonly string[]): Totals {
  const names = [
    'lives',
    'answered',
    'calls',
    'firsts',
    'flagged',
    'lost',
    'billedNanoUsd',
    'bookedNanoUsd',
  ] as const;
  const sums = Object.fromEntries(names.map((name) => [name, totals[name] + played[name]]));
  const asked = { ...totals.asked };
  for (const [fault, count] of Object.entries(played.asked))
    asked[fault] = (asked[fault] ?? 0) + count;
  return {
    ...(sums as Pick<Totals, (typeof names)[number]>),
    asked,
    worlds: totals.worlds + 1,
    stories: [...totals.stories, ...stories],
  };
}
