import { expect, test } from 'vitest';
import { type FinderSetting, simulateFinder } from '../../../bench/evaluation/finderGrid.ts';
import { drawFromOutcomes } from '../../../bench/evaluation/outcomeDraws.ts';
import type { OutcomeTask } from '../../../src/evaluation/outcomes.ts';
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

test('draws from outcomes are held against all tasks', () => {
  const random = randomFrom(3);
  const tasks = Array.from({ length: 300 }, (_, place): OutcomeTask => {
    const sample = (rate: number, nanoUsd: number) => [
      { quality: random() < rate ? 1 : 0, nanoUsd },
    ];
    const samples = new Map([
      ['small', sample(0.3, 1)],
      ['large', sample(0.95, 10)],
    ]);
    return { id: `${place}`, taskType: 'debug', samples };
  });
  const figures = drawFromOutcomes({ name: 'made up', tasks });
  expect(figures.map(({ fixtures }) => fixtures)).toStrictEqual([50, 50, 100, 100, 200, 200]);
  for (const { models, truth, same, wrong, draws } of figures) {
    expect(models).toStrictEqual(['small', 'large']);
    expect([truth, wrong, draws]).toStrictEqual([1, 0, 200]);
    expect(same).toBeGreaterThan(190);
  }
});
