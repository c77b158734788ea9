import { expect, test } from 'vitest';
import { copilotPlan } from '../../../../src/routing/models/creditPlan.ts';
import { parseBudgets } from '../../../../src/routing/budgets/parseBudgets.ts';

const read: [id: string, written: object, budget: object][] = [
  ['$5.00 per day', { usd: 5, per: 'day' }, { period: 'day', nanoUsd: 5_000_000_000 }],
  ['$0.29 per session', { usd: 0.29, per: 'session' }, { period: 'session', nanoUsd: 290_000_000 }],
  [
    '$1.00 per day for debug',
    { usd: 1, per: 'day', taskType: 'debug' },
    { period: 'day', nanoUsd: 1_000_000_000, taskType: 'debug' },
  ],
  [
    '$20.00 per week in bookshop',
    { usd: 20, per: 'week', workspace: ' bookshop ' },
    { period: 'week', nanoUsd: 20_000_000_000, workspace: 'bookshop' },
  ],
  [
    '$2.005 per month for docs in bookshop',
    { usd: 2.005, per: 'month', taskType: 'docs', workspace: 'bookshop' },
    { period: 'month', nanoUsd: 2_005_000_000, taskType: 'docs', workspace: 'bookshop' },
  ],
  [
    '$1000000.00 per month',
    { usd: 1e6, per: 'month' },
    { period: 'month', nanoUsd: 1_000_000_000_000_000 },
  ],
];
test.each(read)('%s is read', (id, written, budget) => {
  expect(parseBudgets([written])).toEqual({
    budgets: [{ id, ...budget }],
    problems: [],
    notes: [],
  });
});

test.each([
  [300, '300 credits per month', 3_000_000_000],
  [1, '1 credit per month', 10_000_000],
  [0.5, '0.5 credits per month', 5_000_000],
  [0, '0 credits per month', 0],
])('%d credits are a budget of the Copilot plan, a cent each', (credits, id, nanoUsd) => {
  expect(parseBudgets([{ credits, per: 'month' }])).toEqual({
    budgets: [{ id, period: 'month', nanoUsd, plan: copilotPlan }],
    problems: [],
    notes: [],
  });
});

test.each([0, -0])('%d is a budget that stops every paid call', (usd) => {
  const { budgets, problems } = parseBudgets([{ usd, per: 'day' }]);
  expect(budgets).toEqual([{ id: '$0.00 per day', period: 'day', nanoUsd: 0 }]);
  expect(problems).toEqual([]);
});

test('capitals and spaces do not change what a word means', () => {
  const { budgets } = parseBudgets([{ usd: 1, per: ' Day ', taskType: 'DEBUG' }]);
  expect(budgets.map(({ id }) => id)).toEqual(['$1.00 per day for debug']);
});

test('no setting is no budget', () => {
  expect(parseBudgets(undefined)).toEqual({ budgets: [], problems: [], notes: [] });
});

test('amounts that look alike at a glance are two budgets', () => {
  const { budgets, problems } = parseBudgets([
    { usd: 5, per: 'day' },
    { usd: 5.001, per: 'day' },
    { usd: 5, per: 'week' },
  ]);
  expect(budgets.map(({ id }) => id)).toEqual([
    '$5.00 per day',
    '$5.001 per day',
    '$5.00 per week',
  ]);
  expect(problems).toEqual([]);
});

const day = { usd: 5, per: 'day' };
const faults: [string, unknown, (string | number)[], RegExp][] = [
  ['words for an amount', { ...day, usd: 'five' }, [0, 'usd'], /amount in USD/],
  ['no amount', { per: 'day' }, [0, 'usd'], /amount in USD/],
  ['less than a nano-dollar', { ...day, usd: 4e-10 }, [0, 'usd'], /too small/],
  ['less than nothing', { ...day, usd: -1 }, [0, 'usd'], /zero USD or more/],
  ['no number', { ...day, usd: NaN }, [0, 'usd'], /amount in USD/],
  ['money without end', { ...day, usd: Infinity }, [0, 'usd'], /amount in USD/],
  ['a slip of the zero key', { ...day, usd: 1_000_000.01 }, [0, 'usd'], /at most 1000000 USD/],
  [
    'a period that does not exist',
    { ...day, per: 'year' },
    [0, 'per'],
    /session, day, week, month/,
  ],
  ['no period', { usd: 5 }, [0, 'per'], /session, day, week, month/],
  ['a task type that does not exist', { ...day, taskType: 'debgu' }, [0, 'taskType'], /debug/],
  ['a workspace without a name', { ...day, workspace: ' ' }, [0, 'workspace'], /Name a workspace/],
  ['a key that does not exist', { ...day, user: 'me' }, [0, 'user'], /"user" is not known/],
  ['words for credits', { credits: '300', per: 'month' }, [0, 'credits'], /plain number/],
  ['credits below nothing', { credits: -1, per: 'month' }, [0, 'credits'], /zero credits or more/],
  ['next to no credits', { credits: 1e-9, per: 'month' }, [0, 'credits'], /at least 0.01/],
  ['both units', { ...day, credits: 300 }, [0, 'credits'], /not both/],
  ['an amount alone', 5, [0], /`usd` and `per`/],
];
test.each(faults)('%s is a problem at its place, and no budget', (_, written, path, message) => {
  expect(parseBudgets([written])).toEqual({
    budgets: [],
    problems: [{ path, message: expect.stringMatching(message) }],
    notes: [],
  });
});

test('a setting that is no list is a problem', () => {
  expect(parseBudgets(day)).toEqual({
    budgets: [],
    problems: [{ path: [], message: expect.stringMatching(/list of budgets/) }],
    notes: [],
  });
});

test('one wrong budget does not do away with the others', () => {
  const { budgets, problems } = parseBudgets([{ per: 'day' }, day]);
  expect(budgets.map(({ id }) => id)).toEqual(['$5.00 per day']);
  expect(problems.map(({ path }) => path)).toEqual([[0, 'usd']]);
});

test('the same budget twice is one, and a note', () => {
  const { budgets, problems, notes } = parseBudgets([day, { usd: 5.0, per: 'day' }]);
  expect(budgets).toHaveLength(1);
  expect(problems).toEqual([]);
  expect(notes).toEqual([
    { path: [1], message: 'There is a budget of $5.00 per day already. Remove one of them.' },
  ]);
});
