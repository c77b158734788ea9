import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { timeLimit } from '../../../../src/execution/attempt/timeLimit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;

test('aborts when the seconds are over, as a timeout', () => {
  using limit = timeLimit(never, 2);
  vi.advanceTimersByTime(1_999);
  expect(limit.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(limit.signal.aborted).toBe(true);
  expect((limit.signal.reason as Error).name).toBe('TimeoutError');
});

test('aborts with the signal, and with its reason', () => {
  const stopped = new AbortController();
  using limit = timeLimit(stopped.signal, 2);
  stopped.abort('enough');
  expect(limit.signal.reason).toBe('enough');
});

test('leaves no clock behind when the work ends before', () => {
  {
    using limit = timeLimit(never, 600);
    expect(limit.signal.aborted).toBe(false);
    expect(vi.getTimerCount()).toBe(1);
  }
  expect(vi.getTimerCount()).toBe(0);
});

test('without seconds there is no clock; more than a timer can hold is its longest time', () => {
  using without = timeLimit(never, undefined);
  expect(without.signal).toBe(never);
  expect(vi.getTimerCount()).toBe(0);
  using long = timeLimit(never, 1e9);
  vi.advanceTimersByTime(2 ** 31 - 2);
  expect(long.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(long.signal.aborted).toBe(true);
});
