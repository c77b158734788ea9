import { expect, test } from 'vitest';
import type { BudgetPeriod } from '../../../../src/routing/budgets/budget.ts';
import { spanOf } from '../../../../src/routing/budgets/calendar.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Calendar = Exclude<BudgetPeriod, 'session'>;

function calendarSpan(period: Calendar, nowMs: number, timeZone: string) {
  const { fromMs, untilMs } = spanOf(period, nowMs, timeZone, 0);
  return { fromMs, untilMs: untilMs! };
}

test('a session has no end', () => {
  expect(spanOf('session', 500, 'Europe/Berlin', 200)).toEqual({ fromMs: 200 });
});

test('a time zone that does not exist is an error', () => {
  expect(() => spanOf('day', 0, 'Mars/Olympus', 0)).toThrow(RangeError);
});

const spans: [string, Calendar, zone: string, now: string, from: string, until: string][] = [
  ['in UTC', 'day', 'UTC', '2026-11-21T23:59:59.999Z', '2026-11-21T00:00Z', '2026-11-22T00:00Z'],
  ['from its first instant', 'day', 'UTC', '2026-11-22', '2026-11-22T00:00Z', '2026-11-23T00:00Z'],
  [
    'of 23 hours',
    'day',
    'Europe/Berlin',
    '2026-03-29T12:00Z',
    '2026-03-28T23:00Z',
    '2026-03-29T22:00Z',
  ],
  [
    'of 25 hours',
    'day',
    'Europe/Berlin',
    '2026-10-25T22:30Z',
    '2026-10-24T22:00Z',
    '2026-10-25T23:00Z',
  ],
  [
    'that begins at 1 o’clock',
    'day',
    'America/Sao_Paulo',
    '2018-11-04T03:00Z',
    '2018-11-04T03:00Z',
    '2018-11-05T02:00Z',
  ],
  [
    'whose last hour comes twice',
    'day',
    'America/Sao_Paulo',
    '2018-02-18T02:30Z',
    '2018-02-17T02:00Z',
    '2018-02-18T03:00Z',
  ],
  [
    'that begins at 1 o’clock east of Greenwich',
    'day',
    'Asia/Beirut',
    '2022-03-27T12:00Z',
    '2022-03-26T22:00Z',
    '2022-03-27T21:00Z',
  ],
  [
    'at 5:45',
    'day',
    'Asia/Kathmandu',
    '2026-11-21T18:14:59.999Z',
    '2026-11-20T18:15Z',
    '2026-11-21T18:15Z',
  ],
  [
    'before a day that was skipped',
    'day',
    'Pacific/Apia',
    '2011-12-30T09:59Z',
    '2011-12-29T10:00Z',
    '2011-12-30T10:00Z',
  ],
  [
    'after a day that was skipped',
    'day',
    'Pacific/Apia',
    '2011-12-30T10:00Z',
    '2011-12-30T10:00Z',
    '2011-12-31T10:00Z',
  ],
  [
    'from Monday, on a Sunday',
    'week',
    'Europe/Berlin',
    '2026-03-29T21:59Z',
    '2026-03-22T23:00Z',
    '2026-03-29T22:00Z',
  ],
  [
    'from Monday, on a Monday',
    'week',
    'America/St_Johns',
    '2026-11-23T03:30Z',
    '2026-11-23T03:30Z',
    '2026-11-30T03:30Z',
  ],
  [
    'across the year',
    'week',
    'Asia/Tokyo',
    '2026-01-01T00:00Z',
    '2025-12-28T15:00Z',
    '2026-01-04T15:00Z',
  ],
  [
    'of a leap year',
    'month',
    'Asia/Kolkata',
    '2024-02-29T12:00Z',
    '2024-01-31T18:30Z',
    '2024-02-29T18:30Z',
  ],
  [
    'in December',
    'month',
    'America/New_York',
    '2027-01-01T04:59Z',
    '2026-12-01T05:00Z',
    '2027-01-01T05:00Z',
  ],
  [
    'in which the clock changes',
    'month',
    'Europe/Berlin',
    '2026-03-31T21:59Z',
    '2026-02-28T23:00Z',
    '2026-03-31T22:00Z',
  ],
];
test.each(spans)('a span %s: %s in %s', (_, period, zone, now, from, until) => {
  expect(calendarSpan(period, Date.parse(now), zone)).toEqual({
    fromMs: Date.parse(from),
    untilMs: Date.parse(until),
  });
});

