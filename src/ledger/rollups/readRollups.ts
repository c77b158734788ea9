import type { DatabaseSync } from 'node:sqlite';
import type { Day } from './days.ts';
import { summedWithin } from './rollUp.ts';
import type { SummedPeriod } from './rollUp.ts';
import { knownOr } from './cellCache.ts';
import type { CellCache } from './cellCache.ts';
import { keyNames, measureNames, nameOfKey, periodMeasures } from './measures.ts';
import type { Cell, CellKey, NamedCells, PeriodRow, Sums } from './measures.ts';

interface KeptKey extends CellKey {
  readonly key_id: number;
}

/** Results of so many spans, or filters, are known at a time. */
const mostKnown = 10;

/** The sums of days that are kept, one cell for each key; whole months of them from the month's. */
export function keptCells(
  database: DatabaseSync,
  days: readonly SummedPeriod[],
  span: Day,
  known: CellCache,
): NamedCells {
  if (days.length === 0) return new Map();
  const months = summedWithin(database, 'month', span);
  const isInMonth = ({ fromMs }: Day) =>
    months.some((month) => month.fromMs <= fromMs && fromMs < month.untilMs);
  const parts = [
    ...months.map(({ fromMs, token }) => ['month', fromMs, token]),
    ...days.filter((day) => !isInMonth(day)).map(({ fromMs, token }) => ['day', fromMs, token]),
  ];
  const given = JSON.stringify(parts);
  const sql = `
    SELECT ${[...keyNames, ...measureNames].join(', ')}
    FROM (
      SELECT key_id, ${measureNames.map((name) => `sum(${name}) AS ${name}`).join(', ')}
      FROM json_each(?) AS part
      CROSS JOIN sum_of ON period = part.value ->> 0 AND from_ms = part.value ->> 1
      GROUP BY key_id
    ) AS total
    JOIN sum_key USING (key_id)`;
  return knownOr(known.kept, given, mostKnown, () => {
    const cells = database.prepare(sql).all(given) as unknown as Cell[];
    return new Map(cells.map((cell) => [nameOfKey(cell), cell]));
  });
}

/** What the keys that are wanted have in each of the days, of each kind of money. */
export function keptPeriods(
  database: DatabaseSync,
  days: readonly SummedPeriod[],
  isWanted: (key: CellKey) => boolean,
  known: CellCache,
): readonly PeriodRow[] {
  if (days.length === 0) return [];
  const all = database.prepare(`SELECT * FROM sum_key WHERE role = 'chart'`).all();
  const keys = all as unknown as KeptKey[];
  const wanted = keys.filter(isWanted).map((key) => key.key_id);
  const isOfAll = wanted.length === keys.length;
  const sql = `
    SELECT
      from_ms AS fromMs, money,
      ${periodMeasures.map((name) => `sum(${name}) AS ${name}`).join(', ')}
    FROM json_each(?) AS day
    CROSS JOIN sum_of ON period = ? AND from_ms = day.value ->> 0
    CROSS JOIN sum_key USING (key_id)
    ${isOfAll ? '' : 'WHERE key_id IN (SELECT value FROM json_each(?))'}
    GROUP BY from_ms, money`;
  const given = [
    JSON.stringify(days.map(({ fromMs, token }) => [fromMs, token])),
    ...(isOfAll ? ['total'] : ['chart', JSON.stringify(wanted)]),
  ];
  return knownOr(known.periods, given.join('\n'), mostKnown, () => {
    const rows = database.prepare(sql).all(...given) as unknown as (Omit<PeriodRow, 'sums'> &
      Sums)[];
    return rows.map(({ fromMs, money, ...sums }) => ({ fromMs, money, sums }));
  });
}
