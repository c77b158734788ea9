import { expect, test } from 'vitest';
import { recentDays } from '../../../../src/routing/budgets/calendar.ts';

const berlin = (days: number, now: string) => {
  const { fromMs, untilMs } = recentDays(days, Date.parse(now), 'Europe/Berlin');
  return [fromMs, untilMs!].map((ms) => new Date(ms).toISOString());
};

test.each([
  ['today', 1, '2026-11-22T09:00:00Z', ['2026-11-21T23:00:00.000Z', '2026-11-22T23:00:00.000Z']],
  ['a week', 7, '2026-11-22T09:00:00Z', ['2026-11-15T23:00:00.000Z', '2026-11-22T23:00:00.000Z']],
  [
    'over the end of summer time',
    2,
    '2026-10-25T09:00:00Z',
    ['2026-10-23T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ],
  [
    'over the beginning of summer time',
    3,
    '2026-03-30T09:00:00Z',
    ['2026-03-27T23:00:00.000Z', '2026-03-30T22:00:00.000Z'],
  ],
])('%s', (_, days, now, expected) => expect(berlin(days, now)).toEqual(expected));
