import { expect, test } from 'vitest';
import { playHistory } from '../../../bench/simulate/historyFigures.ts';
import { playOutages } from '../../../bench/simulate/outageFigures.ts';
import { plants } from '../../../bench/simulate/plants.ts';
import { playWorld } from '../../../bench/simulate/playWorld.ts';
import { playWorlds } from '../../../bench/simulate/playWorlds.ts';
import type { Chance } from '../../../bench/simulate/chance.ts';
import { openStage } from '../../../bench/simulate/stage.ts';
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
    const planted = await openStage(plants.find((plant) => plant.name === name)!);
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
