import { expect, test } from 'vitest';
import { noSums, type PeriodRow } from '../../../../src/ledger/rollups/measures.ts';
import { overTime, periodsOf, readsDays } from '../../../../src/ledger/rollups/periods.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The start of a day of 2026, UTC; counted from 1. */
const day = (nth: number) => Date.UTC(2026, 0, nth);
const nowMs = day(700) + 5 * hourMs;

const spent = (fromMs: number, sums: Partial<PeriodRow['sums']>): PeriodRow => ({
  fromMs,
  money: 'real',
  sums: { ...noSums, ...sums },
});
const nothing = {
  nanoUsd: 0,
  evaluationNanoUsd: 0,
  baselineNanoUsd: 0,
  attempts: 0,
  unknownAttempts: 0,
};

/** The chart of a span, with what was spent in some of its periods. */
function chart(fromMs: number, untilMs: number | undefined, ...rows: readonly PeriodRow[]) {
  const query = { span: { fromMs, ...(untilMs !== undefined && { untilMs }) }, timeZone: 'UTC' };
  return overTime(query, rows, { ...periodsOf(query, nowMs), nowMs });
}

test('each day of a span has a row, and one without a known sum shows zeros', () => {
  const known = {
    nanoUsd: 9,
    evaluationNanoUsd: 2,
    baselineNanoUsd: 20,
    attempts: 3,
    unknownAttempts: 1,
  };
  const unknown = { attempts: 1, unknownAttempts: 1 };
  expect(chart(day(1), day(5), spent(day(2), known), spent(day(4), unknown))).toEqual([
    { fromMs: day(1), ...nothing },
    { fromMs: day(2), ...known },
    { fromMs: day(3), ...nothing },
    { fromMs: day(4), ...nothing, ...unknown },
  ]);
});

test.each([
  ['at the start of a day', day(4), 3],
  ['a millisecond later', day(4) + 1, 4],
])('a span that ends %s', (_, untilMs, rows) => {
  expect(chart(day(1), untilMs)).toHaveLength(rows);
});

test('a span without an end has a row up to this day or hour', () => {
  expect(chart(day(697), undefined).at(-1)?.fromMs).toBe(day(700));
  expect(chart(day(699), undefined).at(-1)?.fromMs).toBe(nowMs);
});

test('a span of many years is shown from its first attempt to its last one', () => {
  const rows = [spent(day(3), { attempts: 1 }), spent(day(6), { attempts: 2 })];
  const idle = spent(day(2), { attempts: 0 });
  const shown = chart(0, undefined, idle, ...rows).map(({ fromMs, attempts }) => [
    fromMs,
    attempts,
  ]);
  expect(shown).toEqual([
    [day(3), 1],
    [day(4), 0],
    [day(5), 0],
    [day(6), 2],
  ]);
  expect(chart(0, undefined)).toEqual([]);
});

test.each([
  ['of 400 days', 400 * dayMs, 400],
  ['of a millisecond more', 400 * dayMs + 1, 0],
])('a span %s without an attempt', (_, ms, rows) => {
  expect(chart(day(1), day(1) + ms)).toHaveLength(rows);
});

test.each([
  ['two days, one of them with an extra hour', 49 * hourMs, true],
  ['more than that', 49 * hourMs + 1, false],
])('a chart of %s', (_, ms, isHourly) => {
  const query = { span: { fromMs: day(1), untilMs: day(1) + ms }, timeZone: 'UTC' };
  expect(periodsOf(query, nowMs).isHourly).toBe(isHourly);
  expect(readsDays(query, nowMs)).toBe(!isHourly);
  expect(readsDays({ ...query, sessionId: 'session-1' }, nowMs)).toBe(false);
});
