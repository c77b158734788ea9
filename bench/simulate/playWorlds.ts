import { type Played, playWorld } from './playWorld.ts';
import type { Stage } from './stage.ts';
import { storyOf } from './storyOf.ts';
import type { WorldOptions } from './world.ts';

/** What was seen in one world, without its lines. */
export interface WorldSeen extends Omit<Played, 'broken' | 'history'> {
  /** Seconds of one core. */
  readonly seconds: number;
  /** What happened when it broke a promise; it begins with the seed. */
  readonly story?: string;
}

/** Many worlds together. Money in nano-dollars. */
export interface Totals extends Omit<WorldSeen, 'story'> {
  readonly worlds: number;
  /** The story of each world that broke a promise. */
  readonly stories: readonly string[];
}

export interface HowMany {
  /** The seed of the first world; the next one has the next seed. */
  readonly firstSeed: number;
  /** Worlds are played until so many lives were lived. */
  readonly lives: number;
  /** No further world is begun after so many broken ones. */
  readonly mostBroken?: number;
  readonly onWorld?: (totals: Totals) => void;
}

export interface WorldsToPlay extends HowMany, Pick<WorldOptions, 'weather'> {}

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
  seconds: 0,
  stories: [],
};

export async function playWorlds(
  stage: Stage,
  { weather, ...howMany }: WorldsToPlay,
): Promise<Totals> {
  const kind = weather && { weather };
  return sumOfWorlds((seed) => seeWorld(stage, { seed, ...kind }), howMany);
}

export async function seeWorld(
  stage: Stage,
  options: Omit<WorldOptions, 'isTraced'>,
): Promise<WorldSeen> {
  const began = process.cpuUsage();
  const { broken, history: _, ...seen } = await playWorld(stage, options);
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1e6;
  if (broken.length === 0) return { ...seen, seconds };
  // The same seed makes the same world, so that only broken ones need a history.
  const again = await playWorld(stage, { ...options, isTraced: true });
  return { ...seen, seconds, story: storyOf(again) };
}

/**
 * Adds worlds up in the order of their seeds, so that the sums are the same however many are played at a
 * time.
 */
export async function sumOfWorlds(
  play: (seed: number) => Promise<WorldSeen>,
  { firstSeed, lives, mostBroken = 5, onWorld }: HowMany,
  atATime = 1,
): Promise<Totals> {
  let totals = nothing;
  let seed = firstSeed;
  const begun: Promise<WorldSeen>[] = [];
  while (totals.lives < lives && totals.stories.length < mostBroken) {
    while (begun.length < atATime) begun.push(play(seed++));
    totals = plus(totals, await begun.shift()!);
    onWorld?.(totals);
  }
  return totals;
}

function plus(totals: Totals, world: WorldSeen): Totals {
  const names = [
    'lives',
    'answered',
    'calls',
    'firsts',
    'flagged',
    'lost',
    'billedNanoUsd',
    'bookedNanoUsd',
    'seconds',
  ] as const;
  const sums = Object.fromEntries(names.map((name) => [name, totals[name] + world[name]]));
  const asked = { ...totals.asked };
  for (const [fault, count] of Object.entries(world.asked))
    asked[fault] = (asked[fault] ?? 0) + count;
  return {
    ...(sums as Pick<Totals, (typeof names)[number]>),
    asked,
    worlds: totals.worlds + 1,
    stories: world.story === undefined ? totals.stories : [...totals.stories, world.story],
  };
}
