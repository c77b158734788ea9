import { expect, test } from 'vitest';
import { timedId } from '../../../src/ledger/timedId.ts';

const times = [0, 1, 1_700_000_000_000, 1_795_355_182_399, 1_795_355_182_400, 2 ** 48 - 1];

test.each(times)('is a UUID of version 7 (at %d ms)', (ms) => {
  expect(timedId(ms)).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

test('sorts as texts by time', () => {
  const ids = times.map((ms) => timedId(ms));
  expect(ids.toSorted()).toEqual(ids);
});

test('is another one each time, in the same millisecond too', () => {
  const ids = Array.from({ length: 10_000 }, () => timedId(1_795_355_182_399));
  expect(new Set(ids).size).toBe(ids.length);
});
