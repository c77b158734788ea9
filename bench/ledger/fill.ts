import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { taskTypes } from '../../src/routing/task.ts';

export const dayMs = 86_400_000;
export const requestsOfSession = 200;

const models = ['small', 'medium', 'large', 'huge', 'local'] as const;
const workspaces = ['shop', 'site', 'tools', 'docs'] as const;

/** Settled attempts, a request each, evenly over the days before `untilMs`; returns the sessions. */
export function fill(
  database: DatabaseSync,
  { attempts, days, untilMs }: { attempts: number; days: number; untilMs: number },
): string[] {
  const insert = insertsInto(database);
  const fromMs = untilMs - days * dayMs;
  const sessions = Array.from({ length: Math.ceil(attempts / requestsOfSession) }, randomUUID);
  // Random ids land anywhere in their indexes: with the usual cache this would take minutes.
  database.exec('PRAGMA cache_size = -600000; BEGIN');
  for (let index = 0; index < attempts; index++) {
    const atMs = fromMs + Math.floor((index / attempts) * days * dayMs);
    const sessionId = sessions[Math.floor(index / requestsOfSession)]!;
    addAttempt(insert, { index, atMs, sessionId });
  }
  database.exec('COMMIT; PRAGMA cache_size = -2000; PRAGMA wal_checkpoint(TRUNCATE)');
  return sessions;
}

function insertsInto(database: DatabaseSync) {
  const into = (table: string, columns: readonly string[]) =>
    database.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    );
  const end = ['attempt_id', 'at_ms', 'outcome', 'input_tokens', 'output_tokens', 'cost_source'];
  const costs = ['cost_nano_usd', 'baseline_name', 'baseline_nano_usd', 'latency_ms'];
  return {
    request: into('request', [
      ...['request_id', 'session_id', 'at_ms', 'workspace', 'subject', 'task_type', 'reason'],
    ]),
    reservation: into('reservation', [
      ...['attempt_id', 'request_id', 'at_ms', 'tier', 'model', 'model_name', 'simulated'],
      ...['worst_case_nano_usd', 'window_id'],
    ]),
    settlement: into('settlement', [...end, ...costs]),
  };
}

function addAttempt(
  insert: Readonly<Record<'request' | 'reservation' | 'settlement', StatementSync>>,
  { index, atMs, sessionId }: { index: number; atMs: number; sessionId: string },
): void {
  const pick = <T>(from: readonly T[]): T => from[(index * 7919) % from.length]!;
  const requestId = randomUUID();
  const attemptId = randomUUID();
  const model = pick(models);
  const cost = 1_000_000 + ((index * 104_729) % 9_000_000);
  insert.request.run(
    ...[requestId, sessionId, atMs, pick(workspaces), 'src/cart.ts:10-24', pick(taskTypes)],
    'Rule 2 sends refactor to balanced.',
  );
  insert.reservation.run(
    ...[attemptId, requestId, atMs + 1, 'balanced', `practice/${model}`, model, 0],
    ...[cost * 3, sessionId],
  );
  insert.settlement.run(
    ...[attemptId, atMs + 900, 'complete', 1200, 300, 'reported', cost],
    ...['Huge', cost * 4, 900],
  );
}
