import type { Figures } from '../run.ts';
import { playWorlds, type Totals } from './playWorlds.ts';
import { faultyTenth } from './quietWeather.ts';
import type { Stage } from './stage.ts';

/** Holds each row of the ledger against the bill that the simulated server keeps. */
export async function playHistory(stage: Stage, lives: number): Promise<Totals> {
  return playWorlds(stage, { firstSeed: 5_000_000, lives, weather: faultyTenth });
}

export async function historyFigures(stage: Stage, lives: number): Promise<Figures> {
  const { calls, flagged, lost, stories, asked, billedNanoUsd, bookedNanoUsd } = await playHistory(
    stage,
    lives,
  );
  for (const story of stories) console.error(`\n${story}`);
  const above = (100 * (bookedNanoUsd - billedNanoUsd)) / billedNanoUsd;
  return {
    'history.calls': {
      value: calls,
      unit: 'simulated calls, each compared with the server’s bill',
    },
    'history.faults': { value: (100 * (calls - (asked['none'] ?? 0))) / calls, unit: '% of them' },
    'history.flagged': {
      value: (100 * flagged) / calls,
      unit: '% have an estimated or unknown cost',
    },
    'history.wrong': {
      value: stories.length,
      unit: 'worlds with an exact row that is not the bill, or an estimate below it',
    },
    'history.missing': { value: lost, unit: 'calls without a row' },
    'history.above': { value: above, unit: '% more is booked than billed, by estimates' },
  };
}
