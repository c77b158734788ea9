import { expect, test, vi } from 'vitest';
import { realClock } from '../../../../src/providers/http/clock.ts';

test('a time longer than the longest timer of Node.js waits that long, and not for nothing', () => {
  const timer = vi.spyOn(globalThis, 'setTimeout');
  try {
    for (const ms of [50, 2 ** 31 - 1, 2 ** 31, 2 ** 40]) realClock.after(ms, () => {})();
    const longest = 2 ** 31 - 1;
    expect(timer.mock.calls.map(([, ms]) => ms)).toEqual([50, longest, longest, longest]);
  } finally {
    timer.mockRestore();
  }
});
