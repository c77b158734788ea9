import type { DatabaseSync } from 'node:sqlite';
import type { Limit, ReservationFact } from '../../src/ledger/facts.ts';

/*
 * Reads the ledger's file after each write and keeps its own account, in the simplest way: rows as they
 * come, sums by adding them up. What breaks a promise of the ledger is told at once.
 */

/** An attempt as its rows tell it. */
export interface Booked {
  readonly attemptId: string;
  readonly requestId: string;
  readonly atMs: number;
  readonly isPractice: boolean;
  readonly worstNanoUsd: number | null;
  readonly windowId: string;
  /** Whose request it belongs to, where that is known. */
  readonly scope?: RequestScope | undefined;
  settled?: Settled;
  corrected?: Settled;
}

export interface Settled {
  readonly outcome: string;
  readonly source: string;
  readonly nanoUsd: number | null;
}

export interface Audit {
  readonly attempts: ReadonlyMap<string, Booked>;
  /** A reservation is asked for, under these limits. */
  asked(fact: ReservationFact, limits: readonly Limit[]): void;
  /** A request is about to be recorded. */
  request(requestId: string, scope: RequestScope): void;
  /** Reads what a write has added. */
  read(): void;
  /** At the end: compares the account with the sums that SQLite makes. */
  close(): void;
}

export interface RequestScope {
  readonly sessionId: string;
  readonly workspace: string;
}

/** Tells a broken promise, and whom it is about. */
export type Tell = (about: string, promise: string, detail: string) => void;

interface Asked {
  readonly fact: ReservationFact;
  readonly limits: readonly Limit[];
}

type Row = Record<string, string | number | null>;

const columnsOfEnd = 'seq, attempt_id, outcome, cost_source, cost_nano_usd';
const columnsOf = {
  reservation: 'seq, attempt_id, request_id, at_ms, simulated, worst_case_nano_usd, window_id',
  settlement: columnsOfEnd,
  correction: columnsOfEnd,
};

/** What an attempt counts for in a sum: its cost, or its worst case while it is open. */
export function countedNanoUsd({ settled, corrected, worstNanoUsd }: Booked): number {
  const end = corrected ?? settled;
  return (end ? end.nanoUsd : worstNanoUsd) ?? 0;
}

export function openAudit(database: DatabaseSync, tell: Tell): Audit {
  const attempts = new Map<string, Booked>();
  const asked = new Map<string, Asked>();
  const scopes = new Map<string, RequestScope>();
  const readers = (['reservation', 'settlement', 'correction'] as const).map((table) => ({
    table,
    seen: 0,
    rows: database.prepare(`SELECT ${columnsOf[table]} FROM ${table} WHERE seq > ? ORDER BY seq`),
  }));

  function spentUnder(limit: Limit, isPractice: boolean): number {
    let sum = 0;
    for (const booked of attempts.values()) {
      if (booked.isPractice !== isPractice) continue;
      if (appliesTo(limit, booked)) sum += countedNanoUsd(booked);
    }
    return sum;
  }

  function addReservation(row: Row): void {
    const booked = bookedOf(row, scopes);
    const { attemptId, worstNanoUsd, isPractice } = booked;
    const known = asked.get(attemptId);
    if (attempts.has(attemptId))
      tell(attemptId, 'one reservation for each attempt', 'a second one');
    if (!known) return tell(attemptId, 'no reservation unasked', 'nobody asked for it');
    if ((known.fact.worstCaseNanoUsd ?? null) !== worstNanoUsd) {
      tell(attemptId, 'the worst case is kept', `${worstNanoUsd} is kept`);
    }
    for (const limit of known.limits) {
      if (!worstNanoUsd || !appliesTo(limit, booked)) continue;
      const sum = spentUnder(limit, isPractice) + worstNanoUsd;
      if (sum > limit.capNanoUsd) {
        const detail = `${sum} under ${limit.budgetId}, whose cap is ${limit.capNanoUsd}`;
        tell(attemptId, 'caps hold at reservation prices', detail);
      }
    }
    attempts.set(attemptId, booked);
  }

  function addEnd(kind: 'settled' | 'corrected', row: Row): void {
    const attemptId = String(row['attempt_id']);
    const booked = attempts.get(attemptId);
    if (!booked) return tell(attemptId, 'only what was reserved is settled', kind);
    if (booked[kind]) tell(attemptId, 'no attempt is settled twice', kind);
    if (kind === 'corrected' && booked.settled?.outcome !== 'orphaned') {
      tell(attemptId, 'only an orphan is corrected', `it was ${booked.settled?.outcome}`);
    }
    booked[kind] = {
      outcome: String(row['outcome']),
      source: String(row['cost_source']),
      nanoUsd: row['cost_nano_usd'] as number | null,
    };
  }

  return {
    attempts,
    asked: (fact, limits) => void asked.set(fact.attemptId, { fact, limits }),
    request: (requestId, scope) => void scopes.set(requestId, scope),
    read() {
      for (const reader of readers) {
        for (const row of reader.rows.all(reader.seen) as Row[]) {
          reader.seen = Number(row['seq']);
          if (reader.table === 'reservation') addReservation(row);
          else addEnd(reader.table === 'settlement' ? 'settled' : 'corrected', row);
        }
      }
    },
    close: () => compareSums(database, attempts, tell),
  };
}

function bookedOf(row: Row, scopes: ReadonlyMap<string, RequestScope>): Booked {
  const requestId = String(row['request_id']);
  return {
    attemptId: String(row['attempt_id']),
    requestId,
    scope: scopes.get(requestId),
    atMs: Number(row['at_ms']),
    isPractice: row['simulated'] === 1,
    worstNanoUsd: row['worst_case_nano_usd'] as number | null,
    windowId: String(row['window_id']),
  };
}

function appliesTo({ span, sessionId, workspace }: Limit, { atMs, scope }: Booked): boolean {
  if (atMs < span.fromMs || (span.untilMs !== undefined && atMs >= span.untilMs)) return false;
  if (sessionId !== undefined && scope?.sessionId !== sessionId) return false;
  return workspace === undefined || scope?.workspace === workspace;
}

function compareSums(
  database: DatabaseSync,
  attempts: ReadonlyMap<string, Booked>,
  tell: Tell,
): void {
  const own = [...attempts.values()].reduce((sum, each) => sum + countedNanoUsd(each), 0);
  const open = [...attempts.values()].filter(({ settled }) => !settled).length;
  const kept = database
    .prepare('SELECT count(*) AS attempts, coalesce(sum(cost_nano_usd), 0) AS nanoUsd FROM attempt')
    .get()!;
  const left = database.prepare('SELECT count(*) AS n FROM unsettled').get()!['n'];
  if (left !== open) tell('the file', 'open calls are counted', `${String(left)}, not ${open}`);
  if (open > 0) tell('the file', 'no reservation without end', `${open} are open`);
  if (kept['attempts'] !== attempts.size) tell('the file', 'rows stay', String(kept['attempts']));
  if (kept['nanoUsd'] !== own) {
    tell('the file', 'money is conserved', `${String(kept['nanoUsd'])} is the sum, ${own} came in`);
  }
}
