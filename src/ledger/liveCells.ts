import type { DatabaseSync } from 'node:sqlite';
import type { Day } from './days.ts';
import { growByAttempt, nameOfKey, noSums } from './sums.ts';
import type { Cell, CellKey, GrowingCells } from './sums.ts';
import { triedOf } from './tried.ts';
import type { Tried } from './tried.ts';
import { triedRows } from './triedRows.ts';
import type { TriedRow } from './triedRows.ts';

/** A stretch of time, of everything or of one session. */
export interface Part extends Day {
  readonly sessionId?: string;
}

export interface PeriodCells extends Day {
  readonly cells: readonly Cell[];
}

/** A part summed from its rows, period by period, such as day by day; without those that hold nothing. */
export function* liveCells(
  database: DatabaseSync,
  part: Part,
  periodAt: (ms: number) => Day,
): Generator<PeriodCells> {
  const ofSession = part.sessionId === undefined ? '' : ' AND request.session_id = ?';
  const where = `request.at_ms >= ? AND request.at_ms < ?${ofSession}`;
  const session = part.sessionId === undefined ? [] : [part.sessionId];
  const next = database.prepare(`SELECT min(at_ms) AS ms FROM request WHERE ${where}`);
  const rows = database.prepare(triedRows(where));
  let fromMs = part.fromMs;
  while (fromMs < part.untilMs) {
    const ms = next.get(fromMs, part.untilMs, ...session)?.ms;
    if (typeof ms !== 'number') return;
    const period = periodAt(ms);
    const untilMs = Math.min(period.untilMs, part.untilMs);
    const found = rows.all(Math.max(period.fromMs, part.fromMs), untilMs, ...session);
    yield { ...period, cells: cellsOf(found as unknown as TriedRow[]) };
    fromMs = untilMs;
  }
}

function cellsOf(rows: readonly TriedRow[]): Cell[] {
  const cells: GrowingCells = new Map();
  const cellOf = (key: CellKey) => {
    const id = nameOfKey(key);
    let cell = cells.get(id);
    if (!cell) cells.set(id, (cell = { ...noSums, ...key }));
    return cell;
  };
  for (const group of Map.groupBy(rows, ({ requestId }) => requestId).values()) {
    for (const tried of triedOf(group)) {
      growByAttempt(cellOf(keyOf(tried)), tried);
      for (const [gate, verdict] of Object.entries(tried.verdictByGate)) {
        const cell = cellOf({ ...keyOf(tried), ...ofGate, gate });
        const name = measureOf[verdict];
        cell[name] = (cell[name] ?? 0) + 1;
      }
    }
  }
  return [...cells.values()];
}

const ofGate = { modelName: '', role: 'gate', baselineName: '' } as const;
const measureOf = { pass: 'gatePass', fail: 'gateFail', couldNotRun: 'gateCouldNotRun' } as const;

function keyOf({
  workspace,
  taskType,
  tier,
  model,
  modelName,
  role,
  baselineName,
}: Tried): CellKey {
  return {
    ...{ workspace, taskType, role, gate: '' },
    tier: tier ?? '',
    model: model ?? '',
    modelName: modelName ?? '',
    baselineName: baselineName ?? '',
  };
}
