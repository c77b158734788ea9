import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Limit } from '../src/ledger/facts.ts';
import { openDatabase } from '../src/ledger/openDatabase.ts';
import { reserve } from '../src/ledger/reserve.ts';
import { standings } from '../src/ledger/standings.ts';
import type { KnownSums } from '../src/ledger/standings.ts';
import { recordRequest, settle } from '../src/ledger/store.ts';
import { summarize } from '../src/ledger/totals.ts';
import { requestFact, reservationFact, settlementFact } from '../test/unit/ledger/exampleFacts.ts';
import { dayMs, fill } from './ledger/fill.ts';
import { percentile } from './percentile.ts';
import type { Figures } from './run.ts';

const attempts = 1_000_000;
const debits = 2000;

/** How fast a ledger is that holds a million attempts of one year. */
export async function run(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-ledger-'));
  try {
    return measure(join(folder, 'ledger.sqlite'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(file: string): Figures {
  const nowMs = Date.now();
  const filling = openDatabase(file).database;
  const sessions = fill(filling, { attempts, days: 365, untilMs: nowMs });
  filling.close();

  const [{ database }, openingMs] = timed(() => openDatabase(file));
  const limits = limitsOf(sessions.at(-1)!, nowMs);
  const known: KnownSums = new Map();
  const [, firstStandingsMs] = timed(() => standings(database, limits, known));
  const [, standingsMs] = timed(() => standings(database, limits, known));
  const summaries = sessions.slice(-100).map((id) => timed(() => summarize(database, id))[1]);
  const times = debitTimes(database, { limits, known, sessionId: sessions.at(-1)!, nowMs });
  database.close();
  return {
    opening: { value: openingMs, unit: 'ms' },
    firstStandings: { value: firstStandingsMs, unit: 'ms' },
    standings: { value: standingsMs, unit: 'ms' },
    summarizeP99: { value: percentile(summaries, 0.99), unit: 'ms' },
    debitP50: { value: percentile(times, 0.5), unit: 'ms' },
    debitP99: { value: percentile(times, 0.99), unit: 'ms' },
    debitSlowest: { value: Math.max(...times), unit: 'ms' },
  };
}

function limitsOf(sessionId: string, nowMs: number): Limit[] {
  const fromDaysAgo = (days: number) => ({ fromMs: nowMs - days * dayMs, untilMs: nowMs + dayMs });
  return [
    { budgetId: 'session', capNanoUsd: 1e15, span: { fromMs: 0 }, sessionId },
    { budgetId: 'day', capNanoUsd: 1e15, span: fromDaysAgo(1), workspace: 'shop' },
    { budgetId: 'month', capNanoUsd: 1e15, span: fromDaysAgo(31) },
  ];
}

/** A debit: set aside under three limits, and settled. */
function debitTimes(
  database: DatabaseSync,
  given: { limits: Limit[]; known: KnownSums; sessionId: string; nowMs: number },
): number[] {
  const { limits, known, sessionId, nowMs: atMs } = given;
  const lease = { windowId: 'bench', untilMs: atMs + 60_000 };
  return Array.from({ length: debits }, () => {
    const requestId = randomUUID();
    const attemptId = randomUUID();
    recordRequest(database, requestFact({ requestId, sessionId, atMs }));
    return timed(() => {
      const over = reserve(database, reservationFact({ attemptId, requestId, atMs }), {
        ...{ limits, known, lease },
      });
      if (over) throw new Error(`A debit was refused by ${over.limit.budgetId}`);
      settle(database, settlementFact({ attemptId, atMs }));
    })[1];
  });
}

function timed<T>(work: () => T): [result: T, ms: number] {
  const startedAt = performance.now();
  const result = work();
  return [result, performance.now() - startedAt];
}
