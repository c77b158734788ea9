import { expect, onTestFinished, test, vi } from 'vitest';
import { Spend, type SpendSources } from '../../../../src/editor/situation/spend.ts';
import { reportQuery } from '../../../../src/editor/situation/reportQuery.ts';

const watched = vi.hoisted(() => ({ listener: () => {} }));

vi.mock('../../../../src/editor/situation/ledgerWatch.ts', () => ({
  onDidWriteLedger: (_: string, listener: () => void) => {
    watched.listener = listener;
    return { dispose: () => {} };
  },
}));

vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  EventEmitter: class {
    listeners: (() => void)[] = [];
    event = (listener: () => void) => this.listeners.push(listener);
    fire = () => this.listeners.forEach((listener) => listener());
  },
  workspace: {
    onDidChangeConfiguration: () => {},
    getConfiguration: () => ({ inspect: () => ({ defaultValue: 'UTC' }) }),
  },
}));

const session = { id: 's', startedAtMs: 5 };

function openSpend() {
  const asked: unknown[] = [];
  let hasChanged = false;
  const spent: (() => void)[] = [];
  const sources = {
    ledger: {
      report: async (query: unknown) => {
        asked.push(query);
        return { total: { nanoUsd: asked.length } };
      },
      total: async (query: unknown) => {
        asked.push(query);
        return { nanoUsd: asked.length };
      },
      changedElsewhere: async () => hasChanged,
    },
    ledgerFile: '/ledger.sqlite',
    session: { current: session, resumed: false, onDidChange: () => {} },
    budgets: { rows: async () => [], readFaults: async () => [] },
    news: { onDidSpend: (listener: () => void) => spent.push(listener) },
  };
  const spend = new Spend(sources as unknown as SpendSources);
  const changes = vi.fn<() => void>();
  spend.onDidChange(changes);
  return {
    spend,
    asked,
    changes,
    pay: () => spent.forEach((listener) => listener()),
    fileWritten: async (byOthers: boolean) => {
      hasChanged = byOthers;
      watched.listener();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('status bar and panel share one reading, until something is spent', async () => {
  const { spend, asked, pay } = openSpend();
  const [panel, glance] = await Promise.all([spend.report({ span: 'session' }), spend.glance()]);
  expect(glance?.total).toBe(panel.total);
  expect(asked).toHaveLength(1);
  pay();
  await spend.glance();
  expect(await spend.total({ span: 'session' })).toEqual({ nanoUsd: 2 });
  expect(asked).toHaveLength(2);
});

test('a write of this window fires once; a write of another window is read again', async () => {
  const { spend, changes, pay, fileWritten } = openSpend();
  await spend.glance();
  pay();
  await fileWritten(false);
  expect(changes).toHaveBeenCalledTimes(1);
  await fileWritten(true);
  expect(changes).toHaveBeenCalledTimes(2);
});

test('a new day is noticed in a window where nothing happens', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-30T23:58:30Z') });
  const { spend, changes, asked } = openSpend();
  onTestFinished(() => void vi.useRealTimers());
  await spend.total({ span: 'today' });
  vi.advanceTimersByTime(60_000);
  expect(changes).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(changes).toHaveBeenCalledTimes(1);
  await spend.total({ span: 'today' });
  const from = asked.map((query) => (query as { span: { fromMs: number } }).span.fromMs);
  expect(from[1]! - from[0]!).toBe(86_400_000);
  vi.advanceTimersByTime(600_000);
  expect(changes).toHaveBeenCalledTimes(1);
});

test('a failed reading is tried again', async () => {
  const { spend, asked } = openSpend();
  const broken = vi.spyOn(asked, 'push').mockImplementationOnce(() => {
    throw new Error('locked');
  });
  expect(await spend.glance()).toBeUndefined();
  broken.mockRestore();
  expect(await spend.glance()).toMatchObject({ total: { nanoUsd: 1 } });
});

const moment = { session, nowMs: Date.UTC(2026, 10, 22, 9), timeZone: 'UTC' };
const dayMs = 86_400_000;
const untilMs = Date.UTC(2026, 10, 23);

test.each([
  [{ span: 'session' }, { span: { fromMs: 5 }, sessionId: 's' }],
  [{ span: 'today' }, { span: { fromMs: untilMs - dayMs, untilMs } }],
  [
    { span: 'week', tier: 'fast' },
    { span: { fromMs: untilMs - 7 * dayMs, untilMs }, tier: 'fast' },
  ],
  [{ span: 'month' }, { span: { fromMs: untilMs - 30 * dayMs, untilMs } }],
  [
    { span: 'all', workspace: '' },
    { span: { fromMs: 0 }, workspace: '' },
  ],
] as const)('the filter %o asks the ledger for %o', (filter, expected) => {
  expect(reportQuery(filter, moment)).toEqual({ ...expected, timeZone: 'UTC' });
});
