import { expect, test, vi } from 'vitest';
import { describeOverLimit } from '../../../../src/editor/tasks/describeOverLimit.ts';

vi.mock('vscode', () => import('../../../support/l10n.ts'));

const usd = (dollars: number) => Math.round(dollars * 1e9);

// A quarter of a dollar is reserved.
test.each([
  ['nothing is spent', 0, 1, '$0.750 is left for it. $0.250 is reserved'],
  ['a half is spent', 0.5, 1, '$0.250 is left for it. $0.250 is reserved'],
  ['all but the reserve is spent', 0.75, 1, '$0.00 is left for it. $0.250 is reserved'],
  ['a part of the reserve is spent', 0.9, 1, '$0.00 is left for it. $0.100 is reserved'],
  ['all is spent', 1, 1, '$0.00 is left for it. The task waits'],
  ['more than all is spent', 1.2, 1, '$0.00 is left for it. The task waits'],
  ['the budget is unknown by now', 0.5, undefined, '$0.250 is left for it. The task waits'],
])('%s', (_, spent, whole, words) => {
  const limit = { budgetId: 'day', capNanoUsd: usd(0.75), span: { fromMs: 0 } };
  const over = { limit, spentNanoUsd: usd(spent), worstCaseNanoUsd: usd(2) };
  const budget = whole === undefined ? undefined : { nanoUsd: usd(whole) };
  expect(describeOverLimit(over, budget)).toContain(words);
  expect(describeOverLimit(over, budget)).toContain('It may cost up to $2.00');
  expect(describeOverLimit(over, budget)).not.toContain('practice');
  expect(describeOverLimit({ ...over, simulated: true }, budget)).toContain('practice money');
});
