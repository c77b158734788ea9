import { expect, test } from 'vitest';
import {
  afterValue,
  type MeanTestSettings,
  meanVerdict,
  startingMeanTest,
} from '../../../../src/evaluation/statistics/meanTest.ts';
import {
  canPass,
  type RateBounds,
  rateBounds,
  rateVerdict,
} from '../../../../src/evaluation/statistics/rateTest.ts';
import { randomFrom } from '../../../../src/routing/planner/random.ts';

/** The exact probability that the test ends so at a true rate, followed through every look. */
function chances(bounds: RateBounds, rate: number, ignoreStops = false) {
  const planned = bounds.passAt.length - 1;
  let alive = new Map([[0, 1]]);
  const ends = { passes: 0, fails: 0, hopeless: 0, open: 0 };
  for (let cases = 1; cases <= planned; cases += 1) {
    const next = new Map<number, number>();
    for (const [hits, chance] of alive) {
      for (const [now, part] of [
        [hits, 1 - rate],
        [hits + 1, rate],
      ] as const) {
        const verdict = rateVerdict(bounds, cases, now);
        const goesOn = verdict === 'open' || (ignoreStops && verdict !== 'passes');
        if (goesOn) next.set(now, (next.get(now) ?? 0) + chance * part);
        else ends[verdict] += chance * part;
      }
    }
    alive = next;
  }
  ends.open = [...alive.values()].reduce((sum, chance) => sum + chance, 0);
  return ends;
}

const settings = [20, 50, 200].flatMap((planned) =>
  [0.6, 0.8, 0.9, 0.95].flatMap((threshold) =>
    [0, 0.05].map((tolerance): [number, number, number] => [planned, threshold, tolerance]),
  ),
);
test.each(settings)(
  '%d cases at %d less %d keep both errors exactly',
  (planned, threshold, tolerance) => {
    const missing = threshold - tolerance;
    const bounds = rateBounds({
      planned,
      missing,
      meeting: threshold,
      passError: 0.02,
      failError: 0.05,
    });
    // Also when somebody goes on after a fail.
    expect(chances(bounds, missing, true).passes).toBeLessThanOrEqual(0.02 + 1e-12);
    expect(chances(bounds, missing - 0.05, true).passes).toBeLessThan(0.02);
    expect(chances(bounds, threshold).fails).toBeLessThanOrEqual(0.05 + 1e-12);
  },
);

test('the error of passing is used, not just kept', () => {
  const bounds = rateBounds({
    planned: 200,
    missing: 0.8,
    meeting: 0.8,
    passError: 0.05,
    failError: 0.05,
  });
  expect(chances(bounds, 0.8, true).passes).toBeGreaterThan(0.03);
});

test('giving up costs a good candidate at most few of its passes', () => {
  const bounds = rateBounds({
    planned: 100,
    missing: 0.8,
    meeting: 0.8,
    passError: 0.02,
    failError: 0.05,
  });
  const good = 0.92;
  expect(chances(bounds, good, true).passes - chances(bounds, good).passes).toBeLessThan(0.05);
});

test('20 cases cannot prove 90 %, and then nothing is hopeless before the end', () => {
  const bounds = rateBounds({
    planned: 20,
    missing: 0.9,
    meeting: 0.9,
    passError: 0.02,
    failError: 0.05,
  });
  expect(canPass(bounds)).toBe(false);
  expect(chances(bounds, 0.9)).toMatchObject({ passes: 0, hopeless: 0 });
});

test('a perfect record ends early, and a broken one at once', () => {
  const bounds = rateBounds({
    planned: 200,
    missing: 0.9,
    meeting: 0.9,
    passError: 0.05,
    failError: 0.05,
  });
  const firstPass = bounds.passAt.findIndex((hits, cases) => hits <= cases);
  expect(firstPass).toBeLessThan(80);
  expect(bounds.failAt.findIndex((hits) => hits >= 0)).toBeLessThan(8);
});

const mean: MeanTestSettings = { missing: 0.8, meeting: 0.8, passError: 0.05, failError: 0.05 };

/** How often the test of a mean ends so, with up to 200 values drawn by `draw`. */
function meanEnds(draw: (random: () => number) => number, runs = 400) {
  const ends = { passes: 0, fails: 0, hopeless: 0, open: 0 };
  for (let run = 0; run < runs; run += 1) {
    const random = randomFrom(run);
    let state = startingMeanTest;
    let verdict: keyof typeof ends = 'open';
    for (let left = 199; left >= 0 && verdict !== 'passes' && verdict !== 'fails'; left -= 1) {
      state = afterValue(state, draw(random), mean);
      verdict = meanVerdict(state, mean, left);
    }
    ends[verdict] += 1 / runs;
  }
  return ends;
}

test('a mean at the threshold seldom passes and seldom fails', () => {
  const ends = meanEnds((random) => (random() < 0.6 ? 1 : 0.5));
  expect(ends.passes).toBeLessThan(0.05);
  expect(ends.fails).toBeLessThan(0.05);
});

test('means that are clearly good or bad are told apart', () => {
  expect(meanEnds((random) => 0.85 + 0.15 * random()).passes).toBeGreaterThan(0.95);
  expect(meanEnds((random) => 0.5 + 0.2 * random()).fails).toBeGreaterThan(0.95);
});

test('a mean that full marks could not save is hopeless', () => {
  let state = startingMeanTest;
  for (let time = 0; time < 10; time += 1) state = afterValue(state, 0.7, mean);
  expect(meanVerdict(state, mean, 2)).toBe('hopeless');
  expect(meanVerdict(state, mean, 200)).toBe('open');
});
