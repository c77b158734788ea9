import type { DatabaseSync } from 'node:sqlite';
import { LedgerError } from '../ledger.ts';
import { inWriteTransaction, prepared } from '../sql/statements.ts';

/** A row: values by column name. */
export type Row = Readonly<Record<string, string | number | null>>;

/**
 * Adds a row. A row with the same id and the same figures changes nothing; different figures throw a
 * LedgerError `conflict`. Times are not compared: a repeated fact may have a later one.
 */
export function insertOnce(
  database: DatabaseSync,
  table: string,
  idColumn: string,
  row: Row,
): void {
  refuseBadNumbers(table, row);
  inWriteTransaction(database, () => {
    if (insertUnlessThere(database, table, row)) return;
    refuseConflict(database, table, idColumn, row);
  });
}

/** Throws when the recorded row of this id has different figures. Times and windows are not compared. */
export function refuseConflict(
  database: DatabaseSync,
  table: string,
  idColumn: string,
  row: Row,
): void {
  const id = row[idColumn] ?? null;
  const recorded = prepared(database, `SELECT * FROM ${table} WHERE ${idColumn} = ?`).get(id);
  const differs = Object.keys(row).find(
    (column) =>
      !column.endsWith('_ms') && column !== 'window_id' && recorded?.[column] !== row[column],
  );
  if (!differs) return;
  throw new LedgerError(
    'conflict',
    `The ledger already holds ${table} ${id} with ${differs} ${recorded?.[differs]}, not ${row[differs]}. The first value stays. Please report it with this message.`,
  );
}

// Table and column names come from this folder; only values come from outside.
export function insertUnlessThere(database: DatabaseSync, table: string, row: Row): boolean {
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${table} (${columns.join(', ')})
    VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`;
  return prepared(database, sql).run(...Object.values(row)).changes === 1;
}

export function refuseBadNumbers(table: string, row: Row): void {
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0)) continue;
    throw new LedgerError(
      'broken',
      `The ledger takes whole numbers from zero up, but ${column} of a ${table} was ${value}. Please report it with this message.`,
    );
  }
}
