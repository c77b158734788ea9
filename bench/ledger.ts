import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../src/ledger/database/openDatabase.ts';
import type { Limit } from '../src/ledger/facts.ts';
import { latencies } from '../src/ledger/report/latency.ts';
import { makeReport } from '../src/ledger/report/makeReport.ts';
import type { ReportQuery } from '../src/ledger/reports.ts';
import { noKnownCells } from '../src/ledger/rollups/cellCache.ts';
import { sumUpPast } from '../src/ledger/rollups/rollUp.ts';
import { timedId } from '../src/ledger/timedId.ts';
import { type KnownSums, standings } from '../src/ledger/write/budgetStandings.ts';
import { recordRequest, settle } from '../src/ledger/write/recordFacts.ts';
import { reserve } from '../src/ledger/write/reserve.ts';
import { spanOf } from '../src/routing/budgets/calendar.ts';
import { requestFact, reservationFact, settlementFact } from '../test/unit/ledger/exampleFacts.ts';
import { killRun } from '../test/unit/ledger/killRun.ts';
import { createRandom } from './gates/random.ts';
import { dayMs, fill } from './ledger/fill.ts';
import { percentile } from './measuring/percentile.ts';
import type { Figures } from './run.ts';

const attempts = 1_000_000;
const debits = 2000;

/**
 * Measures the speed of a ledger with a million attempts of one year. With TIERWISE_LEDGER_KILLS=1000,
 * kills that many windows at random moments instead, and compares the ledger with the server's bills.
 */
export async function run(): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'tierwise-bench-ledger-'));
  const file = join(folder, 'ledger.sqlite');
  const kills = Number(process.env.TIERWISE_LEDGER_KILLS ?? 0);
  try {
    return kills > 0 ? await killed(file, kills) : measure(file);
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
  const sessionReports = sessions.slice(-100).map((sessionId) => {
    const query = { span: { fromMs: 0 }, timeZone, sessionId };
    return timed(() => makeReport(database, query, nowMs))[1];
  });
  const [, latenciesMs] = timed(() => latencies(database));
  const times = debitTimes(database, { limits, known, sessionId: sessions.at(-1)!, nowMs });
  const reports = reportTimes(database, { file, sessionId: sessions.at(-1)!, nowMs });
  database.close();
  return {
    opening: { value: openingMs, unit: 'ms' },
    firstStandings: { value: firstStandingsMs, unit: 'ms' },
    standings: { value: standingsMs, unit: 'ms' },
    reportSessionsP99: { value: percentile(sessionReports, 0.99), unit: 'ms' },
    latencies: { value: latenciesMs, unit: 'ms' },
    debitP50: { value: percentile(times, 0.5), unit: 'ms' },
    debitP99: { value: percentile(times, 0.99), unit: 'ms' },
    debitSlowest: { value: Math.max(...times), unit: 'ms' },
    ...Object.fromEntries(reports.map(([name, value]) => [name, { value, unit: 'ms' }])),
  };
}

const timeZone = 'Europe/Berlin';

/** Reports as the panel requests them, from the start of a day. Each figure is the slowest of several. */
function reportTimes(
  database: DatabaseSync,
  { file, sessionId, nowMs }: { file: string; sessionId: string; nowMs: number },
): [name: string, ms: number][] {
  const known = noKnownCells();
  const report = (query: Omit<ReportQuery, 'timeZone'>) =>
    timed(() => makeReport(database, { timeZone, ...query }, nowMs, known))[1];
  const since = (days: number) => ({
    span: { fromMs: spanOf('day', nowMs - days * dayMs, timeZone, 0).fromMs },
  });
  const steps = sumUpPast(database, timeZone, nowMs);
  const stepTimes: number[] = [];
  for (let isDone = false; !isDone;) {
    const [step, ms] = timed(() => steps.next());
    stepTimes.push(ms);
    isDone = step.done === true;
  }
  const year = since(365);
  const queries = {
    reportSession: { ...year, sessionId },
    reportToday: since(0),
    reportMonth: since(30),
    reportYear: year,
    reportYearOfWorkspace: { ...year, workspace: 'shop' },
    reportYearOfTaskType: { ...year, taskType: 'debug' },
    reportYearOfTier: { ...year, tier: 'reasoning' },
    reportYearOfModel: { ...year, model: 'practice/huge' },
    reportYearOfAll: { ...year, workspace: 'shop', taskType: 'debug', tier: 'fast' },
  };
  const times = Object.entries(queries).map(([name, query]): [string, number] => {
    report(query);
    return [
      name,
      percentile(
        Array.from({ length: 20 }, () => report(query)),
        0.99,
      ),
    ];
  });
  const first = (query: Omit<ReportQuery, 'timeZone'>) =>
    firstReport(file, { timeZone, ...query }, nowMs);
  const firstToday = first(queries.reportToday);
  const firstYear = first(year);
  database.exec('DELETE FROM summed');
  const withoutSums = report(year);
  return [
    ['summingUpAYear', stepTimes.reduce((sum, ms) => sum + ms, 0)],
    ['summingUpStepP99', percentile(stepTimes, 0.99)],
    ['firstReportToday', firstToday],
    ['firstReportYear', firstYear],
    ...times,
    ['reportYearWithoutSums', withoutSums],
  ];
}

/** The first report of a new process: the median of several, each in its own process. */
function firstReport(file: string, query: ReportQuery, nowMs: number): number {
  const program = join(import.meta.dirname, 'ledger', 'firstReport.ts');
  const times = Array.from({ length: 5 }, () =>
    Number(execFileSync(process.execPath, [program, file, JSON.stringify(query), `${nowMs}`])),
  );
  return percentile(times, 0.5);
}

async function killed(file: string, kills: number): Promise<Figures> {
  const { errors, ...figures } = await killRun({ file, kills, random: createRandom(kills) });
  for (const error of errors) console.error(error);
  const surplusNanoUsd = figures.keptNanoUsd - figures.billedNanoUsd;
  const all = Object.entries({ ...figures, surplusNanoUsd, errors: errors.length });
  return Object.fromEntries(
    all.map(([name, value]) => [name, { value, unit: name.endsWith('NanoUsd') ? 'nUSD' : '' }]),
  );
}

function limitsOf(sessionId: string, nowMs: number): Limit[] {
  const fromDaysAgo = (days: number) => ({ fromMs: nowMs - days * dayMs, untilMs: nowMs + dayMs });
  return [
    { budgetId: 'session', capNanoUsd: 1e15, span: { fromMs: 0 }, sessionId },
    { budgetId: 'day', capNanoUsd: 1e15, span: fromDaysAgo(1), workspace: 'shop' },
    { budgetId: 'month', capNanoUsd: 1e15, span: fromDaysAgo(31) },
  ];
}

/** One debit: reserved under three limits, then settled. */
function debitTimes(
  database: DatabaseSync,
  given: { limits: Limit[]; known: KnownSums; sessionId: string; nowMs: number },
): number[] {
  const { limits, known, sessionId, nowMs: atMs } = given;
  const lease = { windowId: 'bench', untilMs: atMs + 60_000 };
  return Array.from({ length: debits }, () => {
    const requestId = timedId();
    const attemptId = timedId();
    recordRequest(database, requestFact({ requestId, sessionId, atMs }));
    return timed(() => {
      const over = reserve(database, reservationFact({ attemptId, requestId, atMs }), {
        limits,
        known,
        lease,
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
