import type { DatabaseSync } from 'node:sqlite';
import type {
  ChosenFact,
  OutcomeFact,
  RequestFact,
  ReservationFact,
  SettlementFact,
  StatementFact,
  VerdictFact,
} from './facts.ts';
import { LedgerError } from './ledger.ts';
import { inWriteTransaction } from './transaction.ts';

type Row = Record<string, string | number | null>;

export function recordRequest(database: DatabaseSync, fact: RequestFact): void {
  insertOnce(database, 'request', 'request_id', {
    request_id: fact.requestId,
    session_id: fact.sessionId,
    at_ms: fact.atMs,
    workspace: fact.workspace,
    subject: fact.subject,
    task_type: fact.taskType,
    reason: fact.reason,
    escalated_from: fact.escalatedFrom ?? null,
  });
}

export function reserve(database: DatabaseSync, fact: ReservationFact): void {
  insertOnce(database, 'reservation', 'attempt_id', {
    attempt_id: fact.attemptId,
    request_id: fact.requestId,
    at_ms: fact.atMs,
    purpose: fact.purpose,
    tier: fact.tier,
    model: fact.model,
    model_name: fact.modelName,
    effort: fact.effort ?? null,
    simulated: Number(fact.simulated),
    worst_case_nano_usd: fact.worstCaseNanoUsd ?? null,
  });
}

export function settle(database: DatabaseSync, fact: SettlementFact): void {
  insertOnce(database, 'settlement', 'attempt_id', {
    attempt_id: fact.attemptId,
    at_ms: fact.atMs,
    outcome: fact.outcome,
    error_kind: fact.errorKind ?? null,
    input_tokens: fact.usage?.inputTokens ?? null,
    cache_read_tokens: fact.usage?.cacheReadTokens ?? null,
    cache_write_tokens: fact.usage?.cacheWriteTokens ?? null,
    cache_write_long_tokens: fact.usage?.cacheWriteLongTokens ?? null,
    output_tokens: fact.usage?.outputTokens ?? null,
    reasoning_tokens: fact.usage?.reasoningTokens ?? null,
    cost_source: fact.cost.source,
    cost_nano_usd: fact.cost.nanoUsd ?? null,
    baseline_name: fact.baseline?.modelName ?? null,
    baseline_nano_usd: fact.baseline?.nanoUsd ?? null,
    first_text_ms: fact.firstTextMs ?? null,
    latency_ms: fact.latencyMs,
  });
}

export function recordVerdict(database: DatabaseSync, fact: VerdictFact): void {
  const row = {
    attempt_id: fact.attemptId,
    at_ms: fact.atMs,
    gate: fact.gate,
    verdict: fact.verdict,
  };
  refuseBadNumbers('verdict', row);
  inWriteTransaction(database, () => insertUnlessThere(database, 'verdict', row));
}

export function recordChosen(database: DatabaseSync, fact: ChosenFact): void {
  insertOnce(database, 'chosen', 'request_id', {
    request_id: fact.requestId,
    attempt_id: fact.attemptId,
    at_ms: fact.atMs,
  });
}

export function recordStatement(database: DatabaseSync, fact: StatementFact): void {
  insertOnce(database, 'statement', 'attempt_id', {
    attempt_id: fact.attemptId,
    at_ms: fact.atMs,
    percent: fact.percent,
  });
}

export function recordOutcome(database: DatabaseSync, fact: OutcomeFact): void {
  const row = { request_id: fact.requestId, at_ms: fact.atMs, outcome: fact.outcome };
  refuseBadNumbers('outcome', row);
  inWriteTransaction(database, () => insertUnlessThere(database, 'outcome', row));
}

/**
 * Adds a row. One with the same id and the same figures changes nothing; other figures are a
 * LedgerError `conflict`. When something happened is not a figure: a repeated fact may be later.
 */
function insertOnce(database: DatabaseSync, table: string, idColumn: string, row: Row): void {
  refuseBadNumbers(table, row);
  inWriteTransaction(database, () => {
    if (insertUnlessThere(database, table, row)) return;
    const id = row[idColumn] ?? null;
    const kept = database.prepare(`SELECT * FROM ${table} WHERE ${idColumn} = ?`).get(id);
    const differs = Object.keys(row).find(
      (column) => !column.endsWith('_ms') && kept?.[column] !== row[column],
    );
    if (!differs) return;
    throw new LedgerError(
      'conflict',
      `The ledger already holds ${table} ${id} with ${differs} ${kept?.[differs]}, not ${row[differs]}. The first one was kept. Please report it with this message.`,
    );
  });
}

// Table and column names are written in this file; only values come from outside.
function insertUnlessThere(database: DatabaseSync, table: string, row: Row): boolean {
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${table} (${columns.join(', ')})
    VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`;
  return database.prepare(sql).run(...Object.values(row)).changes === 1;
}

function refuseBadNumbers(table: string, row: Row): void {
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0)) continue;
    throw new LedgerError(
      'broken',
      `The ledger keeps whole numbers from zero up, but ${column} of a ${table} was ${value}. Please report it with this message.`,
    );
  }
}
