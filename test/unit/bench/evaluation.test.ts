import { expect, test } from 'vitest';
import { type FinderSetting, simulateFinder } from '../../../bench/evaluation/finderGrid.ts';
import { drawFromOutcomes } from '../../../bench/evaluation/outcomeDraws.ts';
import { smallestIn } from '../../../bench/evaluation/trueSmallest.ts';
import type { OutcomeTask } from '../../../src/evaluation/simulation/outcomes.ts';
import { randomFrom } from '../../../src/routing/planner/random.ts';

const settings: FinderSetting[] = [
  { rates: [0.6, 0.8, 0.95], threshold: 0.9, tolerance: 0, fixtures: 100 },
  { rates: [0.79, 0.79, 0.79], threshold: 0.8, tolerance: 0, fixtures: 100 },
  { rates: [0.89, 0.89, 0.89], threshold: 0.9, tolerance: 0, fixtures: 50 },
  { rates: [0.7, 0.85, 0.97], threshold: 0.9, tolerance: 0.05, fixtures: 100 },
];
test.each(settings)('$rates at $threshold: few names are wrong, at half the calls', (setting) => {
  const { wrong, medianCalls, driven } = simulateFinder(setting, 600);
  expect(wrong.value).toBeLessThan(0.05);
  expect(medianCalls).toBeLessThanOrEqual(0.5);
  expect(driven).toBe(6);
});

test('a candidate that is clearly good enough is named', () => {
  const clear = { rates: [0.5, 0.97], threshold: 0.8, tolerance: 0, fixtures: 100 };
  expect(simulateFinder(clear, 300).right.value).toBeGreaterThan(0.95);
});

/** Tasks that models pass at these rates, at a cost in nano-dollars. */
function tasksOf(models: readonly [name: string, rate: number, nanoUsd: number][]): OutcomeTask[] {
  const random = randomFrom(3);
  return Array.from({ length: 300 }, (_, place): OutcomeTask => {
    const samples = models.map(([name, rate, nanoUsd]) => {
      return [name, [{ quality: random() < rate ? 1 : 0, nanoUsd }]] as const;
    });
    return { id: `${place}`, taskType: 'debug', samples: new Map(samples) };
  });
}

test('draws from outcomes are held against all tasks', () => {
  const tasks = tasksOf([
    ['small', 0.3, 1],
    ['large', 0.95, 10],
  ]);
  const figures = drawFromOutcomes({ name: 'made up', tasks });
  expect(figures.map(({ fixtures }) => fixtures)).toStrictEqual([50, 50, 100, 100, 200, 200]);
  for (const { models, truth, same, wrong, draws } of figures) {
    expect(models).toStrictEqual(['small', 'large']);
    expect([truth, wrong, draws]).toStrictEqual([1, 0, 200]);
    expect(same).toBeGreaterThan(190);
  }
});

test('the finder is held against the cheapest model that reaches a share of the best rate', () => {
  const tasks = tasksOf([
    ['dear', 0.5, 20],
    ['large', 0.97, 10],
    ['middle', 0.84, 5],
    ['small', 0.3, 1],
  ]);
  const figures = smallestIn({ name: 'made up', tasks });
  expect(figures.map(({ among, candidates, share }) => [among, candidates, share])).toEqual([
    ['all', 4, 0.8],
    ['all', 4, 0.9],
    ['ladder', 3, 0.8],
    ['ladder', 3, 0.9],
  ]);
  expect(figures.map(({ truth }) => truth.model)).toEqual(['middle', 'large', 'middle', 'large']);
  for (const { choices, draws, misses, medianCalls } of figures) {
    expect(choices.reduce((sum, each) => sum + each.draws, 0)).toBe(draws);
    expect(misses).toBeLessThan(draws * 0.05);
    expect(medianCalls).toBeLessThan(1);
  }
});

test('a model that only just misses is counted as a miss where it is named', () => {
  const tasks = tasksOf([
    ['large', 1, 10],
    ['nearly', 0.77, 1],
  ]);
  const [first] = smallestIn({ name: 'made up', tasks });
  const named = first!.choices.find((choice) => choice.named?.model === 'nearly')?.draws ?? 0;
  expect(first!.truth.model).toBe('large');
  expect(first!.misses).toBe(named);
});
