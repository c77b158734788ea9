import type { DatabaseSync } from 'node:sqlite';
import type { Day } from './days.ts';
import { summedWithin } from './daySums.ts';
import { keyNames, measureNames, periodMeasures } from './sums.ts';
import type { Cell, CellKey, PeriodRow, Sums } from './sums.ts';

interface KeptKey extends CellKey {
  readonly key_id: number;
}

/** The sums of days that are kept, one cell for each key; whole months of them from the month's. */
export function keptCells(database: DatabaseSync, days: readonly Day[], span: Day): Cell[] {
  if (days.length === 0) return [];
  const months = summedWithin(database, 'month', span);
  const isInMonth = ({ fromMs }: Day) =>
    months.some((month) => month.fromMs <= fromMs && fromMs < month.untilMs);
  const parts = [
    ...months.map(({ fromMs }) => ['month', fromMs]),
    ...days.filter((day) => !isInMonth(day)).map(({ fromMs }) => ['day', fromMs]),
  ];
  const sql = `
    SELECT ${[...keyNames, ...measureNames].join(', ')}
    FROM (
      SELECT key_id, ${measureNames.map((name) => `sum(${name}) AS ${name}`).join(', ')}
      FROM json_each(?) AS part
      CROSS JOIN sum_of ON period = part.value ->> 0 AND from_ms = part.value ->> 1
      GROUP BY key_id
    ) AS total
    JOIN sum_key USING (key_id)`;
  return database.prepare(sql).all(JSON.stringify(parts)) as unknown as Cell[];
}

/** What the keys that are wanted have in each of the days. */
export function keptPeriods(
  database: DatabaseSync,
  days: readonly Day[],
  isWanted: (key: CellKey) => boolean,
): PeriodRow[] {
  if (days.length === 0) return [];
  const keys = database
    .prepare(`SELECT * FROM sum_key WHERE role = 'chart'`)
    .all() as unknown as KeptKey[];
  const wanted = keys.filter(isWanted).map((key) => key.key_id);
  const ofKeys =
    wanted.length < keys.length ? 'AND key_id IN (SELECT value FROM json_each(?))' : '';
  const sql = `
    SELECT from_ms AS fromMs, ${periodMeasures.map((name) => `sum(${name}) AS ${name}`).join(', ')}
    FROM json_each(?) AS day
    CROSS JOIN sum_of ON period = 'chart' AND from_ms = day.value ${ofKeys}
    GROUP BY from_ms`;
  const given = [days.map(({ fromMs }) => fromMs), ...(ofKeys ? [wanted] : [])];
  const rows = database.prepare(sql).all(...given.map((list) => JSON.stringify(list)));
  return (rows as unknown as (Sums & { fromMs: number })[]).map(({ fromMs, ...sums }) => ({
    fromMs,
    sums,
  }));
}
