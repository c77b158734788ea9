import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '../sql/statements.ts';

/** The tables of facts, to which rows are only ever added. */
const tables = [
  ...(['request', 'reservation', 'settlement', 'correction', 'verdict'] as const),
  ...(['chosen', 'statement', 'outcome', 'turn_outcome', 'evidence_reset'] as const),
];

/**
 * Counts this connection's own facts. Settling another window's orphaned call does not count as own, so
 * that this window notices it like all others. The count is part of each write: a rollback undoes it.
 */
const countOwn = `
  CREATE TEMP TABLE own_facts (n INTEGER NOT NULL);
  INSERT INTO own_facts VALUES (0);
  ${tables
    .map(
      (table) =>
        `CREATE TEMP TRIGGER ${table}_is_own AFTER INSERT ON main.${table}
         ${table === 'settlement' ? "WHEN new.outcome <> 'orphaned'" : ''}
         BEGIN UPDATE own_facts SET n = n + 1; END;`,
    )
    .join('\n')}`;

// Deleting facts drops a trigger first, and that changes the schema's version.
const ofOthers = `SELECT
  ${tables.map((table) => `(SELECT coalesce(max(seq), 0) FROM ${table})`).join(' + ')}
    - (SELECT n FROM own_facts) AS facts,
  (SELECT schema_version FROM pragma_schema_version) AS schema`;

/**
 * Returns a function that says whether other windows have recorded facts since its last call; true the
 * first time. SQLite's `data_version` does not serve here: leases and roll-ups change it too.
 */
export function watchOthers(database: DatabaseSync): () => boolean {
  database.exec(countOwn);
  let seen: string | undefined;
  return () => {
    const before = seen;
    seen = JSON.stringify(prepared(database, ofOthers).get());
    return seen !== before;
  };
}
