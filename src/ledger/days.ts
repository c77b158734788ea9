import type { Span } from '../routing/budget.ts';
import { spanOf } from '../routing/budgetSpan.ts';

export interface Day {
  readonly fromMs: number;
  readonly untilMs: number;
}

export const hourMs = 3_600_000;
const mostKnownDays = 4000;

// Finding where a day begins takes a thousand times as long as looking it up.
const zones = new Map<string, (ms: number) => Day>();

/** The day that an instant lies in, in one time zone (an IANA name). */
export function daysIn(timeZone: string): (ms: number) => Day {
  const dayAt = zones.get(timeZone) ?? rememberingDays(timeZone);
  zones.set(timeZone, dayAt);
  return dayAt;
}

function rememberingDays(timeZone: string): (ms: number) => Day {
  const known = new Map<number, Day>();
  return (ms) => {
    // No place is a whole day away from UTC, so a day of the place touches two of UTC's, or three.
    const utcDay = Math.floor(ms / 86_400_000);
    for (const near of [utcDay, utcDay - 1, utcDay + 1]) {
      const day = known.get(near);
      if (day && day.fromMs <= ms && ms < day.untilMs) return day;
    }
    const found = bounded(spanOf('day', ms, timeZone, 0));
    if (known.size >= mostKnownDays) known.clear();
    known.set(Math.floor(found.fromMs / 86_400_000), found);
    return found;
  };
}

/** The hour of a day that an instant lies in. Hours begin with the day; its last one may be shorter. */
export function hourOf(ms: number, day: Day): Day {
  const fromMs = day.fromMs + Math.floor((ms - day.fromMs) / hourMs) * hourMs;
  return { fromMs, untilMs: Math.min(fromMs + hourMs, day.untilMs) };
}

export function monthOf(ms: number, timeZone: string): Day {
  return bounded(spanOf('month', ms, timeZone, 0));
}

function bounded({ fromMs, untilMs }: Span): Day {
  return { fromMs, untilMs: untilMs! };
}
