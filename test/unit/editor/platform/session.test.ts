import { expect, onTestFinished, test, vi } from 'vitest';
import { SessionTracker } from '../../../../src/editor/platform/session.ts';

vi.mock('vscode', () => ({
  EventEmitter: class {
    event = () => {};
    fire = () => {};
  },
}));

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 10, 30, 12);

function trackerAt(nowMs: number) {
  vi.useFakeTimers({ now: nowMs });
  onTestFinished(() => void vi.useRealTimers());
  const kept = new Map<string, unknown>();
  const state = {
    keys: () => [...kept.keys()],
    get: (key: string) => kept.get(key),
    update: async (key: string, value: unknown) => void kept.set(key, value),
  };
  return new SessionTracker(state as ConstructorParameters<typeof SessionTracker>[0]);
}

test('a clock that is set back leaves no call before its session', () => {
  const tracker = trackerAt(noon);
  const { id } = tracker.touch();
  vi.setSystemTime(noon - 2 * hourMs);
  expect(tracker.touch()).toEqual({ id, startedAtMs: noon - 2 * hourMs });
  vi.setSystemTime(noon + hourMs);
  expect(tracker.touch()).toEqual({ id, startedAtMs: noon - 2 * hourMs });
});

test('eight idle hours end a session', () => {
  const tracker = trackerAt(noon);
  const { id } = tracker.touch();
  vi.setSystemTime(noon + 8 * hourMs - 1);
  expect(tracker.touch().id).toBe(id);
  vi.setSystemTime(noon + 16 * hourMs);
  const next = tracker.touch();
  expect([next.id === id, next.startedAtMs]).toEqual([false, noon + 16 * hourMs]);
});
