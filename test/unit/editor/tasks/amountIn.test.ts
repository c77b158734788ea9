import { expect, test } from 'vitest';
import { amountIn } from '../../../../src/editor/tasks/amountIn.ts';

test.each<[string, number | undefined]>([
  ['5', 5],
  [' 7.5 ', 7.5],
  ['7,5', 7.5],
  ['0,05', 0.05],
  ['0,005', 0.005],
  ['1.000', 1],
  ['1,000', undefined],
  ['1.000,50', undefined],
  ['1e2', undefined],
  ['0x10', undefined],
  ['-5', undefined],
  ['$5', undefined],
  ['5,', undefined],
  ['', undefined],
])('the amount in %j is %s', (text, amount) => expect(amountIn(text)).toBe(amount));
