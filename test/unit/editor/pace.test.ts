import { expect, test } from 'vitest';
import { createPace } from '../../../src/editor/platform/pace.ts';

test('a redraw that took long is followed by a pause nine times as long', () => {
  let now = 0;
  const pace = createPace(80, () => now);
  expect(pace.pauseMs()).toBe(80);
  pace.timed(() => (now += 5));
  expect(pace.pauseMs()).toBe(80);
  pace.timed(() => (now += 100));
  expect(pace.pauseMs()).toBe(900);
  pace.timed(() => (now += 60_000));
  expect(pace.pauseMs()).toBe(10_000);
});
