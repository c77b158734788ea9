import { expect, test } from 'vitest';
import { describeOverLimit } from '../../../../src/editor/tasks/describeOverLimit.ts';

const usd = (dollars: number) => Math.round(dollars * 1e9);

// Of a dollar a quarter is kept.
test.each([
  ['nothing is spent', 0, 1, '$0.750 is left for it. $0.250 is kept'],
  ['a half is spent', 0.5, 1, '$0.250 is left for it. $0.250 is kept'],
  ['all that is not kept is spent', 0.75, 1, '$0.00 is left for it. $0.250 is kept'],
  ['a part of what was kept is spent', 0.9, 1, '$0.00 is left for it. $0.100 is kept'],
  ['all is spent', 1, 1, '$0.00 is left for it. The task waits'],
  ['more than all is spent', 1.2, 1, '$0.00 is left for it. The task waits'],
  ['nobody knows the budget any more', 0.5, undefined, '$0.250 is left for it. The task waits'],
])('%s', (_, spent, whole, words) => {
  const limit = { budgetId: 'day', capNanoUsd: usd(0.75), span: { fromMs: 0 } };
  const over = { limit, spentNanoUsd: usd(spent), worstCaseNanoUsd: usd(2) };
  const budget = whole === undefined ? undefined : { nanoUsd: usd(whole) };
  expect(describeOverLimit(over, budget)).toContain(words);
  expect(describeOverLimit(over, budget)).toContain('It may cost up to $2.00');
  expect(describeOverLimit(over, budget)).not.toContain('practice');
  expect(describeOverLimit({ ...over, simulated: true }, budget)).toContain('practice money');
});
