import type { Figures } from '../run.ts';
import { playWorlds, type Totals } from './playWorlds.ts';
import { failAtAnyTime, failEarly, failingServers, outage, refusals } from './quietWeather.ts';
import { faults } from './script.ts';
import type { Stage } from './stage.ts';
import type { Weather } from './weather.ts';

/** How many requests reach the servers, and how many questions are answered. */
export interface OutageShares {
  /** Of the questions, when each of two servers fails with 5 % of the calls before it says anything. */
  readonly answered: number;
  /** The same, when they also fail in the middle of an answer. */
  readonly answeredAtAnyTime: number;
  /** The same, when a twentieth of the calls goes wrong in any way, also by what the model answers. */
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
  const late = await play(failingServers(0.05, failAtAnyTime));
  const any = await play(failingServers(0.05, faults));
  const down = await play(outage);
  const refused = await play(refusals);
  const perFirst = ({ calls, firsts }: Totals) => calls / firsts;
  return {
    answered: early.answered / early.lives,
    answeredAtAnyTime: late.answered / late.lives,
    answeredAny: any.answered / any.lives,
    callsInOutage: down.calls / down.lives,
    amplification: perFirst(down),
    amplificationOfRefusals: perFirst(refused),
    stories: [early, late, any, down, refused].flatMap(({ stories }) => stories),
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
    'twoServers.answeredAtAnyTime': {
      value: 100 * shares.answeredAtAnyTime,
      unit: '% of simulated questions, each server failing 5 %, also in the middle of an answer',
    },
    'twoServers.answeredAny': {
      value: 100 * shares.answeredAny,
      unit: '% of simulated questions, 5 % of the calls going wrong in any way, refusals by the model too',
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
