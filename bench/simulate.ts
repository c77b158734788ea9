import type { Figures } from './run.ts';
import { historyFigures } from './simulate/historyFigures.ts';
import { outageFigures } from './simulate/outageFigures.ts';
import { plants } from './simulate/plants.ts';
import { playWorlds, type Totals } from './simulate/playWorlds.ts';
import { openStage } from './simulate/stage.ts';

/** What the command line says. */
export interface SimulateOptions {
  /** Requests to live through. */
  readonly lives?: number;
  /** The seed of the only world to play; its story is told when it breaks a promise. */
  readonly seed?: number;
  /** Put this mistake into the code first, by its name in `simulate/plants.ts`. */
  readonly plant?: string;
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
  const began = process.cpuUsage();
  const { seed, lives = usualLives } = options;
  const totals = await playWorlds(stage, {
    firstSeed: seed ?? firstSeed,
    lives: seed === undefined ? lives : 1,
    onWorld: news(),
  });
  const { user, system } = process.cpuUsage(began);
  if (totals.stories.length > 0) process.exitCode = 1;
  const figures = worldFigures(totals, (user + system) / 1e6);
  if (seed !== undefined || plant) return figures;
  const few = Math.min(lives, mostOfOthers);
  const others = [await historyFigures(stage, few), await outageFigures(stage, few / 10)];
  return Object.assign({}, figures, ...others) as Figures;
}

function plantOf(name: string) {
  const found = plants.find((plant) => plant.name === name);
  if (found) return found;
  throw new Error(
    `There is no planted mistake “${name}”. There are: ${plants.map((each) => each.name).join('; ')}`,
  );
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

function worldFigures(totals: Totals, seconds: number): Figures {
  const { worlds, lives, calls, flagged, lost, stories, asked } = totals;
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
