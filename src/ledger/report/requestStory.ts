import type { DatabaseSync } from 'node:sqlite';
import type { CostSource } from '../../routing/models/money.ts';
import type { RequestStory, StoryAttempt } from '../reports.ts';
import { inReadTransaction } from '../sql/statements.ts';
import { standingAttempt } from './attemptsOfSession.ts';
import { requestRowOf } from './recentRequests.ts';

const ofRequest = `
  SELECT workspace, escalated_from AS escalatedFrom, ${standingAttempt} AS standingId
  FROM request WHERE request_id = ?`;

const attempts = `
  SELECT
    attempt_id AS attemptId, purpose, tier, model_name AS modelName, effort,
    ifnull(outcome, 'open') AS outcome, cost_nano_usd AS nanoUsd,
    ifnull(cost_source, 'unknown') AS costSource, input_tokens AS inputTokens,
    output_tokens AS outputTokens, latency_ms AS latencyMs, simulated
  FROM attempt WHERE request_id = ? ORDER BY seq`;

const verdicts = `
  SELECT verdict.attempt_id AS attemptId, gate, verdict
  FROM reservation JOIN verdict ON verdict.attempt_id = reservation.attempt_id
  WHERE reservation.request_id = ? ORDER BY verdict.seq`;

const outcomes = `
  SELECT outcome, at_ms AS atMs FROM outcome WHERE request_id = ? ORDER BY at_ms, seq`;

interface RequestColumns {
  readonly workspace: string;
  readonly escalatedFrom: string | null;
  readonly standingId: string | null;
}

interface AttemptColumns {
  readonly attemptId: string;
  readonly purpose: string;
  readonly tier: string;
  readonly modelName: string;
  readonly effort: string | null;
  readonly outcome: string;
  readonly nanoUsd: number | null;
  readonly costSource: CostSource;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly latencyMs: number | null;
  readonly simulated: number;
}

type Verdict = StoryAttempt['verdicts'][number] & { readonly attemptId: string };

/** All that is known of one request; undefined when there is none of this id. */
export function requestStory(database: DatabaseSync, requestId: string): RequestStory | undefined {
  const all = <Row>(sql: string) => database.prepare(sql).all(requestId) as unknown as Row[];
  return inReadTransaction(database, () => {
    const request = requestRowOf(database, requestId);
    const [columns] = all<RequestColumns>(ofRequest);
    if (!request || !columns) return undefined;
    const { workspace, escalatedFrom, standingId } = columns;
    const said = Map.groupBy(all<Verdict>(verdicts), ({ attemptId }) => attemptId);
    return {
      request,
      workspace,
      ...(escalatedFrom !== null && { escalatedFrom }),
      attempts: all<AttemptColumns>(attempts).map((row) =>
        storyAttempt(row, row.attemptId === standingId, said.get(row.attemptId) ?? []),
      ),
      outcomes: all<RequestStory['outcomes'][number]>(outcomes).map((row) => ({ ...row })),
    };
  });
}

function storyAttempt(row: AttemptColumns, isTaken: boolean, said: Verdict[]): StoryAttempt {
  const { attemptId, purpose, tier, modelName, outcome, costSource } = row;
  const { effort, nanoUsd, inputTokens, outputTokens, latencyMs } = row;
  return {
    attemptId,
    purpose,
    tier,
    modelName,
    outcome,
    costSource,
    isTaken,
    ...(effort !== null && { effort }),
    ...(nanoUsd !== null && { nanoUsd }),
    ...(inputTokens !== null && { inputTokens }),
    ...(outputTokens !== null && { outputTokens }),
    ...(latencyMs !== null && { latencyMs }),
    simulated: row.simulated === 1,
    verdicts: said.map(({ gate, verdict }) => ({ gate, verdict })),
  };
}
