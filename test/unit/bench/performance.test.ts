import { expect, test } from 'vitest';
import { performancePage } from '../../../bench/performance/page.ts';
import { rows } from '../../../bench/performance/rows.ts';
import type { Figures } from '../../../bench/run.ts';

const about = { machine: '2 cores', day: '2026-11-30' };
const figures: Figures = Object.fromEntries(
  rows.flatMap(({ figures: names, goal, divisor = 1, unit }) =>
    names.map((name) => [name, { value: goal * divisor, unit }]),
  ),
);

test('each figure stands beside its goal, in the unit of the goal, with whether it is met', () => {
  const late = rows.find(({ figures: names }) => names.includes('streaming.openai.1KB.added.p50'))!;
  const page = performancePage(
    { ...figures, 'streaming.openai.1KB.added.p50': { value: 1.234, unit: 'ms' } },
    about,
  );
  expect(page).toContain(`| ${late.what} | ≤ 1 ms | 1.23 ms | **not met** |`);
  expect(page.match(/\| met \|/g)).toHaveLength(rows.length - 1);
  expect(page).toContain('Measured on 2026-11-30 with 2 cores.');
});

test('a figure that nobody measured stops the page', () => {
  const { 'activation.total': _, ...others } = figures;
  expect(() => performancePage(others, about)).toThrow('activation.total');
});
