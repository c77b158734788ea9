import { expect, test } from 'vitest';
import { playHistory } from '../../../bench/simulate/historyFigures.ts';
import { playOutages } from '../../../bench/simulate/outageFigures.ts';
import { plants } from '../../../bench/simulate/plants.ts';
import { playWorld } from '../../../bench/simulate/playWorld.ts';
import { playWorlds } from '../../../bench/simulate/playWorlds.ts';
import { openStage } from '../../../bench/simulate/stage.ts';

/*
 * A few simulated worlds on each run; `npm run bench simulate -- --lives 1000000` plays many. A failure
 * prints the seed and the story of the life: `npm run bench simulate -- --seed N` plays that world again.
 */

const stage = openStage();
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

/** Worlds in which planted mistakes break the promise: one of each kind of mistake. */
const found: readonly (readonly [plant: string, seed: number, promise: string])[] = [];

test.each(found)(
  'a planted mistake is found: %s',
  async (name, seed, promise) => {
    const planted = await openStage(plants.find((plant) => plant.name === name)!);
    const { broken } = await playWorld(planted, { seed });
    expect(broken.map((each) => each.promise)).toContain(promise);
  },
  patienceMs,
);
