import { expect, test } from 'vitest';
import { play, targets } from '../../../bench/fuzz/play.ts';

/* A few inputs on each run; `npm run bench fuzz -- --count 100000` tries many. A failure names its seed. */

test.each(targets)('whatever comes in, $name holds', async (target) => {
  const { runs, failure } = await play(target, 150, 3);
  expect(failure).toBeUndefined();
  expect(runs).toBe(150);
});