// The days of a year, and how long they last, in hours.
const years: [zone: string, year: number, days: number, lengths: number[]][] = [
  ['UTC', 2024, 366, [24]],
  ['Europe/Berlin', 2026, 365, [23, 24, 25]],
  ['America/Los_Angeles', 2026, 365, [23, 24, 25]],
  ['America/Sao_Paulo', 2018, 365, [23, 24, 25]],
  ['America/St_Johns', 2006, 365, [23, 24, 25]],
  ['Africa/Cairo', 2026, 365, [23, 24, 25]],
  ['Africa/Casablanca', 2025, 365, [23, 24, 25]],
  ['Asia/Beirut', 2022, 365, [23, 24, 25]],
  ['Asia/Kathmandu', 2026, 365, [24]],
  ['Asia/Pyongyang', 2018, 365, [23.5, 24]],
  ['Australia/Lord_Howe', 2026, 365, [23.5, 24, 24.5]],
  ['Antarctica/Troll', 2026, 365, [22, 24, 26]],
  ['Pacific/Apia', 2011, 364, [23, 24, 25]],
  ['Pacific/Chatham', 2026, 365, [23, 24, 25]],
  ['Pacific/Kiritimati', 2026, 365, [24]],
  ['America/Caracas', 2016, 366, [23.5, 24]],
];
test.each(years)('the days of a year in %s, %i, follow each other', (zone, year, days, lengths) => {
  const seen = walk('day', zone, year);
  expect(seen).toHaveLength(days);
  const hours = new Set(seen.map(({ fromMs, untilMs }) => (untilMs - fromMs) / hourMs));
  expect([...hours].toSorted((one, other) => one - other)).toEqual(lengths);
});

test.each(years)('the weeks and months of a year in %s, %i, follow each other', (zone, year) => {
  expect(walk('month', zone, year)).toHaveLength(12);
  const begins = walk('week', zone, year).map(({ fromMs }) => new Date(fromMs));
  const weekday = new Intl.DateTimeFormat('en', { timeZone: zone, weekday: 'short' });
  expect(new Set(begins.map((begin) => weekday.format(begin)))).toEqual(new Set(['Mon']));
  expect(begins.length).toBeGreaterThanOrEqual(52);
});

/** The spans that begin in a year; any instant of one finds the same one. */
function walk(period: Calendar, zone: string, year: number) {
  const yearOf = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' });
  const spans: ReturnType<typeof calendarSpan>[] = [];
  let span = calendarSpan(period, Date.UTC(year, 0, 1) - 32 * dayMs, zone);
  for (let turn = 0; Number(yearOf.format(span.fromMs)) <= year; turn += 1) {
    const next = calendarSpan(period, span.untilMs, zone);
    expect(next.fromMs).toBe(span.untilMs);
    const share = turn % 2 ? 1 : (turn * 0.618) % 1;
    const last = span.untilMs - 1;
    const within = span.fromMs + Math.floor((last - span.fromMs) * share);
    expect(calendarSpan(period, within, zone)).toEqual(span);
    if (Number(yearOf.format(span.fromMs)) === year) spans.push(span);
    span = next;
  }
  return spans;
}

// The instant at which the clock is set back to the evening before.
const setBack: [zone: string, at: string][] = [
  ['America/St_Johns', '2006-10-29T02:31Z'],
  ['America/Goose_Bay', '2006-10-29T03:01Z'],
  ['Antarctica/Casey', '2010-03-04T15:00Z'],
];
test.each(setBack)('a clock set back past midnight in %s begins no day twice', (zone, at) => {
  const seen = new Map<number, number>();
  for (let ms = Date.parse(at) - 4 * hourMs; ms < Date.parse(at) + 4 * hourMs; ms += 20_000) {
    const { fromMs, untilMs } = calendarSpan('day', ms, zone);
    expect(fromMs <= ms && ms < untilMs).toBe(true);
    seen.set(fromMs, untilMs);
  }
  const [[, untilMs], [fromMs]] = [...seen] as [[number, number], [number, number]];
  expect(seen.size).toBe(2);
  expect(fromMs).toBe(untilMs);
});
