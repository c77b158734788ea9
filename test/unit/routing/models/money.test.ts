import { expect, test } from 'vitest';
import {
  describeCost,
  formatExactUsd,
  formatUsd,
  totalCost,
  unknownCost,
  type Cost,
} from '../../../../src/routing/models/money.ts';

test.each([
  [0, '$0.00'],
  [1, '$0.000000001'],
  [1_234_567, '$0.001234567'],
  [120_000_000, '$0.12'],
  [999_999_999, '$0.999999999'],
  [1_000_000_000, '$1.00'],
  [12_345_000_000, '$12.345'],
  [-5_000_000_000, '-$5.00'],
])('%i nano-dollars are exactly %s', (nano, text) => {
  expect(formatExactUsd(nano)).toBe(text);
});

test.each([
  [0, '$0.00'],
  [1, '$0.000000001'],
  [123_456, '$0.00012'],
  [42_000_000, '$0.042'],
  [999_000_000, '$0.999'],
  [999_999_999, '$1.00'],
  [1_000_000_000, '$1.00'],
  [1_005_000_000, '$1.01'],
  [9_996_000, '$0.010'],
  [99_999, '$0.00010'],
  [1_500_000, '$0.0015'],
  [12_345_000_000, '$12.35'],
  [-42_000_000, '-$0.042'],
])('%i nano-dollars read as %s', (nano, text) => {
  expect(formatUsd(nano)).toBe(text);
});

test('a cost says how sure it is', () => {
  expect(describeCost(unknownCost)).toBe('cost unknown');
  expect(describeCost({ source: 'estimated', nanoUsd: 2_000_000 })).toBe('≈ $0.0020');
  expect(describeCost({ source: 'computed', nanoUsd: 2_000_000 })).toBe('$0.0020');
});

const known = (source: 'reported' | 'computed' | 'estimated', nanoUsd: number): Cost => ({
  source,
  nanoUsd,
});
const sums: [string, Cost[], Cost][] = [
  ['of nothing is nothing', [], known('computed', 0)],
  [
    'adds up',
    [known('computed', 5), known('reported', 7), known('computed', 1)],
    known('computed', 13),
  ],
  [
    'is an estimate where one is',
    [known('estimated', 5), known('computed', 7)],
    known('estimated', 12),
  ],
  [
    'is unknown where one is',
    [known('computed', 5), unknownCost, known('computed', 7)],
    unknownCost,
  ],
];
test.each(sums)('a sum of costs %s', (_, costs, total) => {
  expect(totalCost(costs)).toEqual(total);
});
