import { expect, onTestFinished, test, vi } from 'vitest';
import { Budgets, type BudgetsParts } from '../../../../src/editor/situation/budgets.ts';
import { LedgerError } from '../../../../src/ledger/ledger.ts';
import { parseBudgets } from '../../../../src/routing/budgets/parseBudgets.ts';

const settings = vi.hoisted(() => ({ budgets: [] as unknown, timeZone: undefined as unknown }));

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  workspace: {
    getConfiguration: () => ({
      inspect: (key: string) => ({
        globalValue: {
          'tierwise.budgets': settings.budgets,
          'tierwise.timeZone': settings.timeZone,
        }[key],
      }),
    }),
  },
}));

/** The standing of the budgets in the settings when the ledger answers like this. */
async function known(written: unknown, standings: () => Promise<unknown>) {
  settings.budgets = written;
  const bugs: unknown[] = [];
  const budgets = new Budgets({
    ledger: { standings },
    session: { current: { id: 's', startedAtMs: 0 } },
    warn: () => undefined,
    report: (bug: unknown) => bugs.push(bug),
  } as unknown as BudgetsParts);
  return { bugs, outcome: await budgets.known().catch((error: unknown) => error) };
}

const oneBudget = [{ usd: 5, per: 'day' }];
const nothingSent = expect.stringContaining(
  'Nothing is sent until Tierwise can check your budgets',
);

test('the standing of budgets comes from the ledger', async () => {
  const { outcome } = await known(oneBudget, async () => [{ spentNanoUsd: 7, unknownAttempts: 1 }]);
  expect(outcome).toMatchObject([
    { budget: { nanoUsd: 5e9 }, spentNanoUsd: 7, unknownAttempts: 1 },
  ]);
});

test('when the ledger cannot be read, nothing is sent, and no bug is reported', async () => {
  const trouble = new LedgerError('readOnly', 'The ledger cannot be opened. Make it writable.');
  const { outcome, bugs } = await known(oneBudget, () => Promise.reject(trouble));
  expect(outcome).toMatchObject({ name: 'HumanError', message: nothingSent });
  expect(outcome).toMatchObject({ message: expect.stringContaining('Make it writable.') });
  expect(bugs).toEqual([]);
});

test('after a bug, nothing is sent, and the bug is reported with a button for the log', async () => {
  const bug = new TypeError('x is undefined');
  const { outcome, bugs } = await known(oneBudget, () => Promise.reject(bug));
  expect(outcome).toMatchObject({ name: 'HumanError', message: nothingSent });
  expect(outcome).toMatchObject({ steps: [{ label: 'Show Log' }, { label: 'Open Settings' }] });
  expect(bugs).toEqual([bug]);
});

test.each([
  ['none', []],
  ['one that is no budget', [{ per: 'never' }]],
  ['no list', 'plenty'],
])('with %s in the settings, the ledger is not asked', async (_, written) => {
  const { outcome, bugs } = await known(written, () => Promise.reject(new TypeError('asked')));
  expect({ outcome, bugs }).toEqual({ outcome: [], bugs: [] });
});

test('a month of credits begins in UTC, where the plan’s does; every other period where the developer is', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-30T23:30:00Z') });
  settings.timeZone = 'Europe/Berlin';
  onTestFinished(() => {
    vi.useRealTimers();
    settings.timeZone = undefined;
  });
  const budgets = new Budgets({
    session: { current: { id: 's', startedAtMs: 0 } },
  } as unknown as BudgetsParts);
  const begins = (written: object) => {
    const budget = parseBudgets([written]).budgets[0]!;
    return new Date(budgets.limitOf(budget, 0).span.fromMs).toISOString();
  };
  expect(begins({ credits: 300, per: 'month' })).toBe('2026-11-01T00:00:00.000Z');
  expect(begins({ credits: 300, per: 'day' })).toBe('2026-11-30T23:00:00.000Z');
  expect(begins({ usd: 5, per: 'month' })).toBe('2026-11-30T23:00:00.000Z');
});
