import type { DatabaseSync } from 'node:sqlite';
import { attemptsOfSession, standingAttempt } from './attemptsOfSession.ts';
import { insuranceOf } from './insurance.ts';
import { recentRequests } from './recentRequests.ts';
import type { Saving, SessionSummary, SpendRow } from './summary.ts';
import { inReadTransaction } from './transaction.ts';
import { wrongAcceptsOf } from './wrongAccepts.ts';

// A call that has not ended has no settlement, so its cost is NULL as well.
const sums = `
  count(DISTINCT request_id) AS requests,
  count(*) AS attempts,
  coalesce(sum(cost_nano_usd), 0) AS nanoUsd,
  coalesce(sum(cost_nano_usd) FILTER (WHERE cost_source = 'estimated'), 0) AS estimatedNanoUsd,
  count(*) FILTER (WHERE cost_nano_usd IS NULL) AS unknownAttempts,
  coalesce(min(simulated), 0) AS simulated`;

/** Every total is a sum of rows, read from one state of the file; there are no counters. */
export function summarize(database: DatabaseSync, sessionId: string): SessionSummary {
  return inReadTransaction(database, () => {
    const saving = savingOf(database, sessionId);
    return {
      total: totalOf(database, sessionId),
      byTaskType: groupedBy(database, sessionId, 'task_type'),
      byTier: groupedBy(database, sessionId, 'tier'),
      byModel: groupedBy(database, sessionId, 'model_name'),
      requests: recentRequests(database, sessionId),
      ...(saving && { saving }),
      insurance: insuranceOf(database, sessionId),
      wrongAccepts: wrongAcceptsOf(database, sessionId),
    };
  });
}

type SumRow = Omit<SpendRow, 'simulated'> & { readonly simulated: number };

function totalOf(database: DatabaseSync, sessionId: string): SpendRow {
  const sql = `SELECT 'session' AS label, ${sums} ${attemptsOfSession}`;
  return toSpendRow(database.prepare(sql).get(sessionId) as unknown as SumRow);
}

function groupedBy(database: DatabaseSync, sessionId: string, column: string): SpendRow[] {
  const sql = `SELECT ${column} AS label, ${sums} ${attemptsOfSession}
    GROUP BY ${column} ORDER BY nanoUsd DESC, label`;
  return (database.prepare(sql).all(sessionId) as unknown as SumRow[]).map(toSpendRow);
}

function toSpendRow(row: SumRow): SpendRow {
  return { ...row, simulated: row.simulated === 1 };
}

// The strongest model would have been asked once: an attempt that does not stand for its request, or
// whose request was escalated by hand, was spent and has no counterpart.
const superseded = `(
  attempt_id IS NOT ${standingAttempt}
  OR EXISTS (SELECT 1 FROM request AS higher WHERE higher.escalated_from = request.request_id))`;

function savingOf(database: DatabaseSync, sessionId: string): Saving | undefined {
  const answers = `cost_nano_usd IS NOT NULL AND baseline_nano_usd IS NOT NULL AND NOT ${superseded}`;
  const comparable = `cost_nano_usd IS NOT NULL AND (baseline_nano_usd IS NOT NULL OR ${superseded})`;
  const sql = `SELECT
      sum(baseline_nano_usd) FILTER (WHERE ${answers}) AS baselineNanoUsd,
      sum(cost_nano_usd) FILTER (WHERE ${comparable}) AS spentNanoUsd,
      count(*) - count(*) FILTER (WHERE ${comparable}) AS leftOut
    ${attemptsOfSession}`;
  const row = database.prepare(sql).get(sessionId);
  if (!row || row.baselineNanoUsd === null) return undefined;

  const nameSql = `SELECT baseline_name AS name ${attemptsOfSession} AND ${answers}
    GROUP BY baseline_name ORDER BY count(*) DESC, name LIMIT 1`;
  return {
    baselineName: String(database.prepare(nameSql).get(sessionId)?.name),
    baselineNanoUsd: Number(row.baselineNanoUsd),
    spentNanoUsd: Number(row.spentNanoUsd),
    leftOut: Number(row.leftOut),
  };
}
