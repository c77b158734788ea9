import type { Figures } from './run.ts';
import { historyFigures } from './simulate/historyFigures.ts';
import { outageFigures } from './simulate/outageFigures.ts';
import { plantOf } from './simulate/plants.ts';
import { type HowMany, playWorlds, sumOfWorlds, type Totals } from './simulate/playWorlds.ts';
import { openStage } from './simulate/stage.ts';
import { openWorkers, worldsForEach } from './simulate/workers.ts';

/** What the command line says. */
export interface SimulateOptions {
  /** Requests to live through. */
  readonly lives?: number;
  /** The seed of the first world; without `lives` it is the only one. Then no other worlds are played. */
  readonly seed?: number;
  /** Put this mistake into the code first, by its name in `simulate/plants.ts`. */
  readonly plant?: string;
  /** Processes that play worlds at once; the figures are the same for any number. Default: this one alone. */
  readonly workers?: number;
}

const usualLives = 20_000;
const firstSeed = 1;
/** Of a million lives, fewer are enough for the figures of the other worlds. */
const mostOfOthers = 100_000;
const livesBetweenNews = 20_000;

/**
 * Lives through many requests in simulated worlds: the real code of execution and ledger, with a clock, a
 * network, a disk, windows and developers that follow from a seed. All figures are of simulated worlds.
 */
export async function run(_: string | undefined, options: SimulateOptions = {}): Promise<Figures> {
  const plant = options.plant === undefined ? undefined : plantOf(options.plant);
  const stage = await openStage(plant);
  const { seed, lives = seed === undefined ? usualLives : 1, workers = 1 } = options;
  const howMany = { firstSeed: seed ?? firstSeed, lives, onWorld: news() };
  const totals =
    workers === 1
      ? await playWorlds(stage, howMany)
      : await playTogether(workers, howMany, plant?.name);
  if (totals.stories.length > 0) process.exitCode = 1;
  const figures = worldFigures(totals);
  if (seed !== undefined || plant) return figures;
  const few = Math.min(lives, mostOfOthers);
  const others = [await historyFigures(stage, few), await outageFigures(stage, few / 10)];
  return Object.assign({}, figures, ...others) as Figures;
}

async function playTogether(count: number, howMany: HowMany, plant?: string): Promise<Totals> {
  const workers = openWorkers(count, plant);
  try {
    return await sumOfWorlds(workers.play, howMany, count * worldsForEach);
  } finally {
    workers.close();
  }
}

/** Tells a broken world at once, and now and then how far it is: a million lives take a while. */
function news(): (totals: Totals) => void {
  let told = 0;
  let storiesTold = 0;
  return ({ lives, worlds, stories }) => {
    for (const story of stories.slice(storiesTold)) console.error(`\n${story}`);
    storiesTold = stories.length;
    if (lives - told < livesBetweenNews) return;
    told = lives;
    console.error(
      `${lives.toLocaleString('en')} lives in ${worlds} worlds, ${stories.length} broken`,
    );
  };
}

function worldFigures(totals: Totals): Figures {
  const { worlds, lives, calls, flagged, lost, stories, asked, seconds } = totals;
  const faulty = calls - (asked['none'] ?? 0);
  return {
    worlds: { value: worlds, unit: 'simulated worlds' },
    lives: { value: lives, unit: 'simulated requests' },
    calls: { value: calls, unit: 'simulated model calls' },
    faults: { value: (100 * faulty) / calls, unit: '% of the calls' },
    flagged: {
      value: (100 * flagged) / calls,
      unit: '% of the calls have an estimated or unknown cost',
    },
    lostWithWindow: { value: lost, unit: 'calls that only a dying window knew of' },
    broken: { value: stories.length, unit: 'worlds that broke a promise' },
    livesPerSecond: { value: lives / seconds, unit: 'lives per second of one core' },
  };
}
