import type { DatabaseSync } from 'node:sqlite';
import type { Spent } from '../../routing/budgets/budget.ts';
import type { Limit } from '../facts.ts';
import type { BudgetBalance } from '../ledger.ts';
import { remember } from '../sql/remember.ts';
import { inReadTransaction, prepared } from '../sql/statements.ts';

/**
 * The sums that a process has made so far, by span and scope. Facts are only ever added, so a sum grows
 * by the rows that are newer. Sums of budgets are never written to the file (docs/decisions, sums not
 * counters).
 */
export type KnownSums = Map<string, KnownSum>;

interface KnownSum {
  readonly standing: BudgetBalance;
  readonly seen: NewestRows;
}

interface NewestRows {
  readonly reservation: number;
  readonly settlement: number;
  readonly correction: number;
  /** Deleting facts drops a trigger first, and that changes the schema's version. */
  readonly schema: number;
}

/** Chosen by judgement. */
const mostKnownSums = 100;

/** The balance of each limit, in their order, read from one state of the file. */
export function standings(
  database: DatabaseSync,
  limits: readonly Limit[],
  sums: KnownSums = new Map(),
): BudgetBalance[] {
  return inReadTransaction(database, () => standingsNow(database, limits, sums));
}

/** The same, inside a transaction that the caller has begun. */
export function standingsNow(
  database: DatabaseSync,
  limits: readonly Limit[],
  sums: KnownSums,
): BudgetBalance[] {
  const newest = newestRows(database);
  return limits.map((limit) => {
    const key = keyOf(limit);
    const before = sums.get(key);
    const standing =
      before?.seen.schema === newest.schema
        ? grown(database, limit, before, newest)
        : sumOf(database, limit, allAttempts);
    remember(sums, key, { standing, seen: newest }, mostKnownSums);
    return standing;
  });
}

/** Whether every limit has a sum already, which only has to grow. */
export function areSummed(limits: readonly Limit[], sums: KnownSums): boolean {
  return limits.every((limit) => sums.has(keyOf(limit)));
}

function grown(
  database: DatabaseSync,
  limit: Limit,
  before: KnownSum,
  newest: NewestRows,
): BudgetBalance {
  let { standing } = before;
  for (const table of ['reservation', 'settlement', 'correction'] as const) {
    const seen = before.seen[table];
    if (seen === newest[table]) continue;
    standing = plus(standing, sumOf(database, limit, changesByNewRows[table], seen));
  }
  return standing;
}

function plus(one: BudgetBalance, other: BudgetBalance): BudgetBalance {
  const sum = (a: Spent, b: Spent): Spent => ({
    spentNanoUsd: a.spentNanoUsd + b.spentNanoUsd,
    unknownAttempts: a.unknownAttempts + b.unknownAttempts,
  });
  return { ...sum(one, other), practice: sum(one.practice, other.practice) };
}

/** Rows that change a sum: how much their attempt counted before and counts now; NULL when unknown. */
interface Change {
  readonly from: string;
  readonly before: string;
  readonly now: string;
}

const worstCase = 'reservation.worst_case_nano_usd';

const allAttempts: Change = {
  from: 'attempt AS reservation',
  before: '0',
  now: `iif(is_settled, cost_nano_usd, ${worstCase})`,
};
// NOT INDEXED and CROSS JOIN make SQLite begin with the few new rows.
const changesByNewRows: Readonly<Record<'reservation' | 'settlement' | 'correction', Change>> = {
  reservation: {
    from: '(SELECT * FROM reservation NOT INDEXED WHERE seq > ?) AS reservation',
    before: '0',
    now: worstCase,
  },
  settlement: {
    from: `(SELECT * FROM settlement WHERE seq > ?) AS settlement
      CROSS JOIN reservation USING (attempt_id)`,
    before: worstCase,
    now: 'settlement.cost_nano_usd',
  },
  correction: {
    from: `(SELECT * FROM correction WHERE seq > ?) AS correction
      CROSS JOIN settlement USING (attempt_id)
      CROSS JOIN reservation USING (attempt_id)`,
    before: 'settlement.cost_nano_usd',
    now: 'correction.cost_nano_usd',
  },
};

function sumOf(
  database: DatabaseSync,
  limit: Limit,
  { from, before, now }: Change,
  ...seen: number[]
): BudgetBalance {
  const { join, where, values } = conditionsOf(limit, seen.length > 0 ? 'CROSS' : 'INNER');
  // Unknown is never zero: a call of unknown cost counts at its worst case where one was set aside.
  const counted = (cost: string) => `coalesce(${cost}, ${worstCase}, 0)`;
  const spent = `${counted(now)} - ${counted(before)}`;
  const unknown = `(${now} IS NULL) - (${before} IS NULL)`;
  // Reads the rows once for both kinds of money.
  const sumFor = (value: string, simulated: 0 | 1) =>
    `coalesce(sum(${value}) FILTER (WHERE simulated = ${simulated}), 0)`;
  const statement = prepared(
    database,
    `
    SELECT
      ${sumFor(spent, 0)} AS spentNanoUsd,
      ${sumFor(unknown, 0)} AS unknownAttempts,
      ${sumFor(spent, 1)} AS practiceNanoUsd,
      ${sumFor(unknown, 1)} AS practiceUnknown
    FROM ${from} ${join} ${where}`,
  );
  const sums = statement.get(...seen, ...values) as unknown as Spent & {
    readonly practiceNanoUsd: number;
    readonly practiceUnknown: number;
  };
  const { practiceNanoUsd, practiceUnknown, ...real } = sums;
  return {
    ...real,
    practice: { spentNanoUsd: practiceNanoUsd, unknownAttempts: practiceUnknown },
  };
}

function conditionsOf(
  { span, sessionId, workspace, taskType, origin, models }: Limit,
  order: 'CROSS' | 'INNER',
) {
  const ofRequest = Object.entries({
    session_id: sessionId,
    workspace,
    task_type: taskType,
    origin,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const until = span.untilMs === undefined ? [] : [span.untilMs];
  const conditions = [
    'reservation.at_ms >= ?',
    ...until.map(() => 'reservation.at_ms < ?'),
    ...ofRequest.map(([column]) => `request.${column} = ?`),
    ...(models === undefined ? [] : ['substr(reservation.model, 1, length(?)) = ?']),
  ];
  return {
    join: ofRequest.length > 0 ? `${order} JOIN request USING (request_id)` : '',
    where: `WHERE ${conditions.join(' AND ')}`,
    values: [
      span.fromMs,
      ...until,
      ...ofRequest.map(([, value]) => value),
      ...(models === undefined ? [] : [models, models]),
    ],
  };
}

function newestRows(database: DatabaseSync): NewestRows {
  const newest = prepared(
    database,
    `
    SELECT
      (SELECT coalesce(max(seq), 0) FROM reservation) AS reservation,
      (SELECT coalesce(max(seq), 0) FROM settlement) AS settlement,
      (SELECT coalesce(max(seq), 0) FROM correction) AS correction,
      (SELECT schema_version FROM pragma_schema_version) AS schema`,
  );
  return { ...(newest.get() as unknown as NewestRows) };
}

function keyOf({ span, sessionId, workspace, taskType, origin, models }: Limit): string {
  return JSON.stringify([
    span.fromMs,
    span.untilMs,
    sessionId,
    workspace,
    taskType,
    origin,
    models,
  ]);
}
