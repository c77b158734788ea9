import type { DatabaseSync } from 'node:sqlite';
import type { Effort, ModelReference } from '../routing/model.ts';
import type { NanoUsd } from '../routing/money.ts';
import { standingAttempt } from './attemptsOfSession.ts';
import type { EvidenceResetFact } from './facts.ts';
import { refuseBadNumbers } from './insertFact.ts';
import { inReadTransaction, inWriteTransaction } from './transaction.ts';

/** How a model's newest answers to one kind of task turned out. */
export interface EvidenceRow {
  readonly taskType: string;
  /** VS Code's id of the language; undefined where none was named. */
  readonly language?: string;
  readonly model: ModelReference;
  readonly effort?: Effort;
  /** Newest first, at most 400. */
  readonly answers: readonly EvidenceAnswer[];
}

export interface EvidenceAnswer {
  readonly atMs: number;
  readonly workspace: string;
  /** What the gates said; an answer that is not whole has failed. */
  readonly result: 'passed' | 'failed' | 'notJudged';
  /** The developer was given it and rejected it, or accepted it and then undid or escalated it. */
  readonly isWrongAccept: boolean;
  /** Undefined when unknown. */
  readonly nanoUsd?: NanoUsd;
  readonly latencyMs: number;
}

const mostOfKind = 400;
/** Older ones say little of what a model does now, and reading all of a large ledger takes long. */
const mostRead = 10_000;

// A call that was stopped, or whose connection broke, says nothing of the model.
const newestAnswers = `
  SELECT
    answer.at_ms AS atMs, task_type AS taskType, language, workspace, model, effort, outcome,
    cost_nano_usd AS nanoUsd, latency_ms AS latencyMs,
    (
      SELECT max(CASE verdict WHEN 'fail' THEN 2 WHEN 'pass' THEN 1 ELSE 0 END) FROM verdict
      WHERE verdict.attempt_id = answer.attempt_id
    ) AS worst,
    answer.attempt_id = ${standingAttempt} AND EXISTS (
      SELECT 1 FROM outcome AS bad
      WHERE bad.request_id = request.request_id AND (
        bad.outcome = 'rejected'
        OR bad.outcome IN ('undone', 'escalated') AND EXISTS (
          SELECT 1 FROM outcome AS accepted
          WHERE accepted.request_id = bad.request_id AND accepted.outcome = 'accepted'
            AND (accepted.at_ms, accepted.seq) < (bad.at_ms, bad.seq)
        )
      )
    ) AS isWrong
  FROM (SELECT * FROM attempt WHERE purpose = 'answer' ORDER BY seq DESC LIMIT ?) AS answer
  CROSS JOIN request ON request.request_id = answer.request_id
  WHERE outcome IN ('complete', 'truncated', 'refused', 'empty')
  ORDER BY answer.seq DESC`;

interface Columns {
  readonly atMs: number;
  readonly taskType: string;
  readonly language: string | null;
  readonly workspace: string;
  readonly model: ModelReference;
  readonly effort: Effort | null;
  readonly outcome: string;
  readonly nanoUsd: number | null;
  readonly latencyMs: number;
  /** 2: a gate failed it, 1: passed, else not judged. */
  readonly worst: number | null;
  readonly isWrong: number;
}

interface Reset {
  readonly atMs: number;
  readonly taskType: string | null;
  readonly model: string | null;
}

/** What the newest answers say of models, those from before a reset of theirs left out. */
export function evidence(database: DatabaseSync): EvidenceRow[] {
  const { rows, resets } = inReadTransaction(database, () => ({
    rows: database.prepare(newestAnswers).all(mostRead) as unknown as Columns[],
    resets: database
      .prepare('SELECT at_ms AS atMs, task_type AS taskType, model FROM evidence_reset')
      .all() as unknown as Reset[],
  }));
  const isForgotten = (row: Columns) =>
    resets.some(
      ({ atMs, taskType, model }) =>
        row.atMs <= atMs &&
        (taskType === null || taskType === row.taskType) &&
        (model === null || model === row.model),
    );
  const counted = rows.filter((row) => !isForgotten(row));
  const kinds = Map.groupBy(counted, ({ taskType, language, model, effort }) =>
    JSON.stringify([taskType, language, model, effort]),
  );
  return [...kinds.values()].map(evidenceRow);
}

/** From now on, what was learnt before does not count. */
export function recordEvidenceReset(database: DatabaseSync, fact: EvidenceResetFact): void {
  refuseBadNumbers('evidence_reset', { at_ms: fact.atMs });
  const { atMs, taskType = null, model = null } = fact;
  inWriteTransaction(database, () => {
    const sql = 'INSERT INTO evidence_reset (at_ms, task_type, model) VALUES (?, ?, ?)';
    database.prepare(sql).run(atMs, taskType, model);
  });
}

function evidenceRow(rows: Columns[]): EvidenceRow {
  const { taskType, language, model, effort } = rows[0]!;
  return {
    ...{ taskType, model },
    ...(language !== null && { language }),
    ...(effort !== null && { effort }),
    answers: rows.slice(0, mostOfKind).map(evidenceAnswer),
  };
}

function evidenceAnswer(row: Columns): EvidenceAnswer {
  const { atMs, workspace, nanoUsd, latencyMs } = row;
  return {
    ...{ atMs, workspace, latencyMs },
    result: resultOf(row),
    isWrongAccept: row.isWrong === 1,
    ...(nanoUsd !== null && { nanoUsd }),
  };
}

function resultOf({ outcome, worst }: Columns): EvidenceAnswer['result'] {
  if (outcome !== 'complete' || worst === 2) return 'failed';
  return worst === 1 ? 'passed' : 'notJudged';
}
