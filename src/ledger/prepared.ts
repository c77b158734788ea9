import type { DatabaseSync, StatementSync } from 'node:sqlite';

const known = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/**
 * A statement that is prepared once for each connection: preparing one takes longer than running it.
 * For those of which there are few; all of them are kept.
 */
export function prepared(database: DatabaseSync, sql: string): StatementSync {
  const ofDatabase = known.get(database) ?? new Map<string, StatementSync>();
  known.set(database, ofDatabase);
  const statement = ofDatabase.get(sql) ?? database.prepare(sql);
  ofDatabase.set(sql, statement);
  return statement;
}
