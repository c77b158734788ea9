import type { DatabaseSync } from 'node:sqlite';
import { prepared } from '../sql/statements.ts';

/** The tables of facts: rows that are only ever added. */
const tables = [
  ...(['request', 'reservation', 'settlement', 'correction', 'verdict'] as const),
  ...(['chosen', 'statement', 'outcome', 'evidence_reset'] as const),
];

/**
 * Whoever settles another window's orphaned call learns of it as everybody else does. The counting is
 * part of each write: what is rolled back has not been counted.
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

// Facts can only be taken away when a trigger is dropped, and that makes it another schema.
const ofOthers = `SELECT
  ${tables.map((table) => `(SELECT coalesce(max(seq), 0) FROM ${table})`).join(' + ')}
    - (SELECT n FROM own_facts) AS facts,
  (SELECT schema_version FROM pragma_schema_version) AS schema`;

/**
 * Tells whether others have recorded facts since it was asked last; true at first. Leases and sums of
 * days are no news, so SQLite's `data_version` cannot tell: those change it as well.
 */
export function watchOthers(database: DatabaseSync): () => boolean {
  database.exec(countOwn);
  let known: string | undefined;
  return () => {
    const before = known;
    known = JSON.stringify(prepared(database, ofOthers).get());
    return known !== before;
  };
}
