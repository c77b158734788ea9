import type { DatabaseSync } from 'node:sqlite';
import { remember } from '../sql/remember.ts';
import { prepared } from '../sql/statements.ts';
import type { Day } from './days.ts';
import type { NamedCells, PeriodRow } from './measures.ts';

/** What a process has read of a file, so that the next report only reads what has changed. */
export interface CellCache {
  /** Sums of rows, by the hour they cover; a new fact removes the hour of its request. */
  readonly hours: Map<string, CachedHour>;
  /** Cells read from roll-ups, by the tokens of these roll-ups. */
  readonly rollUps: Map<string, NamedCells>;
  /** Rows of the chart read from roll-ups, by the same tokens and the filter. */
  readonly periods: Map<string, readonly PeriodRow[]>;
  /** The newest rows when `hours` was last brought up to date. */
  seen?: Newest;
}

export interface CachedHour extends Day {
  readonly cells: NamedCells;
}

type Newest = Readonly<Record<(typeof tables)[number] | 'schema', number>>;

const tables = [
  ...(['request', 'reservation', 'settlement', 'correction'] as const),
  ...(['verdict', 'chosen', 'outcome', 'turn_outcome'] as const),
];

export function noKnownCells(): CellCache {
  return { hours: new Map(), rollUps: new Map(), periods: new Map() };
}

const newest = `SELECT
  ${tables.map((table) => `(SELECT coalesce(max(seq), 0) FROM ${table}) AS ${table}`).join(', ')},
  (SELECT schema_version FROM pragma_schema_version) AS schema`;

// NOT INDEXED makes SQLite begin with the few new rows.
const changedRequests = `
  SELECT at_ms AS ms FROM request WHERE request_id IN (
    SELECT request_id FROM request NOT INDEXED WHERE seq > :request
    UNION SELECT escalated_from FROM request NOT INDEXED WHERE seq > :request
    ${['reservation', 'chosen', 'outcome', 'turn_outcome']
      .map((table) => `UNION SELECT request_id FROM ${table} NOT INDEXED WHERE seq > :${table}`)
      .join('\n')}
    ${['settlement', 'correction', 'verdict']
      .map(
        (table) => `UNION SELECT request_id
          FROM (SELECT attempt_id FROM ${table} NOT INDEXED WHERE seq > :${table})
          CROSS JOIN reservation USING (attempt_id)`,
      )
      .join('\n')}
  )`;

/** Removes the hours that have new facts since the last call. */
export function forgetChanged(database: DatabaseSync, cache: CellCache): void {
  const now = { ...prepared(database, newest).get() } as unknown as Newest;
  const { seen, hours } = cache;
  cache.seen = now;
  // Deleting facts drops a trigger first, and that changes the schema's version.
  if (seen?.schema !== now.schema) return hours.clear();
  if (tables.every((table) => seen[table] === now[table])) return;
  const { schema: _, ...since } = seen;
  for (const { ms } of prepared(database, changedRequests).all(since)) {
    for (const [name, { fromMs, untilMs }] of hours) {
      if (fromMs <= Number(ms) && Number(ms) < untilMs) hours.delete(name);
    }
  }
}

/** The cached value of a name, made when missing. The cache keeps the `most` recently used ones. */
export function cachedOr<T>(cache: Map<string, T>, name: string, most: number, make: () => T): T {
  const value = cache.get(name) ?? make();
  remember(cache, name, value, most);
  return value;
}
