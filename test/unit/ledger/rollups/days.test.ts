import { expect, test } from 'vitest';
import { daysIn, rememberDays, weeksIn } from '../../../../src/ledger/rollups/days.ts';

const hourMs = 3_600_000;
const at = (iso: string) => Date.parse(iso);

test.each([
  ['Europe/Berlin', '2026-11-22T12:00Z', '2026-11-21T23:00Z', 24],
  ['Europe/Berlin', '2026-10-25T12:00Z', '2026-10-24T22:00Z', 25],
  ['Europe/Berlin', '2026-03-29T12:00Z', '2026-03-28T23:00Z', 23],
  ['Pacific/Kiritimati', '2026-11-22T12:00Z', '2026-11-22T10:00Z', 24],
])('a day in %s at %s', (timeZone, instant, begin, hours) => {
  const fromMs = at(begin);
  const day = { fromMs, untilMs: fromMs + hours * hourMs };
  const dayAt = daysIn(timeZone);
  // The first call finds the day, the second one reads the cache.
  for (const ms of [at(instant), fromMs, day.untilMs - 1]) expect(dayAt(ms)).toEqual(day);
});

test('a week begins on Monday, whichever week was asked for before', () => {
  const weekAt = weeksIn('Europe/Berlin');
  const [first, second] = [at('2026-10-18T22:00Z'), at('2026-10-25T23:00Z')];
  // Clocks are set back within the first week, which is an hour longer.
  for (const ms of [first, second - 1]) expect(weekAt(ms)).toBe(first);
  for (const ms of [second, first, second]) expect(weekAt(ms)).toBe(ms);
  expect(weekAt(first - 1)).toBe(at('2026-10-11T22:00Z'));
});

test('remembered days need not be found', () => {
  // No time zone has such a day, so it can only come from the cache.
  const day = { fromMs: at('2026-05-01T03:17Z'), untilMs: at('2026-05-02T03:17Z') };
  const dayAt = daysIn('Asia/Tokyo');
  rememberDays('Asia/Tokyo', [day]);
  for (const ms of [day.fromMs, at('2026-05-01T20:00Z'), day.untilMs - 1]) {
    expect(dayAt(ms)).toEqual(day);
  }
  expect(dayAt(day.untilMs)).not.toEqual(day);
  expect(daysIn('Europe/Oslo')(day.fromMs)).not.toEqual(day);
});
