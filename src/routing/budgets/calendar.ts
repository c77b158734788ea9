import type { BudgetPeriod, Span } from './budget.ts';
import { dayMs, hourMs } from '../time.ts';

/** A calendar day without a time zone: the milliseconds of its midnight in UTC. */
type CalendarDay = number;

/**
 * The session, day, week (from Monday) or month that contains an instant, in a time zone (an IANA name).
 * A day may last 23 or 25 hours and may begin at 1 o'clock. Every instant belongs to exactly one span of
 * a period, and each span begins where the one before ends. Throws RangeError for a time zone that does
 * not exist.
 */
export function spanOf(
  period: BudgetPeriod,
  nowMs: number,
  timeZone: string,
  sessionStartMs: number,
): Span {
  if (period === 'session') return { fromMs: sessionStartMs };
  const dayAt = calendarIn(timeZone);
  const spanAt = (day: CalendarDay) => {
    const { first, next } = bounds[period](day);
    return { fromMs: beginOf(first, dayAt), untilMs: beginOf(next, dayAt) };
  };
  const shown = dayAt(nowMs);
  const span = spanAt(shown);
  // When clocks are set back shortly after midnight, the calendar shows the same day twice.
  if (nowMs < span.fromMs) return spanAt(shown - dayMs);
  return nowMs < span.untilMs ? span : spanAt(shown + dayMs);
}

const bounds: Record<
  Exclude<BudgetPeriod, 'session'>,
  (day: CalendarDay) => { first: CalendarDay; next: CalendarDay }
> = {
  day: (day) => ({ first: day, next: day + dayMs }),
  week: (day) => {
    const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
    const first = day - sinceMonday * dayMs;
    return { first, next: first + 7 * dayMs };
  },
  month: (day) => {
    const date = new Date(day);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    return { first: Date.UTC(year, month, 1), next: Date.UTC(year, month + 1, 1) };
  },
};

/** The instant at which a calendar day begins; if the day is skipped, the instant of the skip. */
function beginOf(day: CalendarDay, dayAt: (ms: number) => CalendarDay): number {
  // No time zone is 16 hours or more away from UTC, and none changes its clocks within a second.
  let before = (day - 16 * hourMs) / 1000;
  let begun = (day + 16 * hourMs) / 1000;
  while (begun - before > 1) {
    const middle = Math.floor((before + begun) / 2);
    if (dayAt(middle * 1000) >= day) begun = middle;
    else before = middle;
  }
  return begun * 1000;
}

// Creating a format takes a hundred times as long as using it.
const calendars = new Map<string, Intl.DateTimeFormat>();

function calendarIn(timeZone: string): (ms: number) => CalendarDay {
  let format = calendars.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    calendars.set(timeZone, format);
  }
  const calendar = format;
  return (ms) => {
    const parts = calendar.formatToParts(ms);
    const number = (type: string) => Number(parts.find((part) => part.type === type)!.value);
    return Date.UTC(number('year'), number('month') - 1, number('day'));
  };
}

/**
 * The span of the last `days` calendar days in a time zone (an IANA name), up to the end of the day that
 * contains the instant. Throws RangeError for a time zone that does not exist.
 */
export function recentDays(days: number, nowMs: number, timeZone: string): Span {
  const daySpan = (ms: number) => spanOf('day', ms, timeZone, nowMs);
  const { untilMs } = daySpan(nowMs);
  let { fromMs } = daySpan(nowMs);
  // One hour before a day begins belongs to the day before, however long that day was.
  for (let gone = 1; gone < days; gone++) ({ fromMs } = daySpan(fromMs - hourMs));
  return { fromMs, ...(untilMs !== undefined && { untilMs }) };
}
