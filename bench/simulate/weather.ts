import type { Chance } from './chance.ts';
import type { Trouble, TroubleKind } from './disk.ts';
import { earlyFaults, type Fault, faults } from './script.ts';

/*
 * What kind of world it is: how its servers, its disk and its clock behave, and how much may be spent.
 * Everything follows from the chance of the world's seed.
 */

export interface Weather {
  /** Requests that developers make. */
  readonly lives: number;
  readonly windows: number;
  /** Mean milliseconds between two requests. */
  readonly pauseMs: number;
  /** Share of calls with a fault, by provider. */
  readonly faultShare: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
  /** Share of faultless calls whose usage is told in an unusual way. */
  readonly oddUsageShare: number;
  readonly troubles: readonly Trouble[];
  /** Times at which a window dies, milliseconds. */
  readonly deathsMs: readonly number[];
  /** Jumps of the computer's clock. */
  readonly jumps: readonly { readonly atMs: number; readonly byMs: number }[];
  readonly sleeps: readonly { readonly atMs: number; readonly forMs: number }[];
  /** Caps, nano-dollars. */
  readonly budgets: readonly BudgetPlan[];
  /** Share of the developers who stop before the end. */
  readonly impatience: number;
  /** Other processes write to the ledger between two statements of a window. */
  readonly hasOthers: boolean;
  /** Only single calls to one model, which do not call tools. */
  readonly isPlain: boolean;
}

export interface BudgetPlan {
  readonly of: 'all' | 'session' | 'workspace' | 'day';
  readonly capNanoUsd: number;
}

const dayMs = 24 * 60 * 60_000;
const troubleKinds: Readonly<Record<TroubleKind, number>> = {
  locked: 5,
  full: 2,
  readOnly: 2,
  cannotOpen: 2,
  keptAndDenied: 2,
};

/** A world of any kind. */
export function anyWeather(chance: Chance): Weather {
  const lives = chance.between(120, 280);
  const pauseMs = chance.oneOf([300, 1500, 4000]);
  const lengthMs = lives * pauseMs;
  const times = (most: number) =>
    Array.from({ length: chance.between(0, most) }, () => chance.between(0, lengthMs));
  const isSome = (share: number, most: number) => (chance.isTrue(share) ? times(most) : []);
  return {
    lives,
    pauseMs,
    windows: chance.between(1, 3),
    faultShare: { p: chance.oneOf([0, 0.1, 0.3, 0.8]), q: chance.oneOf([0, 0.1, 0.5]), j: 0.1 },
    faults: chance.isTrue(0.7) ? faults : [chance.oneOf(faults), chance.oneOf(earlyFaults)],
    oddUsageShare: chance.oneOf([0, 0.4]),
    troubles: isSome(0.4, 3).map((fromMs) => ({
      fromMs,
      untilMs: fromMs + chance.oneOf([30, 400, 3000, 15_000]),
      kind: chance.weighted(troubleKinds),
      isEverywhere: chance.isTrue(0.3),
    })),
    deathsMs: isSome(0.4, 3),
    jumps: isSome(0.2, 2).map((atMs) => ({ atMs, byMs: chance.oneOf([-dayMs, dayMs, 3_600_000]) })),
    sleeps: isSome(0.15, 1).map((atMs) => ({ atMs, forMs: chance.oneOf([90_000, 8 * 3_600_000]) })),
    budgets: budgetsOf(chance),
    impatience: chance.oneOf([0, 0.2, 0.6]),
    hasOthers: chance.isTrue(0.4),
    isPlain: false,
  };
}

function budgetsOf(chance: Chance): BudgetPlan[] {
  if (chance.isTrue(0.35)) return [];
  return Array.from({ length: chance.between(1, 3) }, () => ({
    of: chance.oneOf(['all', 'session', 'workspace', 'day'] as const),
    capNanoUsd: chance.oneOf([0, 20e6, 100e6, 400e6, 2e9]),
  }));
}

/** The same in small, so that a planted mistake is found quickly. */
export function smallWeather(chance: Chance): Weather {
  return { ...anyWeather(chance), lives: 40 };
}

/** Small, and several processes spend one budget. */
export function crowdedWeather(chance: Chance): Weather {
  const budgets = [{ of: 'all', capNanoUsd: 100e6 }] as const;
  return { ...smallWeather(chance), budgets, hasOthers: true };
}

/** Small, and the disk is full again and again. */
export function fullWeather(chance: Chance): Weather {
  const trouble = { kind: 'full', isEverywhere: false } as const;
  const starts = [2_000, 20_000, 60_000];
  const troubles = starts.map((fromMs) => ({ ...trouble, fromMs, untilMs: fromMs + 8_000 }));
  return { ...smallWeather(chance), troubles };
}
