import { earlyFaults, type Fault, faults, lateFaults } from './script.ts';
import type { Weather } from './weather.ts';

/** A world without troubles of its own: patient developers, no budgets, a disk and a clock that work. */
const quiet: Weather = {
  lives: 200,
  windows: 1,
  pauseMs: 1500,
  faultShare: {},
  faults: [],
  oddUsageShare: 0,
  impatience: 0,
  troubles: [],
  deathsMs: [],
  jumps: [],
  sleeps: [],
  budgets: [],
  hasOthers: false,
  isPlain: true,
};

/** A tenth of all calls fails in some way, and a tenth of the others tells its usage in an unusual one. */
export const faultyTenth = (): Weather => ({
  ...quiet,
  faultShare: { p: 0.1, q: 0.1, j: 0.1 },
  faults,
  oddUsageShare: 0.1,
  impatience: 0.1,
  isPlain: false,
});

/** Two servers offer the same, and each fails with these faults, each on its own. */
export const failingServers = (share: number, which: readonly Fault[]) => (): Weather => ({
  ...quiet,
  faultShare: { p: share, q: share },
  faults: which,
});

/** A call fails before anything was shown. */
export const failEarly = earlyFaults;
/** Or in the middle of its answer, when nothing stands in any more. */
export const failAtAnyTime: readonly Fault[] = [...earlyFaults, ...lateFaults];

/** Nobody answers for as long as the world lasts: some minutes. */
export const outage = failingServers(1, [
  'isBusy',
  'refusesConnection',
  'resetsBeforeHeaders',
  'saysNothing',
]);
/** Every server refuses every request for good, with codes from 400 to 422. */
export const refusals = failingServers(1, ['refuses', 'hasNoCredit']);
