import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { inWriteTransaction } from '../sql/statements.ts';
import { type Day, daysIn, monthOf } from './days.ts';
import { addDay } from './hourlyCells.ts';
import {
  addCell,
  type Cell,
  type GrowingCells,
  keyNames,
  measureNames,
  noSums,
  periodMeasures,
  totalOf,
} from './measures.ts';

/**
 * Rolls up the past days and months since `fromMs` that hold requests, in small steps; between steps other
 * windows may write. Throws SQLite's errors; finished roll-ups stay.
 */
export function* sumUpPast(
  database: DatabaseSync,
  timeZone: string,
  nowMs: number,
  fromMs = 0,
): Generator<void, void> {
  setZone(database, timeZone);
  const dayAt = daysIn(timeZone);
  const firstMs = dayAt(fromMs).fromMs;
  const todayMs = dayAt(nowMs).fromMs;
  for (;;) {
    const ms = firstOpenMs(database, firstMs, todayMs);
    if (ms === undefined) break;
    const day = dayAt(ms);
    const token = begin(database, timeZone, day);
    if (!token) return;
    yield* sumUpDay(database, day, token);
  }
  yield* sumUpMonths(database, timeZone, nowMs);
}

/** The time zone of the file's roll-ups; undefined before the first one. */
export function rollUpZone(database: DatabaseSync): string | undefined {
  const zone = database.prepare('SELECT time_zone FROM summed_zone').get()?.time_zone;
  return zone === undefined ? undefined : String(zone);
}

export interface RolledUpPeriod extends Day {
  /** Identifies this roll-up: a period that is rolled up again gets a new token. */
  readonly token: string;
}

/** The days or months within a span that are rolled up, oldest first. */
export function rolledUpWithin(
  database: DatabaseSync,
  period: 'day' | 'month',
  { fromMs, untilMs }: Day,
): RolledUpPeriod[] {
  const sql = `SELECT from_ms AS fromMs, until_ms AS untilMs, token FROM summed
    WHERE period = ? AND from_ms >= ? AND until_ms <= ? ORDER BY from_ms`;
  return database.prepare(sql).all(period, fromMs, untilMs) as unknown as RolledUpPeriod[];
}

/** The gaps between periods within a span. */
export function gapsBetween(periods: readonly Day[], span: Day): Day[] {
  const starts = [span.fromMs, ...periods.map(({ untilMs }) => untilMs)];
  const ends = [...periods.map(({ fromMs }) => fromMs), span.untilMs];
  return starts
    .map((fromMs, index) => ({ fromMs, untilMs: ends[index]! }))
    .filter(({ fromMs, untilMs }) => fromMs < untilMs);
}

// Days of another time zone begin at other times, so a new zone drops all roll-ups.
function setZone(database: DatabaseSync, timeZone: string): void {
  if (rollUpZone(database) === timeZone) return;
  inWriteTransaction(database, () => {
    database.exec('DELETE FROM summed; DELETE FROM summed_zone');
    database.prepare('INSERT INTO summed_zone VALUES (?)').run(timeZone);
  });
}

/** The first request within a span whose day is not rolled up; undefined when there is none. */
function firstOpenMs(database: DatabaseSync, fromMs: number, untilMs: number): number | undefined {
  const span = { fromMs, untilMs };
  const next = database.prepare(
    'SELECT min(at_ms) AS ms FROM request WHERE at_ms >= ? AND at_ms < ?',
  );
  for (const gap of gapsBetween(rolledUpWithin(database, 'day', span), span)) {
    const ms = next.get(gap.fromMs, gap.untilMs)?.ms;
    if (typeof ms === 'number') return ms;
  }
  return undefined;
}

/** Marks a day as begun and returns the mark's token; undefined when another window changed the zone. */
function begin(database: DatabaseSync, timeZone: string, day: Day): string | undefined {
  return inWriteTransaction(database, () => {
    if (rollUpZone(database) !== timeZone) return undefined;
    const token = randomUUID();
    const add = database.prepare(`INSERT INTO summed VALUES (?, 'begun', ?, ?)`);
    add.run(day.fromMs, day.untilMs, token);
    return token;
  });
}

function* sumUpDay(database: DatabaseSync, day: Day, token: string): Generator<void, void> {
  const cells: GrowingCells = new Map();
  yield* addDay(cells, database, day);
  inWriteTransaction(database, () => {
    const isBegun = database.prepare('SELECT 1 FROM summed WHERE from_ms = ? AND token = ?');
    // The mark is gone: a fact of this day came in meanwhile, or another window was faster.
    if (!isBegun.get(day.fromMs, token)) return;
    const end = database.prepare(`DELETE FROM summed WHERE from_ms = ? AND period = 'begun'`);
    end.run(day.fromMs);
    storeCells(database, 'day', day.fromMs, [...cells.values()]);
    const narrow = chartCells([...cells.values()]);
    storeCells(database, 'chart', day.fromMs, narrow);
    storeCells(database, 'total', day.fromMs, totalCells(narrow));
    markRolledUp(database, 'day', day);
  });
  yield;
}

