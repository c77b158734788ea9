import type { DatabaseSync } from 'node:sqlite';
import { hourMs } from '../../routing/time.ts';
import { inWriteTransaction, prepared } from '../sql/statements.ts';

/** Until when a window counts as alive; no other window settles its open calls before. */
export interface Lease {
  readonly windowId: string;
  readonly untilMs: number;
}

/** An hour for reservations of an older Tierwise, which belong to no window. Chosen by judgement. */
const patienceWithoutWindowMs = hourMs;

/** Runs inside a transaction that the caller has begun. */
export function renewLease(database: DatabaseSync, { windowId, untilMs }: Lease): void {
  const sql = `INSERT INTO lease (window_id, until_ms) VALUES (?, ?)
    ON CONFLICT (window_id) DO UPDATE SET until_ms = max(until_ms, excluded.until_ms)`;
  prepared(database, sql).run(windowId, untilMs);
}

/** Ends a window's lease, so that another window settles its open calls. */
export function giveUpLease(database: DatabaseSync, windowId: string): void {
  database.prepare('DELETE FROM lease WHERE window_id = ?').run(windowId);
}

/**
 * Renews this window's lease, and settles open calls at their worst case when their window's lease has
 * ended. Writes nothing while no call is open.
 */
export function settleOrphans(database: DatabaseSync, own: Lease, nowMs: number): void {
  if (!prepared(database, 'SELECT 1 FROM unsettled LIMIT 1').get()) return;
  inWriteTransaction(database, () => {
    renewLease(database, own);
    const beforeMs = Math.max(0, nowMs - patienceWithoutWindowMs);
    prepared(database, orphansSettled).run(nowMs, nowMs, beforeMs);
    prepared(database, 'DELETE FROM lease WHERE until_ms <= ?').run(nowMs);
  });
}

const orphansSettled = `
  INSERT INTO settlement (attempt_id, at_ms, outcome, cost_source, cost_nano_usd, latency_ms)
  SELECT
    attempt_id, ?, 'orphaned', iif(worst_case_nano_usd IS NULL, 'unknown', 'estimated'),
    worst_case_nano_usd, 0
  FROM unsettled
  CROSS JOIN reservation USING (attempt_id)
  LEFT JOIN lease USING (window_id)
  WHERE iif(window_id <> '', ifnull(until_ms, 0) <= ?, at_ms < ?)`;
