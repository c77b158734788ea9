import { expect, test } from 'vitest';
import {
  describeCost,
  formatExactUsd,
  formatUsd,
  unknownCost,
} from '../../../src/routing/money.ts';

test.each([
  [0, '$0.00'],
  [1, '$0.000000001'],
  [1_234_567, '$0.001234567'],
  [120_000_000, '$0.12'],
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
