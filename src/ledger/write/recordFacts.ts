import type { DatabaseSync } from 'node:sqlite';
import type {
  ChosenFact,
  EvidenceResetFact,
  OutcomeFact,
  RequestFact,
  SettlementFact,
  StatementFact,
  TurnOutcomeFact,
  VerdictFact,
} from '../facts.ts';
import { inWriteTransaction, prepared } from '../sql/statements.ts';
import { insertOnce, insertUnlessThere, refuseBadNumbers, refuseConflict } from './insertFact.ts';

/*
 * The door of writing: each function here or in reserve.ts takes one fact and records it in one write.
 * Repeating a fact changes nothing; different figures under the same id are refused. reserve.ts also
 * checks budgets (budgetStandings.ts). leases.ts settles calls of windows that died, pendingFacts.ts holds
 * facts that cannot be recorded yet, othersFacts.ts notices other windows' facts, and deleteHistory.ts is
 * the only way to remove one.
 */

export function recordRequest(database: DatabaseSync, fact: RequestFact): void {
  insertOnce(database, 'request', 'request_id', {
    request_id: fact.requestId,
    session_id: fact.sessionId,
    at_ms: fact.atMs,
    workspace: fact.workspace,
    subject: fact.subject,
    task_type: fact.taskType,
    turn: fact.turn ?? null,
    language: fact.language ?? null,
    origin: fact.origin ?? null,
    planned_loss: fact.planned ? Math.round(fact.planned.loss * 1e6) : null,
    planned_strongest_nano_usd: fact.planned?.strongestNanoUsd ?? null,
    reason: fact.reason,
    escalated_from: fact.escalatedFrom ?? null,
  });
}

/** Records how an attempt ended. The late end of one that was settled as orphaned is its correction. */
export function settle(database: DatabaseSync, fact: SettlementFact): void {
  const row = {
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
  };
  refuseBadNumbers('settlement', row);
  inWriteTransaction(database, () => {
    if (insertUnlessThere(database, 'settlement', row)) return;
    if (!isOrphaned(database, fact.attemptId)) {
      return refuseConflict(database, 'settlement', 'attempt_id', row);
    }
    if (insertUnlessThere(database, 'correction', row)) return;
    refuseConflict(database, 'correction', 'attempt_id', row);
  });
}

function isOrphaned(database: DatabaseSync, attemptId: string): boolean {
  const settlement = prepared(database, 'SELECT outcome FROM settlement WHERE attempt_id = ?');
  return settlement.get(attemptId)?.outcome === 'orphaned';
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

/** A request whose history was deleted meanwhile has no outcome. */
export function recordTurnOutcome(database: DatabaseSync, fact: TurnOutcomeFact): void {
  refuseBadNumbers('turn_outcome', { at_ms: fact.atMs });
  const sql = `INSERT INTO turn_outcome (request_id, at_ms, outcome)
    SELECT request_id, ?, ? FROM request WHERE request_id = ? ON CONFLICT DO NOTHING`;
  inWriteTransaction(database, () => {
    prepared(database, sql).run(fact.atMs, fact.outcome, fact.requestId);
  });
}

/** From `atMs` on, routing ignores the evidence from before. */
export function recordEvidenceReset(database: DatabaseSync, fact: EvidenceResetFact): void {
  refuseBadNumbers('evidence_reset', { at_ms: fact.atMs });
  const { atMs, taskType = null, model = null, turn = null } = fact;
  inWriteTransaction(database, () => {
    const sql = 'INSERT INTO evidence_reset (at_ms, task_type, model, turn) VALUES (?, ?, ?, ?)';
    database.prepare(sql).run(atMs, taskType, model, turn);
  });
}
