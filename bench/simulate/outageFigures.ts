import type { Figures } from '../run.ts';
import { playWorlds, type Totals } from './playWorlds.ts';
import { failEarly, failingServers, outage, refusals } from './quietWeather.ts';
import { faults } from './script.ts';
import type { Stage } from './stage.ts';
import type { Weather } from './weather.ts';

/** How many requests reach the servers, and how many questions are answered. */
export interface OutageShares {
  /** Of the questions, when each of two servers fails with 5 % of the calls before it says anything. */
  readonly answered: number;
  /** The same, when a twentieth of the calls fails in any way, also in the middle of an answer. */
  readonly answeredAny: number;
  /** Calls for each question while nobody answers. */
  readonly callsInOutage: number;
  /** Calls for each model that a question came to, while nobody answers. */
  readonly amplification: number;
  /** The same while every server refuses for good. */
  readonly amplificationOfRefusals: number;
  readonly stories: readonly string[];
}

const firstSeed = 7_000_000;

export async function playOutages(stage: Stage, lives: number): Promise<OutageShares> {
  const play = (weather: () => Weather) => playWorlds(stage, { firstSeed, lives, weather });
  const early = await play(failingServers(0.05, failEarly));
  const any = await play(failingServers(0.05, faults));
  const down = await play(outage);
  const refused = await play(refusals);
  const perFirst = ({ calls, firsts }: Totals) => calls / firsts;
  return {
    answered: early.answered / early.lives,
    answeredAny: any.answered / any.lives,
    callsInOutage: down.calls / down.lives,
    amplification: perFirst(down),
    amplificationOfRefusals: perFirst(refused),
    stories: [early, any, down, refused].flatMap(({ stories }) => stories),
  };
}

export async function outageFigures(stage: Stage, lives: number): Promise<Figures> {
  const shares = await playOutages(stage, lives);
  for (const story of shares.stories) console.error(`\n${story}`);
  return {
    'twoServers.answered': {
      value: 100 * shares.answered,
      unit: '% of simulated questions, each server failing 5 % before it says anything',
    },
    'twoServers.answeredAny': {
      value: 100 * shares.answeredAny,
      unit: '% of simulated questions, each server failing 5 % in any way',
    },
    'outage.callsPerQuestion': {
      value: shares.callsInOutage,
      unit: 'simulated calls while nobody answers',
    },
    'outage.amplification': {
      value: shares.amplification,
      unit: 'simulated calls for each first one',
    },
    'refusals.amplification': {
      value: shares.amplificationOfRefusals,
      unit: 'simulated calls for each first one, while all refuse for good',
    },
    'outage.broken': { value: shares.stories.length, unit: 'worlds that broke a promise' },
  };
}
