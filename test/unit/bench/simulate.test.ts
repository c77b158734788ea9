import { expect, onTestFinished, test } from 'vitest';
import { playHistory } from '../../../bench/simulate/historyFigures.ts';
import { playOutages } from '../../../bench/simulate/outageFigures.ts';
import { plantOf, plants } from '../../../bench/simulate/plants.ts';
import { playWorld } from '../../../bench/simulate/playWorld.ts';
import {
  playWorlds,
  seeWorld,
  sumOfWorlds,
  type WorldSeen,
} from '../../../bench/simulate/playWorlds.ts';
import type { Chance } from '../../../bench/simulate/chance.ts';
import { planted } from '../../../bench/simulate/loadProduct.ts';
import { openStage } from '../../../bench/simulate/stage.ts';
import { openWorkers } from '../../../bench/simulate/workers.ts';
import {
  crowdedWeather,
  fullWeather,
  smallWeather,
  type Weather,
} from '../../../bench/simulate/weather.ts';

/*
 * A few simulated worlds on each run; `npm run bench simulate -- --lives 1000000` plays many. A failure
 * prints the seed and the story of the life: `npm run bench simulate -- --seed N` plays that world again.
 */

const stage = openStage();
const livesOfSmall = 40;
const patienceMs = 300_000;

test(
  'a thousand requests in worlds of all kinds keep every promise',
  async () => {
    const { lives, stories } = await playWorlds(await stage, { firstSeed: 20_000, lives: 1000 });
    expect(stories.join('\n\n')).toBe('');
    expect(lives).toBeGreaterThanOrEqual(1000);
  },
  patienceMs,
);

test(
  'a seed makes the same world again',
  async () => {
    const play = async () => playWorld(await stage, { seed: 12, isTraced: true });
    const [once, again] = [await play(), await play()];
    expect(once.history.length).toBeGreaterThan(500);
    expect(again).toEqual(once);
  },
  patienceMs,
);

test.each([
  ['a life that ends after its window has died is not counted twice', 988],
  ['a reservation that a disk kept with an error is settled by its window', 1699],
])(
  '%s',
  async (_, seed) => {
    const { broken } = await playWorld(await stage, { seed });
    expect(broken).toEqual([]);
  },
  patienceMs,
);

test('worlds that are played at once are added up in the order of their seeds', async () => {
  const isBroken = new Set([3, 5, 6]);
  const asked: number[] = [];
  const play = async (seed: number): Promise<WorldSeen> => {
    asked.push(seed);
    // The later a world begins, the sooner it is over.
    for (let turn = 0; turn < 100 - seed; turn += 1) await undefined;
    const sums = { answered: 0, calls: 2, firsts: 1, flagged: 0, lost: 0, seconds: 1 };
    const money = { billedNanoUsd: 7, bookedNanoUsd: 7 };
    const story = isBroken.has(seed) && { story: `world ${seed}` };
    return { lives: seed, ...sums, ...money, asked: { none: 1, [`of ${seed}`]: 1 }, ...story };
  };
  const one = await sumOfWorlds(play, { firstSeed: 1, lives: 12, mostBroken: 9 });
  expect(asked).toEqual([1, 2, 3, 4, 5]);
  expect(one).toMatchObject({ worlds: 5, lives: 15, calls: 10, seconds: 5, billedNanoUsd: 35 });
  expect(one.asked).toMatchObject({ none: 5, 'of 3': 1 });
  expect(one.stories).toEqual(['world 3', 'world 5']);
  expect(await sumOfWorlds(play, { firstSeed: 1, lives: 12, mostBroken: 9 }, 4)).toEqual(one);
  const few = await sumOfWorlds(play, { firstSeed: 1, lives: 100, mostBroken: 2 }, 4);
  expect(few).toMatchObject({ worlds: 5, stories: ['world 3', 'world 5'] });
});

test(
  'another process sees in a world what this one sees',
  async () => {
    const workers = openWorkers(1, 'a cut-off answer counts as complete');
    onTestFinished(() => workers.close());
    const { seconds: _, ...seen } = await workers.play(8);
    const plant = plantOf('a cut-off answer counts as complete');
    const { seconds: __, ...here } = await seeWorld(await openStage(plant), { seed: 8 });
    expect(seen).toEqual(here);
    expect(seen.story).toContain('Seed 8 breaks');
  },
  patienceMs,
);

test(
  'the ledger is the bill of the servers, call by call, where it does not say that it estimates',
  async () => {
    const { calls, flagged, lost, asked, stories } = await playHistory(await stage, 600);
    expect(stories.join('\n\n')).toBe('');
    expect({ lost, share: flagged / calls < 0.25 }).toEqual({ lost: 0, share: true });
    expect(asked['none']! / calls).toBeLessThan(0.95);
  },
  patienceMs,
);

test(
  'two servers that fail now and then answer nearly all questions, and an outage multiplies nothing',
  async () => {
    const shares = await playOutages(await stage, 600);
    expect(shares.stories.join('\n\n')).toBe('');
    expect(shares.answered).toBeGreaterThanOrEqual(0.997);
    expect(shares.amplification).toBeLessThanOrEqual(1.2);
    expect(shares.amplificationOfRefusals).toBeLessThanOrEqual(1);
  },
  patienceMs,
);

test.each(plants)('the code still has the place of a planted mistake: $name', (plant) => {
  expect(planted(plant)).toContain(plant.edits[0]!.replace);
});

/** Planted mistakes, each with a world in which it breaks a promise; more are in `plants`. */
const found: readonly (readonly [
  plant: string,
  seed: number,
  promise: string,
  weather: (chance: Chance) => Weather,
])[] = [
  ['a cancelled call is not settled', 1, 'a living window settles its own calls', smallWeather],
  ['a cut-off answer counts as complete', 1, 'nothing is applied that was cut off', smallWeather],
  [
    'another model stands in after text was shown',
    1,
    'nothing stands in once text was shown or a tool called',
    smallWeather,
  ],
  ['a final refusal is repeated', 1, 'a final refusal is not repeated', smallWeather],
  [
    'hidden thinking is not counted',
    1,
    'the ledger is the bill, or says that it is not sure',
    smallWeather,
  ],
  ['a budget is not checked', 1, 'caps hold at reservation prices', smallWeather],
  [
    'a budget is checked before the write begins',
    3,
    'caps hold at reservation prices',
    crowdedWeather,
  ],
  ['a write is not undone when it fails', 1, 'the ledger takes every fact', fullWeather],
];

test.each(found)(
  'a planted mistake is found: %s',
  async (name, seed, promise, weather) => {
    const planted = await openStage(plantOf(name));
    const { stories } = await playWorlds(planted, {
      firstSeed: seed,
      lives: 10 * livesOfSmall,
      mostBroken: 1,
      weather,
    });
    expect(stories.join('\n')).toContain(`“${promise}”`);
    const sound = await playWorld(await stage, { seed, weather });
    expect(sound.broken).toEqual([]);
  },
  patienceMs,
);
