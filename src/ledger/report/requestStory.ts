import type { DatabaseSync } from 'node:sqlite';
import type { RequestStory, StoryAttempt } from '../reports.ts';
import type { AttemptColumns, RequestColumns } from '../sql/columns.ts';
import { standingAttempt } from '../sql/requestParts.ts';
import { inReadTransaction } from '../sql/statements.ts';
import { requestRowOf } from './recentRequests.ts';

const ofRequest = `
  SELECT workspace, escalated_from AS escalatedFrom, ${standingAttempt} AS standingId
  FROM request WHERE request_id = ?`;

const attempts = `
  SELECT
    attempt_id AS attemptId, purpose, tier, model_name AS modelName, effort,
    ifnull(outcome, 'open') AS outcome, cost_nano_usd AS nanoUsd,
    ifnull(cost_source, 'unknown') AS costSource, input_tokens AS inputTokens,
    cache_read_tokens AS cacheReadTokens,
    output_tokens AS outputTokens, latency_ms AS latencyMs, simulated
  FROM attempt WHERE request_id = ? ORDER BY seq`;

const verdicts = `
  SELECT verdict.attempt_id AS attemptId, gate, verdict
  FROM reservation JOIN verdict ON verdict.attempt_id = reservation.attempt_id
  WHERE reservation.request_id = ? ORDER BY verdict.seq`;

const outcomes = `
  SELECT outcome, at_ms AS atMs FROM outcome WHERE request_id = ? ORDER BY at_ms, seq`;

type Request = Pick<RequestColumns, 'workspace' | 'escalatedFrom' | 'standingId'>;

type Attempt = Pick<
  AttemptColumns,
  | ('attemptId' | 'purpose' | 'tier' | 'modelName' | 'effort' | 'nanoUsd')
  | ('inputTokens' | 'cacheReadTokens' | 'outputTokens' | 'latencyMs' | 'simulated')
> &
  // An open call has a word for each.
  Pick<StoryAttempt, 'outcome' | 'costSource'>;

type Verdict = StoryAttempt['verdicts'][number] & { readonly attemptId: string };

/** All that is recorded of one request; undefined when none has this id. */
export function requestStory(database: DatabaseSync, requestId: string): RequestStory | undefined {
  const all = <Row>(sql: string) => database.prepare(sql).all(requestId) as unknown as Row[];
  return inReadTransaction(database, () => {
    const request = requestRowOf(database, requestId);
    const [columns] = all<Request>(ofRequest);
    if (!request || !columns) return undefined;
    const { workspace, escalatedFrom, standingId } = columns;
    const verdictsOf = Map.groupBy(all<Verdict>(verdicts), ({ attemptId }) => attemptId);
    return {
      request,
      workspace,
      ...(escalatedFrom !== null && { escalatedFrom }),
      attempts: all<Attempt>(attempts).map((row) =>
        storyAttempt(row, row.attemptId === standingId, verdictsOf.get(row.attemptId) ?? []),
      ),
      outcomes: all<RequestStory['outcomes'][number]>(outcomes).map((row) => ({ ...row })),
    };
  });
}

function storyAttempt(row: Attempt, isTaken: boolean, given: Verdict[]): StoryAttempt {
  const { attemptId, purpose, tier, modelName, outcome, costSource } = row;
  const { effort, nanoUsd, inputTokens, cacheReadTokens, outputTokens, latencyMs } = row;
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
    ...(cacheReadTokens !== null && { cacheReadTokens }),
    ...(outputTokens !== null && { outputTokens }),
    ...(latencyMs !== null && { latencyMs }),
    simulated: row.simulated === 1,
    verdicts: given.map(({ gate, verdict }) => ({ gate, verdict })),
  };
}
