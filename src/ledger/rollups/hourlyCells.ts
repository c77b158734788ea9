import type { DatabaseSync } from 'node:sqlite';
import { moneyOf } from '../../routing/models/accounts.ts';
import { prepared } from '../sql/statements.ts';
import { type RowWithRole, withRoles, type AttemptRow, attemptRows } from './attemptRoles.ts';
import { cachedOr, type CellCache, noKnownCells } from './cellCache.ts';
import { type Day, hourOf } from './days.ts';
import {
  type CellKey,
  growByAttempt,
  type GrowingCells,
  type NamedCells,
  nameOfKey,
  noSums,
} from './measures.ts';

/** A span of time, of everything or of one session. */
export interface Part extends Day {
  readonly sessionId?: string;
}

export interface PeriodCells extends Day {
  readonly cells: NamedCells;
}

/** About two days. Chosen by judgement. */
const mostCachedHours = 50;

/** The cells of a part, summed from its rows hour by hour, oldest first; empty hours are omitted. */
export function* hourlyCells(
  database: DatabaseSync,
  part: Part,
  dayAt: (ms: number) => Day,
  { hours }: CellCache = noKnownCells(),
): Generator<PeriodCells> {
  for (const { hour, within } of hoursOf(database, part, dayAt)) {
    const { fromMs, untilMs, sessionId } = within;
    const name = [fromMs, untilMs, sessionId].join(' ');
    const { cells } = cachedOr(hours, name, mostCachedHours, () => {
      const found: GrowingCells = new Map();
      addRows(found, rowsOf(database, within));
      return { fromMs, untilMs, cells: found };
    });
    yield { ...hour, cells };
  }
}

/** Adds a day's rows to `cells`, one hour with each step. */
export function* addDay(
  cells: GrowingCells,
  database: DatabaseSync,
  day: Day,
): Generator<void, void> {
  for (const { within } of hoursOf(database, day, () => day)) {
    addRows(cells, rowsOf(database, within));
    yield;
  }
}

/** The hours of a part that hold requests, each with its overlap with the part. */
function* hoursOf(
  database: DatabaseSync,
  part: Part,
  dayAt: (ms: number) => Day,
): Generator<{ readonly hour: Day; readonly within: Part }> {
  const next = prepared(database, `SELECT min(at_ms) AS ms FROM request WHERE ${whereOf(part)}`);
  for (let from = part.fromMs; from < part.untilMs;) {
    const ms = next.get(...valuesOf({ ...part, fromMs: from }))?.ms;
    if (typeof ms !== 'number') return;
    const hour = hourOf(ms, dayAt(ms));
    const fromMs = Math.max(hour.fromMs, part.fromMs);
    const untilMs = Math.min(hour.untilMs, part.untilMs);
    yield { hour, within: { ...part, fromMs, untilMs } };
    from = untilMs;
  }
}

function rowsOf(database: DatabaseSync, part: Part): AttemptRow[] {
  const rows = prepared(database, attemptRows(whereOf(part))).all(...valuesOf(part));
  return rows as unknown as AttemptRow[];
}

function whereOf({ sessionId }: Part): string {
  const ofSession = sessionId === undefined ? '' : ' AND request.session_id = ?';
  return `request.at_ms >= ? AND request.at_ms < ?${ofSession}`;
}

function valuesOf({ fromMs, untilMs, sessionId }: Part): (number | string)[] {
  return sessionId === undefined ? [fromMs, untilMs] : [fromMs, untilMs, sessionId];
}

function addRows(cells: GrowingCells, rows: readonly AttemptRow[]): void {
  const cellOf = (key: CellKey) => {
    const id = nameOfKey(key);
    let cell = cells.get(id);
    if (!cell) cells.set(id, (cell = { ...noSums, ...key }));
    return cell;
  };
  for (const group of Map.groupBy(rows, ({ requestId }) => requestId).values()) {
    for (const attempt of withRoles(group)) {
      growByAttempt(cellOf(keyOf(attempt)), attempt);
      if (attempt.role === 'evaluate') continue;
      for (const [gate, verdict] of Object.entries(attempt.verdictByGate)) {
        const cell = cellOf({ ...keyOf(attempt), ...ofGate, gate });
        const name = measureOf[verdict];
        cell[name] = (cell[name] ?? 0) + 1;
      }
    }
  }
}

const ofGate = { modelName: '', role: 'gate', baselineName: '' } as const;
const measureOf = { pass: 'gatePass', fail: 'gateFail', couldNotRun: 'gateCouldNotRun' } as const;

function keyOf({
  simulated,
  workspace,
  taskType,
  turn,
  tier,
  model,
  modelName,
  role,
  baselineName,
}: RowWithRole): CellKey {
  return {
    money: simulated === null ? '' : moneyOf(simulated === 1),
    workspace,
    taskType,
    turn: turn ?? '',
    role,
    gate: '',
    tier: tier ?? '',
    model: model ?? '',
    modelName: modelName ?? '',
    baselineName: baselineName ?? '',
  };
}
