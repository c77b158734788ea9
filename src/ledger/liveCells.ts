import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Day } from './days.ts';
import { noSums } from './sums.ts';
import type { Cell, Sums } from './sums.ts';
import { cellsOfRows, verdictsOfRows } from './triedRows.ts';

/** A stretch of time, of everything or of one session. */
export interface Part extends Day {
  readonly sessionId?: string;
}

/** The cells of a part, summed from its rows period by period, such as day by day. */
export function liveCells(
  database: DatabaseSync,
  part: Part,
  periodAt: (ms: number) => Day,
): Cell[] {
  const ofSession = part.sessionId === undefined ? '' : ' AND request.session_id = ?';
  const where = `request.at_ms >= ? AND request.at_ms < ?${ofSession}`;
  const session = part.sessionId === undefined ? [] : [part.sessionId];
  const next = database.prepare(`SELECT min(at_ms) AS ms FROM request WHERE ${where}`);
  const attempts = database.prepare(cellsOfRows(where));
  const verdicts = database.prepare(verdictsOfRows(where));

  const cells: Cell[] = [];
  let fromMs = part.fromMs;
  while (fromMs < part.untilMs) {
    const ms = next.get(fromMs, part.untilMs, ...session)?.ms;
    if (typeof ms !== 'number') break;
    const period = periodAt(ms);
    const untilMs = Math.min(period.untilMs, part.untilMs);
    const given = [Math.max(period.fromMs, part.fromMs), untilMs, ...session];
    for (const row of rowsOf<Omit<Cell, 'fromMs'>>(attempts, given)) {
      cells.push({ fromMs: period.fromMs, ...row });
    }
    for (const row of rowsOf<GateRow>(verdicts, given)) {
      cells.push({ ...ofGate, ...noSums, fromMs: period.fromMs, ...row });
    }
    fromMs = untilMs;
  }
  return cells;
}

type GateRow = Pick<Cell, 'workspace' | 'taskType' | 'tier' | 'model' | 'gate'> &
  Pick<Sums, 'gatePass' | 'gateFail' | 'gateCouldNotRun'>;

const ofGate = { modelName: '', role: 'gate', baselineName: '' } as const;

function rowsOf<Row>(statement: StatementSync, given: (string | number)[]): Row[] {
  return statement.all(...given) as unknown as Row[];
}
