import type { Clock } from '../../src/providers/http/clock.ts';

/** A clock that a test moves by hand. */
export interface HandClock extends Clock {
  /** Resolves when a timer of this length is set after this call. */
  armed(ms: number): Promise<void>;
  /** Moves the clock and calls back what is due. */
  advance(ms: number): void;
  now(): number;
}

export function handClock(): HandClock {
  const timers = new Set<{ readonly dueMs: number; readonly act: () => void }>();
  const waiting = new Map<number, (() => void)[]>();
  let nowMs = 0;
  return {
    after(ms, act) {
      const timer = { dueMs: nowMs + ms, act };
      timers.add(timer);
      for (const resolve of waiting.get(ms) ?? []) resolve();
      waiting.delete(ms);
      return () => timers.delete(timer);
    },
    armed(ms) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(ms, [...(waiting.get(ms) ?? []), resolve]);
      return promise;
    },
    advance(ms) {
      nowMs += ms;
      for (const timer of [...timers].filter(({ dueMs }) => dueMs <= nowMs)) {
        timers.delete(timer);
        timer.act();
      }
    },
    now: () => nowMs,
  };
}
