import type { Span } from './budget.ts';
import { spanOf } from './budgetSpan.ts';

const hourMs = 3_600_000;

/**
 * So many calendar days up to the end of the one that an instant lies in, as people in the time zone
 * (an IANA name) live through them. Throws RangeError for a time zone that does not exist.
 */
export function recentDays(days: number, nowMs: number, timeZone: string): Span {
  const dayOf = (ms: number) => spanOf('day', ms, timeZone, nowMs);
  const { untilMs } = dayOf(nowMs);
  let { fromMs } = dayOf(nowMs);
  // An hour before a day's beginning is the day before, however long that was.
  for (let gone = 1; gone < days; gone++) ({ fromMs } = dayOf(fromMs - hourMs));
  return { fromMs, ...(untilMs !== undefined && { untilMs }) };
}
