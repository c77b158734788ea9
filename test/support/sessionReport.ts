import type { DatabaseSync } from 'node:sqlite';
import { makeReport } from '../../src/ledger/report/makeReport.ts';
import type { Report, ReportQuery } from '../../src/ledger/reports.ts';

/** Queries the whole report of a session. */
export function inSession(sessionId: string): ReportQuery {
  return { span: { fromMs: 0 }, timeZone: 'UTC', sessionId };
}

export function sessionReport(database: DatabaseSync, sessionId: string): Report {
  return makeReport(database, inSession(sessionId), Date.now());
}
