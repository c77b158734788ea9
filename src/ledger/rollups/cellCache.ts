import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '../sql/statements.ts';
import type { Day } from './days.ts';
import type { NamedCells, PeriodRow } from './measures.ts';

/** What a process has read of a file, so that the next report reads only what has changed. */
export interface CellCache {
  /** Sums of rows by the stretch of time they are of; a fact takes its request's stretch out. */
  readonly hours: Map<string, KnownHour>;
  /** Read from kept sums, by the tokens of these. */
  readonly kept: Map<string, NamedCells>;
  readonly periods: Map<string, readonly PeriodRow[]>;
  seen?: Newest;
}

export interface KnownHour extends Day {
  readonly cells: NamedCells;
}

type Newest = Readonly<Record<(typeof tables)[number] | 'schema', number>>;

const tables = [
  ...(['request', 'reservation', 'settlement', 'correction'] as const),
  ...(['verdict', 'chosen', 'outcome'] as const),
];

export function noKnownCells(): CellCache {
  return { hours: new Map(), kept: new Map(), periods: new Map() };
}

const newest = `SELECT
  ${tables.map((table) => `(SELECT coalesce(max(seq), 0) FROM ${table}) AS ${table}`).join(', ')},
  (SELECT schema_version FROM pragma_schema_version) AS schema`;

// NOT INDEXED makes sure that it begins with the few new rows.
const changedRequests = `
  SELECT at_ms AS ms FROM request WHERE request_id IN (
    SELECT request_id FROM request NOT INDEXED WHERE seq > :request
    UNION SELECT escalated_from FROM request NOT INDEXED WHERE seq > :request
    ${['reservation', 'chosen', 'outcome']
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

/** Forgets the hours that facts have come in for since it was called last. */
export function forgetChanged(database: DatabaseSync, known: CellCache): void {
  const now = { ...prepared(database, newest).get() } as unknown as Newest;
  const { seen, hours } = known;
  known.seen = now;
  // Facts can only be taken away when a trigger is dropped, and that makes it another schema.
  if (seen?.schema !== now.schema) return hours.clear();
  if (tables.every((table) => seen[table] === now[table])) return;
  const { schema: _, ...since } = seen;
  for (const { ms } of prepared(database, changedRequests).all(since)) {
    for (const [name, { fromMs, untilMs }] of hours) {
      if (fromMs <= Number(ms) && Number(ms) < untilMs) hours.delete(name);
    }
  }
}

/** What is known under a name, made where it is not; at most `most` are kept, the newest. */
export function knownOr<T>(known: Map<string, T>, name: string, most: number, make: () => T): T {
  const value = known.get(name) ?? make();
  // Taken out first, so that the one not asked for longest comes first.
  known.delete(name);
  known.set(name, value);
  const [oldest] = known.keys();
  if (known.size > most) known.delete(oldest!);
  return value;
}
