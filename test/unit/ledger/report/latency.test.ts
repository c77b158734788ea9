import { expect, test } from 'vitest';
import { latencies } from '../../../../src/ledger/report/latency.ts';
import { type Attempt, ledgerWith } from '../recordedRequests.ts';

const took = (latencyMs: number, fields: Attempt = {}): Attempt => ({
  cost: { source: 'unknown' },
  latencyMs,
  ...fields,
});

const medians = (attempts: readonly Attempt[]) =>
  Object.fromEntries(
    [...latencies(ledgerWith({ id: 'a', attempts }))].map(([model, { total }]) => [
      model,
      total.ms,
    ]),
  );

test.each<[number[], number]>([
  [[700], 700],
  [[900, 100, 400], 400],
  [[1000, 100, 400, 500], 450],
  [[9, 10, 100], 10],
])('the median of %j is %d', (times, expected) => {
  expect(medians(times.map((ms) => took(ms)))).toEqual({ 'practice/small': expected });
});

test('each model has its own, and only complete answers count', () => {
  const attempts = [
    took(100),
    took(5, { outcome: 'cancelled' }),
    took(6, { outcome: 'failed' }),
    took(7, { purpose: 'judge' }),
    {},
    took(3000, { model: 'practice/large' }),
    took(8, { model: 'practice/broken', outcome: 'failed' }),
  ];
  expect(medians(attempts)).toEqual({ 'practice/small': 100, 'practice/large': 3000 });
});

test('only the newest 20 count, the answers of other models between them aside', () => {
  const old = Array.from({ length: 30 }, () => took(1));
  const newest = Array.from({ length: 20 }, () => [
    took(500),
    took(9, { model: 'practice/large' }),
  ]).flat();
  expect(medians([...old, ...newest])).toEqual({ 'practice/small': 500, 'practice/large': 9 });
});

test('the time to the first token has a median of its own', () => {
  const attempts = [100, 700, 200].map((firstTextMs) => took(800, { firstTextMs }));
  expect(latencies(ledgerWith({ id: 'a', attempts })).get('practice/small')).toEqual({
    total: { ms: 800, answers: 3 },
    firstToken: { ms: 200, answers: 3 },
  });
});

test('nothing is known of a new ledger', () => {
  expect(latencies(ledgerWith()).size).toBe(0);
});
