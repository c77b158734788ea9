import type { DatabaseSync } from 'node:sqlite';
import type { Day } from './days.ts';
import { rolledUpWithin } from './rollUp.ts';
import type { RolledUpPeriod } from './rollUp.ts';
import { cachedOr } from './cellCache.ts';
import type { CellCache } from './cellCache.ts';
import { keyNames, measureNames, nameOfKey, periodMeasures } from './measures.ts';
import type { Cell, CellKey, NamedCells, PeriodRow, Sums } from './measures.ts';

interface StoredKey extends CellKey {
  readonly key_id: number;
}

/** Results in the cache, one per span or filter. Chosen by judgement. */
const mostCached = 10;

/** The cells of rolled-up days, one per key; whole months are read from the month's roll-up. */
export function readCells(
  database: DatabaseSync,
  days: readonly RolledUpPeriod[],
  span: Day,
  cache: CellCache,
): NamedCells {
  if (days.length === 0) return new Map();
  const months = rolledUpWithin(database, 'month', span);
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
  return cachedOr(cache.rollUps, given, mostCached, () => {
    const cells = database.prepare(sql).all(given) as unknown as Cell[];
    return new Map(cells.map((cell) => [nameOfKey(cell), cell]));
  });
}

/** The sums of each rolled-up day and kind of money, over the keys that match. */
export function readPeriods(
  database: DatabaseSync,
  days: readonly RolledUpPeriod[],
  matches: (key: CellKey) => boolean,
  cache: CellCache,
): readonly PeriodRow[] {
  if (days.length === 0) return [];
  const all = database.prepare(`SELECT * FROM sum_key WHERE role = 'chart'`).all();
  const keys = all as unknown as StoredKey[];
  const matching = keys.filter(matches).map((key) => key.key_id);
  const isOfAll = matching.length === keys.length;
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
    ...(isOfAll ? ['total'] : ['chart', JSON.stringify(matching)]),
  ];
  return cachedOr(cache.periods, given.join('\n'), mostCached, () => {
    const rows = database.prepare(sql).all(...given) as unknown as (Omit<PeriodRow, 'sums'> &
      Sums)[];
    return rows.map(({ fromMs, money, ...sums }) => ({ fromMs, money, sums }));
  });
}
