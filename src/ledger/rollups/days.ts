import type { Span } from '../../routing/budgets/budget.ts';
import { spanOf } from '../../routing/budgets/calendar.ts';
import { dayMs, hourMs } from '../../routing/time.ts';

export interface Day {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Some eleven years. Chosen by judgement. */
const mostCachedDays = 4000;

// Finding where a day begins takes a thousand times as long as looking it up.
const zones = new Map<string, Map<number, Day>>();

/** The day that an instant lies in, in one time zone (an IANA name). */
export function daysIn(timeZone: string): (ms: number) => Day {
  const cache = cachedDaysIn(timeZone);
  return (ms) => {
    // No place is a whole day away from UTC, so a local day touches two or three UTC days.
    for (const near of [0, -1, 1]) {
      const day = cache.get(utcDayOf(ms) + near);
      if (day && day.fromMs <= ms && ms < day.untilMs) return day;
    }
    const found = bounded(spanOf('day', ms, timeZone, 0));
    remember(cache, found);
    return found;
  };
}

/** Caches days that the caller knows: finding a year of them takes longer than the rest of a report. */
export function rememberDays(timeZone: string, days: readonly Day[]): void {
  const cache = cachedDaysIn(timeZone);
  for (const day of days) remember(cache, day);
}

function remember(cache: Map<number, Day>, { fromMs, untilMs }: Day): void {
  if (cache.size >= mostCachedDays) cache.clear();
  cache.set(utcDayOf(fromMs), { fromMs, untilMs });
}

function cachedDaysIn(timeZone: string): Map<number, Day> {
  const cache = zones.get(timeZone) ?? new Map<number, Day>();
  zones.set(timeZone, cache);
  return cache;
}

function utcDayOf(ms: number): number {
  return Math.floor(ms / dayMs);
}

/** The hour of a day that an instant lies in. Hours begin with the day; its last one may be shorter. */
export function hourOf(ms: number, day: Day): Day {
  const fromMs = day.fromMs + Math.floor((ms - day.fromMs) / hourMs) * hourMs;
  return { fromMs, untilMs: Math.min(fromMs + hourMs, day.untilMs) };
}

/**
 * Returns a function that says when the week of an instant begins (Monday), in one time zone (an IANA name). It
 * remembers the last week, because finding one takes long and neighbouring rows mostly share theirs.
 */
export function weeksIn(timeZone: string): (ms: number) => number {
  let { fromMs, untilMs }: Day = { fromMs: 0, untilMs: 0 };
  return (ms) => {
    if (ms < fromMs || ms >= untilMs) {
      ({ fromMs, untilMs } = bounded(spanOf('week', ms, timeZone, 0)));
    }
    return fromMs;
  };
}

export function monthOf(ms: number, timeZone: string): Day {
  return bounded(spanOf('month', ms, timeZone, 0));
}

function bounded({ fromMs, untilMs }: Span): Day {
  return { fromMs, untilMs: untilMs! };
}
