import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../src/ledger/database/openDatabase.ts';
import type {
  AttemptOutcome,
  Purpose,
  RequestFact,
  RequestOutcome,
  VerdictFact,
} from '../../../src/ledger/facts.ts';
import {
  recordChosen,
  recordOutcome,
  recordRequest,
  recordStatement,
  recordVerdict,
  settle,
} from '../../../src/ledger/write/recordFacts.ts';
import { reserve } from '../../../src/ledger/write/reserve.ts';
import type { ModelReference } from '../../../src/routing/models/model.ts';
import type { Cost } from '../../../src/routing/models/money.ts';
import { requestFact, reservationFact, settlementFact } from './exampleFacts.ts';
import { temporaryLedgerFile } from './temporaryLedgerFile.ts';

export interface Attempt {
  readonly purpose?: Purpose;
  readonly tier?: string;
  readonly model?: ModelReference;
  readonly modelName?: string;
  readonly simulated?: boolean;
  /** Undefined while the call is open. */
  readonly cost?: Cost;
  readonly outcome?: AttemptOutcome;
  readonly latencyMs?: number;
  readonly firstTextMs?: number;
  readonly baseline?: { readonly modelName: string; readonly nanoUsd: number } | undefined;
  /** No tokens are known of it. */
  readonly hasNoUsage?: true;
  readonly verdicts?: Readonly<Record<string, VerdictFact['verdict']>>;
  /** The confidence that the model stated, per cent. */
  readonly percent?: number;
}

export interface Request {
  readonly id: string;
  readonly sessionId?: string;
  readonly taskType?: string;
  readonly turn?: RequestFact['turn'];
  readonly escalatedFrom?: string;
  readonly attempts: readonly Attempt[];
  /** Index of the chosen attempt. */
  readonly chosen?: number;
  readonly outcomes?: readonly RequestOutcome[];
}

/** A new ledger with these requests; their attempts are called `<request>/<index>`. */
export function ledgerWith(...requests: readonly Request[]): DatabaseSync {
  const { database } = openDatabase(temporaryLedgerFile());
  requests.forEach((request, index) => recordAll(database, request, 1000 * (index + 1)));
  return database;
}

/** Records all facts of a request; its outcomes follow each other by a millisecond. */
export function recordAll(database: DatabaseSync, request: Request, atMs: number): void {
  const { id: requestId, sessionId = 'session-1', taskType = 'refactor', escalatedFrom } = request;
  const from = {
    ...(escalatedFrom && { escalatedFrom }),
    ...(request.turn && { turn: request.turn }),
  };
  recordRequest(database, requestFact({ requestId, sessionId, taskType, atMs, ...from }));
  request.attempts.forEach((attempt, index) => recordAttempt(database, requestId, attempt, index));
  if (request.chosen !== undefined) {
    recordChosen(database, { requestId, attemptId: `${requestId}/${request.chosen}`, atMs });
  }
  request.outcomes?.forEach((outcome, index) =>
    recordOutcome(database, { requestId, atMs: atMs + index, outcome }),
  );
}

function recordAttempt(
  database: DatabaseSync,
  requestId: string,
  attempt: Attempt,
  index: number,
): void {
  const attemptId = `${requestId}/${index}`;
  const { purpose = 'answer', tier = 'fast', modelName = 'Small' } = attempt;
  const { model = `practice/${modelName.toLowerCase()}`, simulated = false, cost } = attempt;
  const fields = { attemptId, requestId, purpose, tier, model, modelName, simulated };
  reserve(database, reservationFact(fields));
  if (attempt.percent !== undefined) {
    recordStatement(database, { attemptId, atMs: 1, percent: attempt.percent });
  }
  for (const [gate, verdict] of Object.entries(attempt.verdicts ?? {})) {
    recordVerdict(database, { attemptId, atMs: 1, gate, verdict });
  }
  if (!cost) return;
  const { outcome = 'complete', latencyMs = 900, firstTextMs = 300 } = attempt;
  const baseline = 'baseline' in attempt ? attempt.baseline : settlementFact().baseline;
  const {
    baseline: _,
    usage,
    ...fact
  } = settlementFact({
    attemptId,
    cost,
    outcome,
    latencyMs,
    firstTextMs,
  });
  settle(database, {
    ...fact,
    ...(usage && !attempt.hasNoUsage && { usage }),
    ...(baseline && { baseline }),
  });
}
