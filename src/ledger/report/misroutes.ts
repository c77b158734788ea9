import type { DatabaseSync } from 'node:sqlite';
import { betaQuantile } from '../../routing/evidence/beta.ts';
import type { Money } from '../../routing/models/accounts.ts';
import type { FoundShare, MisrouteCount, Misroutes, ReportQuery } from '../reports.ts';
import { weeksIn } from '../rollups/days.ts';
import { standingAttempt, stillCounts } from '../sql/requestParts.ts';
import {
  conditionsOf,
  type FoundPeriods,
  newestRows,
  ofAttempt,
  ofRequest,
} from './matchingRows.ts';

/** Requests that are looked at. Chosen by judgement: some months of work, read within milliseconds. */
const mostRead = 1_000;

/** A request with an answer, as it turned out. */
interface Routed {
  readonly atMs: number;
  readonly taskType: string;
  /** 1 when it was accepted at some time. */
  readonly isAccepted: number;
  /** Or accepted and then undone. */
  readonly isRejected: number;
  /** By hand. */
  readonly isEscalated: number;
  /** 1 when the strongest model gave the answer; null when unknown. */
  readonly isStrongest: number | null;
  /** Cheaper whole answers to the same request that were checked, and those that passed. */
  readonly cheaperChecked: number;
  readonly cheaperPassed: number;
}

const hadOutcome = (...outcomes: readonly string[]): string => `EXISTS (
  SELECT 1 FROM outcome WHERE outcome.request_id = request.request_id
    AND outcome.outcome IN (${outcomes.map((each) => `'${each}'`).join(', ')})
    AND ${stillCounts('outcome')})`;

// An answer without a verdict, or with gates that could not run only, says nothing about its tier.
const cheaper = (condition: string): string => `(
  SELECT count(*) FROM (
    SELECT max(CASE verdict WHEN 'fail' THEN 2 WHEN 'pass' THEN 1 ELSE 0 END) AS worst
    FROM attempt AS other JOIN verdict ON verdict.attempt_id = other.attempt_id
    WHERE other.request_id = request.request_id AND other.attempt_id <> standing.attempt_id
      AND other.purpose = 'answer' AND other.outcome = 'complete'
      AND other.simulated = standing.simulated
      AND other.cost_nano_usd < standing.cost_nano_usd
    GROUP BY other.attempt_id
  ) WHERE ${condition})`;

const routed = (simulated: 0 | 1, requestConditions: string, attemptConditions: string): string => `
  SELECT
    request.at_ms AS atMs, request.task_type AS taskType,
    ${hadOutcome('accepted')} AS isAccepted,
    ${hadOutcome('rejected', 'undone')} AS isRejected,
    (${hadOutcome('escalated')} OR EXISTS (
      SELECT 1 FROM request AS higher WHERE higher.escalated_from = request.request_id
    )) AS isEscalated,
    standing.model_name = standing.baseline_name AS isStrongest,
    ${cheaper('worst > 0')} AS cheaperChecked,
    ${cheaper('worst = 1')} AS cheaperPassed
  FROM request CROSS JOIN attempt AS standing ON standing.attempt_id = ${standingAttempt}
  WHERE request.at_ms >= ? AND request.at_ms < ? AND request.escalated_from IS NULL
    AND standing.outcome = 'complete' AND simulated = ${simulated}
    ${requestConditions} ${attemptConditions}
  ORDER BY request.at_ms DESC, request.seq DESC LIMIT ?`;

/** How often the newest requests of a query were sent too low or too high, for one kind of money. */
export function misroutesOf(
  database: DatabaseSync,
  query: ReportQuery,
  found: FoundPeriods & { readonly money: Money },
): Misroutes {
  const request = conditionsOf(query, ofRequest);
  const attempt = conditionsOf(query, ofAttempt);
  const rows = newestRows<Routed>(database, query, found, {
    measures: ['wholeAnswers'],
    sql: routed(found.money === 'practice' ? 1 : 0, request.sql, attempt.sql),
    values: [...request.values, ...attempt.values],
    limit: mostRead + 1,
  });
  const read = rows.slice(0, mostRead);
  const weekOf = weeksIn(query.timeZone);
  return {
    ...countOf(read),
    byTaskType: [...Map.groupBy(read, ({ taskType }) => taskType)]
      .map(([taskType, group]) => ({ taskType, ...countOf(group) }))
      .toSorted((a, b) => b.tooLow.cases - a.tooLow.cases || (a.taskType < b.taskType ? -1 : 1)),
    byWeek: [...Map.groupBy(read, ({ atMs }) => weekOf(atMs))]
      .map(([fromMs, group]) => ({ fromMs, ...countOf(group) }))
      .toSorted((a, b) => a.fromMs - b.fromMs),
    isCut: rows.length > mostRead,
  };
}

function countOf(rows: readonly Routed[]): MisrouteCount {
  const checked = rows.filter(({ cheaperChecked }) => cheaperChecked > 0);
  return {
    tooLow: share(rows.filter(wasTooLow).length, rows.length),
    tooHigh: share(checked.filter(({ cheaperPassed }) => cheaperPassed > 0).length, checked.length),
    unjudged: rows.filter(
      ({ isAccepted, isRejected, isEscalated }) => !isAccepted && !isRejected && !isEscalated,
    ).length,
  };
}

// No tier would have been better than the strongest. When nobody can tell which that was, a rejection does
// not count. An escalation always does, because there was something stronger to ask.
function wasTooLow({ isRejected, isEscalated, isStrongest }: Routed): boolean {
  return isEscalated === 1 || (isRejected === 1 && isStrongest === 0);
}

/** The interval is that of Clopper and Pearson (1934), which covers at least what it states. */
function share(hits: number, cases: number): FoundShare {
  return {
    hits,
    cases,
    low: hits === 0 ? 0 : betaQuantile(0.025, hits, cases - hits + 1),
    high: hits === cases ? 1 : betaQuantile(0.975, hits + 1, cases - hits),
  };
}
