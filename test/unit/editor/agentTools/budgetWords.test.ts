import { expect, test } from 'vitest';
import { type MoneyNow, moneyText } from '../../../../src/editor/agentTools/budgetWords.ts';
import { usualAdvisorLimits } from '../../../../src/routing/budgets/parseAdvisor.ts';

const total = {
  label: '',
  requests: 3,
  attempts: 4,
  nanoUsd: 31_200_000,
  estimatedNanoUsd: 0,
  unknownAttempts: 0,
  simulated: false,
};
const now: MoneyNow = {
  session: total,
  today: total,
  budgets: [],
  faults: [],
  advisor: { ...usualAdvisorLimits, questions: 0 },
};
const budget = {
  label: '$5.00 per day',
  capNanoUsd: 5e9,
  spentNanoUsd: 420_000_000,
  unknownAttempts: 0,
  simulated: false,
};

test.each<[string, Partial<MoneyNow>, string]>([
  ['spend', {}, '- this session: $0.031 in 4 calls'],
  [
    'a part that is estimated',
    { session: { ...total, estimatedNanoUsd: 2_000_000 } },
    '- this session: $0.031 in 4 calls; $0.0020 of it estimated',
  ],
  [
    'a cost that is unknown is no zero',
    { session: { ...total, nanoUsd: 0, attempts: 1, unknownAttempts: 1 } },
    '- this session: cost unknown in 1 call; 1 call of unknown cost not included',
  ],
  [
    'practice money stays labelled',
    { session: { ...total, practice: { ...total, nanoUsd: 500_000, simulated: true } } },
    '- this session, practice money (simulated, nobody pays it): $0.00050 in 4 calls',
  ],
  [
    'a saving',
    {
      saving: {
        baselineName: 'Large',
        baselineNanoUsd: 450_000_000,
        spentNanoUsd: 30_000_000,
        withoutBaseline: 2,
      },
    },
    '- this session: $0.420 saved against one call of Large for each request ($0.450 at list price, computed); 2 calls could not be compared',
  ],
  [
    'no saving',
    {
      saving: {
        baselineName: 'Large',
        baselineNanoUsd: 10_000_000,
        spentNanoUsd: 30_000_000,
        withoutBaseline: 0,
      },
    },
    '- this session: $0.020 more than with one call of Large for each request ($0.010 at list price, computed)',
  ],
  ['no budget', {}, '- none is set'],
  [
    'a budget',
    { budgets: [{ ...budget, forecast: 'at this pace it lasts until 18:00' }] },
    '- $5.00 per day: $4.58 left, $0.420 spent or set aside; at this pace it lasts until 18:00',
  ],
  [
    'a budget of zero',
    { budgets: [{ ...budget, capNanoUsd: 0, spentNanoUsd: 0 }] },
    '- $5.00 per day: every paid call is stopped',
  ],
  [
    'a budget in credits',
    {
      budgets: [
        {
          ...budget,
          credits: { left: '90 credits', used: '210 of 300 credits of GitHub Copilot' },
        },
      ],
    },
    '- $5.00 per day: 90 credits left, 210 of 300 credits of GitHub Copilot used or set aside',
  ],
  [
    'a budget of no credits',
    {
      budgets: [
        {
          ...budget,
          capNanoUsd: 0,
          spentNanoUsd: 0,
          credits: { left: '0 credits', used: '0 of 0 credits of GitHub Copilot' },
        },
      ],
    },
    '- $5.00 per day: every call that takes credits is stopped',
  ],
  [
    'a fault of the settings',
    { faults: ['tierwise.budgets › 0 › usd: Write a number.'] },
    '- Paid calls are stopped: tierwise.budgets › 0 › usd: Write a number.',
  ],
  [
    'questions that are left',
    { advisor: { ...usualAdvisorLimits, questions: 4 } },
    'Questions to a stronger model: 6 of 10 left in this session, each at most $0.250.',
  ],
  [
    'no question left',
    { advisor: { ...usualAdvisorLimits, questions: 10 } },
    'Questions to a stronger model: none is left.',
  ],
])('%s', (_, fields, line) => {
  expect(moneyText({ ...now, ...fields }).split('\n')).toContain(line);
});
