import type { DatabaseSync } from 'node:sqlite';
import { makeReport } from './makeReport.ts';
import type { SessionSummary } from './summary.ts';

/** What a session spent, as a report says it. */
export function summarize(
  database: DatabaseSync,
  sessionId: string,
  nowMs = Date.now(),
): SessionSummary {
  const query = { span: { fromMs: 0 }, timeZone: 'UTC', sessionId };
  const report = makeReport(database, query, nowMs);
  const { total, byTaskType, byTier, byModel, requests, saving, insurance, wrongAccepts } = report;
  return {
    ...{ total, byTaskType, byTier, byModel, requests, insurance, wrongAccepts },
    ...(saving && { saving }),
  };
}
