import { expect, test } from 'vitest';
import type { BudgetStanding } from '../../../../src/routing/budgets/budget.ts';
import { describeForecast, forecast } from '../../../../src/routing/budgets/forecast.ts';
import { standingWith } from '../../../support/tasks.ts';

const usd = 1_000_000_000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Five dollars for a day. */
function day(spentNanoUsd: number): BudgetStanding {
  const budget = { id: '$5.00 per day', period: 'day' } as const;
  return standingWith({ budget, span: { fromMs: 0, untilMs: 24 * hourMs }, spentNanoUsd });
}
const session = (spentNanoUsd: number) => standingWith({ spentNanoUsd });

const cases: [string, BudgetStanding, nowMs: number, unknown, sentence: string | undefined][] = [
  [
    'half of it in six hours',
    day(2.5 * usd),
    6 * hourMs,
    { kind: 'runsOut', runsOutMs: 12 * hourMs },
    'At this pace it is used up in about 6 hours.',
  ],
  [
    'half of it in half of the day',
    day(2.5 * usd),
    12 * hourMs,
    { kind: 'lasts' },
    'At this pace it lasts the day.',
  ],
  [
    'a little more than half of it in half of the day',
    day(2.6 * usd),
    12 * hourMs,
    { kind: 'runsOut', runsOutMs: 12 * hourMs + Math.round((2.4 / 2.6) * 12 * hourMs) },
    'At this pace it is used up in about 11 hours.',
  ],
  ['nothing', day(0), 12 * hourMs, { kind: 'lasts' }, 'At this pace it lasts the day.'],
  ['all of it', day(5 * usd), hourMs, { kind: 'usedUp' }, 'It is used up.'],
  ['more than all of it, at once', day(6 * usd), 0, { kind: 'usedUp' }, 'It is used up.'],
  ['something just now', day(usd), 0, { kind: 'tooEarly' }, undefined],
  ['less than 2 % of the time', day(usd), 0.02 * 24 * hourMs - 1, { kind: 'tooEarly' }, undefined],
  [
    '2 % of the time',
    day(2.5 * usd),
    0.02 * 24 * hourMs,
    { kind: 'runsOut', runsOutMs: 0.04 * 24 * hourMs },
    'At this pace it is used up in about 29 minutes.',
  ],
  [
    'nearly all of it',
    day(5 * usd - 1),
    12 * hourMs,
    { kind: 'runsOut', runsOutMs: 12 * hourMs },
    'At this pace it is used up in about 1 minute.',
  ],
  [
    'half of a session’s in two hours',
    session(2.5 * usd),
    2 * hourMs,
    { kind: 'runsOut', runsOutMs: 4 * hourMs },
    'At this pace it is used up in about 2 hours.',
  ],
  [
    'a tenth of a session’s in two hours',
    session(0.5 * usd),
    2 * hourMs,
    { kind: 'runsOut', runsOutMs: 20 * hourMs },
    'At this pace it is used up in about 18 hours.',
  ],
  ['a session’s for more than a day', session(0.3 * usd), 2 * hourMs, { kind: 'lasts' }, undefined],
  ['a session’s just begun', session(usd), 29 * minuteMs, { kind: 'tooEarly' }, undefined],
  [
    'a session’s after half an hour',
    session(usd),
    30 * minuteMs,
    { kind: 'runsOut', runsOutMs: 150 * minuteMs },
    'At this pace it is used up in about 2 hours.',
  ],
];
test.each(cases)('spent %s', (_, standing, nowMs, expected, sentence) => {
  expect(forecast(standing, nowMs)).toEqual(expected);
  expect(describeForecast(standing, nowMs)).toBe(sentence);
});

test('days are days', () => {
  const budget = { period: 'month' } as const;
  const span = { fromMs: 0, untilMs: 30 * 24 * hourMs };
  const standing = standingWith({ budget, span, spentNanoUsd: 2.5 * usd });
  expect(describeForecast(standing, 5 * 24 * hourMs)).toBe(
    'At this pace it is used up in about 5 days.',
  );
});
