import { expect, test } from 'vitest';
import { calibrate } from '../../../../src/routing/evidence/calibrate.ts';

type Known = Parameters<typeof calibrate>[1];

/** So many answers with one statement, of which so many were right. */
const said = (percent: number, count: number, right: number): Known =>
  Array.from({ length: count }, (_, index) => ({ percent, right: index < right }));

const growing = [...said(80, 1, 1), ...said(90, 4, 4), ...said(95, 10, 10)];
const everyPercent = Array.from({ length: 101 }, (_, percent) => percent);

/** Numbers from 0 to 1 that are the same on every run. */
function* chance(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Answers of a model that is right with the given chance for what it says. */
function answers(
  seed: number,
  count: number,
  chanceFor: (percent: number) => number,
  percents = everyPercent,
): Known {
  const next = chance(seed);
  return Array.from({ length: count }, () => {
    const percent = percents[Math.floor(next.next().value * percents.length)]!;
    return { percent, right: next.next().value < chanceFor(percent) };
  });
}

const sizes = [1, 2, 3, 5, 10, 40, 200];
const histories: [name: string, known: Known][] = [
  ['nothing', []],
  ['one right', said(90, 1, 1)],
  ['one wrong at 0 %', said(0, 1, 0)],
  ['one right at 0 %', said(0, 1, 1)],
  ['all right at 100 %', said(100, 200, 200)],
  ['all wrong at 100 %', said(100, 200, 0)],
  ['a small level after a large one', [...said(60, 100, 60), ...said(90, 1, 1)]],
  ['a model that is right when it doubts', [...said(20, 30, 30), ...said(95, 30, 0)]],
  ...sizes.flatMap((size): [string, Known][] => [
    [`${size} by luck`, answers(size, size, () => 0.5)],
    [`${size} as said`, answers(size, size, (percent) => percent / 100)],
    [`${size} against what was said`, answers(size, size, (percent) => 1 - percent / 100)],
    [`${size} of few levels`, answers(size, size, (percent) => percent / 120, [70, 90, 95])],
  ]),
];

test.each(histories)(
  '%s: a higher statement never gives less, and nothing is certain',
  (_, known) => {
    let last = 0;
    for (const percent of everyPercent) {
      const { probability } = calibrate(percent, known);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
      expect(probability).toBeGreaterThanOrEqual(last - 1e-12);
      last = probability;
    }
  },
);

test.each(histories)('%s: the order does not matter', (_, known) => {
  const mixed = known.toSorted((one, other) => Number(one.right) - Number(other.right));
  for (const order of [known.toReversed(), mixed, mixed.toReversed()]) {
    for (const percent of [0, 33, 90, 100]) {
      expect(calibrate(percent, order)).toEqual(calibrate(percent, known));
    }
  }
});

test.each<[name: string, percent: number, known: Known, from: number, to: number, based: number]>([
  ['nothing known', 99, [], 0.5, 0.5, 0],
  ['always 99 %, right half of the time', 99, said(99, 40, 20), 0.5, 0.5, 40],
  ['few answers say little', 99, said(99, 1, 1), 0.6, 0.7, 1],
  ['more say more', 99, said(99, 10, 10), 0.9, 0.93, 10],
  ['many say much', 99, said(99, 200, 200), 0.99, 0.999, 200],
  ['all wrong', 99, said(99, 10, 0), 0.05, 0.1, 10],
  ['all right, whatever it said', 50, [...said(40, 5, 5), ...said(60, 5, 5)], 0.9, 0.93, 10],
  ['all right, so all count alike', 80, growing, 0.94, 0.942, 15],
  ['too modest', 50, said(50, 50, 48), 0.9, 0.96, 50],
  ['two levels, the lower', 70, [...said(70, 50, 10), ...said(95, 50, 48)], 0.2, 0.26, 50],
  ['two levels, the upper', 95, [...said(70, 50, 10), ...said(95, 50, 48)], 0.88, 0.96, 50],
  ['two levels, halfway', 82, [...said(70, 50, 10), ...said(94, 50, 48)], 0.55, 0.6, 100],
  ['levels the wrong way round', 95, [...said(70, 50, 45), ...said(95, 50, 5)], 0.48, 0.52, 100],
  ['higher than ever', 100, said(90, 40, 36), 0.85, 0.9, 40],
  ['far lower than ever', 20, said(90, 40, 36), 0.15, 0.25, 0],
  ['a lucky small level', 96, [...said(90, 60, 30), ...said(96, 2, 2)], 0.55, 0.7, 2],
])('%s', (_, percent, known, from, to, based) => {
  const { probability, basedOn } = calibrate(percent, known);
  expect(probability).toBeGreaterThanOrEqual(from);
  expect(probability).toBeLessThanOrEqual(to);
  expect(basedOn).toBe(based);
});

test.each([
  ['overconfident', (percent: number) => percent / 100 - 0.3],
  ['modest', (percent: number) => percent / 200 + 0.5],
  ['honest', (percent: number) => percent / 100],
])('of a model that is %s, 200 answers tell its share of right ones', (_, chanceFor) => {
  const levels = [50, 70, 80, 90, 95];
  const errors = sizes.flatMap((seed) => {
    const known = answers(seed, 200, chanceFor, levels);
    return levels.map((each) => Math.abs(calibrate(each, known).probability - chanceFor(each)));
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(mean).toBeLessThan(0.08);
});
