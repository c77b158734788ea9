import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { Memento } from 'vscode';
import { type SpendExportParts, sendSpendByOtlp } from '../../../../src/editor/spend/otlpExport.ts';
import type { ExportedAttempt, SettledCursor } from '../../../../src/ledger/reports.ts';

const settings = vi.hoisted(() => ({ otlp: undefined as unknown, changed: () => {} }));
vi.mock('vscode', async () => ({
  ...(await import('../../../support/l10n.ts')),
  Disposable: {
    from: (...all: { dispose(): void }[]) => ({
      dispose: () => all.forEach((each) => each.dispose()),
    }),
  },
  workspace: {
    getConfiguration: () => ({ inspect: () => ({ globalValue: settings.otlp }) }),
    onDidChangeConfiguration(listener: (event: object) => void) {
      settings.changed = () => listener({ affectsConfiguration: () => true });
      return { dispose: () => undefined };
    },
  },
}));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  settings.otlp = { endpoint: 'https://otlp.example/v1/traces' };
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const attempt: ExportedAttempt = {
  seq: 1,
  attemptId: 'attempt-1',
  requestId: 'request-1',
  startedAtMs: 1,
  endedAtMs: 2,
  purpose: 'answer',
  tier: 'fast',
  taskType: 'refactor',
  simulated: false,
  model: 'p/a',
  outcome: 'complete',
  usage: { inputTokens: 1, outputTokens: 1 },
  cost: { source: 'computed', nanoUsd: 5 },
};

/** A window of which one call was settled, and an engine that answers with this status. */
function open() {
  const engine = { status: 503, requests: 0 };
  vi.stubGlobal('fetch', async () => {
    engine.requests += 1;
    return new Response('{}', { status: engine.status });
  });
  const values = new Map<string, unknown>();
  const warnings: string[] = [];
  let spend = () => {};
  const settledSince = async (after: SettledCursor) => ({
    attempts: after.settlement === 0 ? [attempt] : [],
    cursor: { settlement: 1, correction: 0 },
  });
  const parts = {
    ledger: { settledSince },
    onDidSpend(listener: () => void) {
      spend = listener;
      return { dispose: () => undefined };
    },
    headers: { get: async () => ({}), onDidChange: () => ({ dispose: () => undefined }) },
    state: {
      get: (key: string) => values.get(key),
      update: async (key: string, value: unknown) => void values.set(key, value),
    } as unknown as Memento,
    version: '1.2.3',
    report: {
      warnOnce: (message: string) => warnings.push(message),
      ended: () => {},
      log: console,
    },
  } as unknown as SpendExportParts;
  const sender = sendSpendByOtlp(parts);
  onTestFinished(() => sender.dispose());
  const kept = () =>
    (values.get('spendExport.progress') as { sent: SettledCursor } | undefined)?.sent.settlement;
  return { engine, warnings, spend: () => spend(), kept };
}

/** Waits for real work; vitest's own waiting would move the clock. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets this time pass, after which the engine is asked for the nth time, and waits until the next time is planned. */
async function passes(ms: number, engine: { requests: number }, requests: number): Promise<void> {
  vi.advanceTimersByTime(ms - 1);
  expect([engine.requests, vi.getTimerCount()]).toEqual([requests - 1, 1]);
  vi.advanceTimersByTime(1);
  await until(() => engine.requests === requests && vi.getTimerCount() === 1);
}

test('an engine that refuses is asked again after ever longer pauses, told of once, and gets it all when it takes it again', async () => {
  const { engine, warnings, spend, kept } = open();
  spend();
  await passes(2_000, engine, 1);
  await passes(5_000, engine, 2);
  await passes(10_000, engine, 3);
  expect(warnings).toEqual([expect.stringContaining('status 503')]);
  engine.status = 200;
  vi.advanceTimersByTime(20_000);
  await until(() => kept() === 1);
  expect([engine.requests, vi.getTimerCount()]).toEqual([4, 0]);
});

test('a changed setting ends the pause', async () => {
  const { engine, spend } = open();
  spend();
  await passes(2_000, engine, 1);
  await passes(5_000, engine, 2);
  settings.changed();
  await passes(2_000, engine, 3);
  expect(engine.requests).toBe(3);
});

test('without an endpoint nothing is planned', () => {
  settings.otlp = undefined;
  const { spend } = open();
  spend();
  expect(vi.getTimerCount()).toBe(0);
});
