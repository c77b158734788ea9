import { expect, test } from 'vitest';
import {
  budgetRows,
  describeBudget,
  lowestBudget,
} from '../../../../src/editor/situation/budgetRows.ts';
import { describeSession, describeSpend } from '../../../../src/editor/spend/describeSpend.ts';
import type { SpendRow, TotalRow } from '../../../../src/ledger/spendRows.ts';
import { standingWith } from '../../../support/tasks.ts';

const row = (fields: Partial<SpendRow> = {}): SpendRow => ({
  label: 'session',
  requests: 1,
  attempts: 1,
  nanoUsd: 4_300_000,
  estimatedNanoUsd: 0,
  unknownAttempts: 0,
  simulated: false,
  ...fields,
});
const practice = row({ simulated: true, nanoUsd: 70_000_000 });

test.each<[string, TotalRow | undefined, string]>([
  ['nothing is known yet', undefined, '$–'],
  ['real calls', row(), '$0.0043'],
  ['practice calls', row({ simulated: true }), 'practice $0.0043'],
  ['both', { ...row(), practice }, '$0.0043 · practice $0.070'],
  [
    'estimated practice and some of unknown cost',
    row({ simulated: true, estimatedNanoUsd: 1, unknownAttempts: 1 }),
    'practice ≈ $0.0043 + unknown',
  ],
  [
    'practice of unknown cost',
    row({ simulated: true, nanoUsd: 0, unknownAttempts: 1 }),
    'practice cost unknown',
  ],
])('the status bar of %s', (_, total, words) => {
  expect(describeSpend(total)).toBe(words);
});

const note = ' (practice models: not real money)';
test.each<[TotalRow, string]>([
  [row(), 'This session: $0.0043.'],
  [row({ simulated: true }), `This session: practice $0.0043${note}.`],
  [{ ...row(), practice }, `This session: $0.0043 · practice $0.070${note}.`],
])('the tooltip of %j', (total, words) => {
  expect(describeSession(total)).toBe(words);
});

const spent = (usd: number) => ({ spentNanoUsd: usd * 1e9, unknownAttempts: 0 });
test.each([
  ['nothing spent', {}, ['$5.00 is left of $5.00 per session.']],
  ['real money', spent(1), ['$4.00 is left of $5.00 per session.']],
  ['nothing left', spent(5), ['$0.00 is left of $5.00 per session.']],
  ['more than all spent', spent(7.5), ['$2.50 is spent beyond $5.00 per session.']],
  [
    'practice money',
    { practice: spent(2) },
    ['$3.00 is left of $5.00 per session in practice money.'],
  ],
  [
    'practice calls of unknown cost',
    { practice: { spentNanoUsd: 0, unknownAttempts: 1 } },
    ['$5.00 is left of $5.00 per session in practice money.'],
  ],
  [
    'both',
    { ...spent(1), practice: spent(2) },
    [
      '$4.00 is left of $5.00 per session.',
      '$3.00 is left of $5.00 per session in practice money.',
    ],
  ],
])('a budget with %s', (_, fields, words) => {
  expect(budgetRows(standingWith(fields), 0).map(describeBudget)).toEqual(words);
});

test.each<[string, number[], string | undefined]>([
  ['none is used much', [3.99, 0], undefined],
  ['one has a fifth left', [4, 0], '$1.00 is left of $5.00 per session.'],
  [
    'two are low, and one of them is beyond its end',
    [4.9, 6],
    '$1.00 is spent beyond $5.00 per session.',
  ],
])('the status bar warns where %s', (_, usd, words) => {
  const rows = usd.flatMap((each) => budgetRows(standingWith(spent(each)), 0));
  const low = lowestBudget(rows);
  expect(low && describeBudget(low)).toBe(words);
});

test('neither practice money nor a budget of zero warns', () => {
  const practised = budgetRows(standingWith({ practice: spent(5) }), 0);
  const zero = budgetRows(standingWith({ ...spent(1), budget: { nanoUsd: 0 } }), 0);
  expect(practised.some(({ simulated }) => simulated)).toBe(true);
  expect(lowestBudget([...practised, ...zero])).toBeUndefined();
});

test('the forecast of a budget is of its own money', () => {
  const span = { fromMs: 0, untilMs: 100 * 3_600_000 };
  const rows = budgetRows(
    standingWith({ span, ...spent(5), practice: spent(0.1) }),
    50 * 3_600_000,
  );
  expect(rows.map(({ forecast, simulated }) => [simulated, forecast])).toEqual([
    [false, 'It is used up.'],
    [true, undefined],
  ]);
});
