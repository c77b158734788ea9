import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Runs `work` as one write: all of it is stored or none.
 * IMMEDIATE takes the write lock first, so that two processes never both read and then both write.
 */
export function inWriteTransaction<T>(database: DatabaseSync, work: () => T): T {
  return inTransaction(database, 'BEGIN IMMEDIATE', work);
}

/** Runs several reads on the same state of the file. */
export function inReadTransaction<T>(database: DatabaseSync, work: () => T): T {
  return inTransaction(database, 'BEGIN', work);
}

function inTransaction<T>(database: DatabaseSync, begin: string, work: () => T): T {
  database.exec(begin);
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>();

/**
 * A statement that is prepared once per connection, because preparing one takes longer than running it.
 * Statements stay in memory, so use this only where the number of different texts is small.
 */
export function prepared(database: DatabaseSync, sql: string): StatementSync {
  const ofDatabase = statements.get(database) ?? new Map<string, StatementSync>();
  statements.set(database, ofDatabase);
  const statement = ofDatabase.get(sql) ?? database.prepare(sql);
  ofDatabase.set(sql, statement);
  return statement;
}
