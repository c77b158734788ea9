import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { timedId } from '../../src/ledger/timedId.ts';
import { taskTypes } from '../../src/routing/task.ts';
import { createRandom, pick } from '../gates/random.ts';

/*
 * This folder fills and reads large ledgers for the ledger and panel benches.
 */

export const dayMs = 86_400_000;
const requestsOfSession = 100;

export const workspaces = ['shop', 'site', 'tools', 'docs'] as const;
const languages = ['typescript', 'python', 'java', 'rust'] as const;

/** From the cheapest to the strongest: tier, model, nano-dollars for a typical answer, share that passes. */
export const rungs = [
  ['fast', 'small', 1_000_000, 0.6],
  ['fast', 'local', 0, 0.4],
  ['balanced', 'medium', 5_000_000, 0.8],
  ['balanced', 'large', 9_000_000, 0.85],
  ['reasoning', 'huge', 30_000_000, 0.95],
] as const;

type Insert = (table: string, row: Readonly<Record<string, string | number>>) => void;

/**
 * Writes at least `count` settled attempts, spread evenly over the days before `untilMs`, with their
 * surroundings: cascades of one to three attempts, gates, a judge for every third attempt, choices and
 * outcomes. Returns the sessions.
 */
export function fill(
  database: DatabaseSync,
  { attempts, days, untilMs }: { attempts: number; days: number; untilMs: number },
): string[] {
  const insert = insertInto(database);
  const random = createRandom(attempts);
  const fromMs = untilMs - days * dayMs;
  const sessions: string[] = [];
  // Random ids are spread over their indexes: with the default cache this would take minutes.
  database.exec('PRAGMA cache_size = -900000; BEGIN');
  for (let done = 0, requests = 0; done < attempts; requests++) {
    if (requests % requestsOfSession === 0) sessions.push(randomUUID());
    const atMs = fromMs + Math.floor((done / attempts) * days * dayMs);
    done += addRequest(insert, random, { atMs, sessionId: sessions.at(-1)! });
  }
  database.exec('COMMIT; PRAGMA cache_size = -2000; PRAGMA wal_checkpoint(TRUNCATE)');
  return sessions;
}

function insertInto(database: DatabaseSync): Insert {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return (table, row) => {
    const columns = Object.keys(row);
    const key = `${table} (${columns.join(', ')})`;
    let statement = statements.get(key);
    if (!statement) {
      const sql = `INSERT INTO ${key} VALUES (${columns.map(() => '?').join(', ')})`;
      statement = database.prepare(sql);
      statements.set(key, statement);
    }
    statement.run(...Object.values(row));
  };
}

/** Writes one request. Returns its number of attempts. */
function addRequest(
  insert: Insert,
  random: () => number,
  { atMs, sessionId }: { atMs: number; sessionId: string },
): number {
  const requestId = timedId(atMs);
  insert('request', {
    request_id: requestId,
    session_id: sessionId,
    at_ms: atMs,
    workspace: pick(random, workspaces),
    subject: 'src/cart.ts:10-24',
    task_type: pick(random, taskTypes),
    language: pick(random, languages),
    reason: 'Rule 2 sends refactor to balanced.',
  });
  let attempts = 0;
  let startMs = atMs;
  for (let rung = Math.floor(random() * rungs.length); rung < rungs.length; rung++) {
    const latencyMs = 500 + Math.floor(random() * 4000);
    const hasPassed = random() < rungs[rung]![3];
    const id = { requestId, attemptId: timedId(startMs), startMs, latencyMs };
    addAttempt(insert, random, { ...id, rung, purpose: 'answer' });
    const gates = { syntax: true, command: hasPassed };
    for (const [gate, pass] of Object.entries(gates)) {
      const verdict = pass ? 'pass' : 'fail';
      insert('verdict', { attempt_id: id.attemptId, at_ms: startMs + latencyMs, gate, verdict });
    }
    startMs += latencyMs;
    attempts++;
    if (random() < 0.33) {
      const attemptId = timedId(startMs);
      addAttempt(insert, random, { ...id, attemptId, startMs, rung: 2, purpose: 'judge' });
      attempts++;
    }
    if (!hasPassed && attempts < 3 && rung < rungs.length - 1) continue;
    insert('chosen', { request_id: requestId, attempt_id: id.attemptId, at_ms: startMs });
    break;
  }
  const outcomes = random() < 0.7 ? ['shown', 'accepted'] : ['shown', 'rejected'];
  if (random() < 0.03) outcomes.push('undone');
  outcomes.forEach((outcome, index) =>
    insert('outcome', { request_id: requestId, at_ms: startMs + index, outcome }),
  );
  return attempts;
}

function addAttempt(
  insert: Insert,
  random: () => number,
  attempt: {
    readonly requestId: string;
    readonly attemptId: string;
    readonly startMs: number;
    readonly latencyMs: number;
    readonly rung: number;
    readonly purpose: 'answer' | 'judge';
  },
): void {
  const { requestId, attemptId, startMs, latencyMs, rung, purpose } = attempt;
  const [tier, model, usual] = rungs[rung]!;
  const cost = Math.floor(usual * (0.5 + random()));
  insert('reservation', {
    attempt_id: attemptId,
    request_id: requestId,
    at_ms: startMs + 1,
    purpose,
    tier,
    model: `practice/${model}`,
    model_name: model,
    simulated: 0,
    worst_case_nano_usd: cost * 3,
    window_id: 'bench',
  });
  insert('settlement', {
    attempt_id: attemptId,
    at_ms: startMs + latencyMs,
    outcome: 'complete',
    input_tokens: 1200,
    output_tokens: 300,
    cost_source: 'reported',
    cost_nano_usd: cost,
    baseline_name: 'huge',
    baseline_nano_usd: 30_000_000,
    latency_ms: latencyMs,
  });
}