function storeCells(
  database: DatabaseSync,
  period: 'day' | 'chart' | 'total',
  fromMs: number,
  cells: readonly Cell[],
): void {
  database.prepare('DELETE FROM sum_of WHERE period = ? AND from_ms = ?').run(period, fromMs);
  const keyOf = database.prepare(
    `SELECT key_id AS id FROM sum_key WHERE ${keyNames.map((name) => `${name} = ?`).join(' AND ')}`,
  );
  const addKey = database.prepare(
    `INSERT INTO sum_key (${keyNames.join(', ')}) VALUES (${keyNames.map(() => '?').join(', ')})
     RETURNING key_id AS id`,
  );
  const add = database.prepare(
    `INSERT INTO sum_of VALUES (?, ?, ?, ${measureNames.map(() => '?').join(', ')})`,
  );
  for (const cell of cells) {
    const key = keyNames.map((name) => cell[name]);
    const { id } = (keyOf.get(...key) ?? addKey.get(...key)) as { id: number };
    add.run(period, fromMs, id, ...measureNames.map((name) => cell[name]));
  }
}

/** The cells that a chart of many days reads: fewer keys and fewer measures. */
function chartCells(cells: readonly Cell[]): Cell[] {
  const narrow: GrowingCells = new Map();
  for (const { money, workspace, taskType, tier, model, ...cell } of cells) {
    const key = { money, workspace, taskType, tier, model, ...ofChart };
    const shown = Object.fromEntries(periodMeasures.map((name) => [name, cell[name]]));
    addCell(narrow, { ...noSums, ...shown, ...key });
  }
  return [...narrow.values()];
}

/** One cell per kind of money. */
function totalCells(cells: readonly Cell[]): Cell[] {
  return [...Map.groupBy(cells, ({ money }) => money)].map(([money, group]) => ({
    money,
    ...noKey,
    ...totalOf(group),
  }));
}

const ofChart = { turn: '', modelName: '', role: 'chart', baselineName: '', gate: '' } as const;
const noKey = { workspace: '', taskType: '', tier: '', model: '', ...ofChart };

function markRolledUp(
  database: DatabaseSync,
  period: 'day' | 'month',
  { fromMs, untilMs }: Day,
): void {
  database.prepare('DELETE FROM summed WHERE from_ms = ? AND period = ?').run(fromMs, period);
  const add = database.prepare('INSERT INTO summed VALUES (?, ?, ?, ?)');
  add.run(fromMs, period, untilMs, randomUUID());
}

function* sumUpMonths(
  database: DatabaseSync,
  timeZone: string,
  nowMs: number,
): Generator<void, void> {
  const past = { fromMs: Number.MIN_SAFE_INTEGER, untilMs: nowMs };
  const rolledUp = new Set(rolledUpWithin(database, 'month', past).map(({ fromMs }) => fromMs));
  const days = rolledUpWithin(database, 'day', past);
  let month: Day | undefined;
  for (const day of days) {
    if (month && day.fromMs < month.untilMs) continue;
    month = monthOf(day.fromMs, timeZone);
    if (rolledUp.has(month.fromMs) || month.untilMs > nowMs) continue;
    sumUpMonth(database, month, timeZone);
    yield;
  }
}

function sumUpMonth(database: DatabaseSync, month: Day, timeZone: string): void {
  const { fromMs, untilMs } = month;
  inWriteTransaction(database, () => {
    if (rollUpZone(database) !== timeZone) return;
    if (firstOpenMs(database, fromMs, untilMs) !== undefined) return;
    database.prepare(`DELETE FROM sum_of WHERE period = 'month' AND from_ms = ?`).run(fromMs);
    const days = rolledUpWithin(database, 'day', month).map((day) => day.fromMs);
    const add = database.prepare(`
      INSERT INTO sum_of
      SELECT 'month', ?, key_id, ${measureNames.map((name) => `sum(${name})`).join(', ')}
      FROM json_each(?) AS day
      CROSS JOIN sum_of ON period = 'day' AND from_ms = day.value
      GROUP BY key_id`);
    add.run(fromMs, JSON.stringify(days));
    markRolledUp(database, 'month', month);
  });
}
