import { expect, test } from 'vitest';
import { performancePage } from '../../../bench/performance/page.ts';
import { rows } from '../../../bench/performance/rows.ts';
import type { Figures } from '../../../bench/run.ts';

const about = { machine: '2 cores', day: '2026-11-30' };
const figures: Figures = Object.fromEntries(
  rows.map(({ figure, goal, divisor = 1, unit }) => [figure, { value: goal * divisor, unit }]),
);

test('each figure stands beside its goal, in the unit of the goal, with whether it is met', () => {
  const late = rows.find(({ figure }) => figure === 'decision.p99Planned')!;
  const page = performancePage({ ...figures, [late.figure]: { value: 1_234, unit: 'µs' } }, about);
  expect(page).toContain(`| ${late.what} | ≤ 1 ms | 1.23 ms | **not met** |`);
  expect(page.match(/\| met \|/g)).toHaveLength(rows.length - 1);
  expect(page).toContain('Measured on 2026-11-30 with 2 cores.');
});

test('a figure that nobody measured stops the page', () => {
  const { [rows[0]!.figure]: _, ...others } = figures;
  expect(() => performancePage(others, about)).toThrow(rows[0]!.figure);
});
