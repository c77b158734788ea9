import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { identityOf, openDatabase, putBack } from './database/openDatabase.ts';
import { exportRows } from './export/exportRows.ts';
import { settledSince } from './export/settledSince.ts';
import { type FactName, isFactName } from './factNames.ts';
import { statements } from './learning/confidenceStatements.ts';
import { experiences } from './learning/experiences.ts';
import { latencies } from './report/latency.ts';
import { makeReport } from './report/makeReport.ts';
import { requestStory } from './report/requestStory.ts';
import { createRollUp } from './rollUpInBackground.ts';
import { type CellCache, noKnownCells } from './rollups/cellCache.ts';
import { readsDays } from './rollups/periods.ts';
import { kindOfError, mayPass, toLedgerError } from './sql/sqliteError.ts';
import type {
  CallName,
  FromLedgerWorker,
  LedgerArguments,
  LedgerCalls,
  LedgerReply,
  LedgerWorkerData,
  ToLedgerWorker,
} from './workerMessages.ts';
import { type KnownSums, standings } from './write/budgetStandings.ts';
import { deleteHistory, shrink } from './write/deleteHistory.ts';
import { giveUpLease, type Lease, settleOrphans } from './write/leases.ts';
import { watchOthers } from './write/othersFacts.ts';
import { openPendingFacts, type PendingFact } from './write/pendingFacts.ts';
import {
  recordChosen,
  recordEvidenceReset,
  recordOutcome,
  recordRequest,
  recordStatement,
  recordVerdict,
  settle,
} from './write/recordFacts.ts';
import { reserve } from './write/reserve.ts';

const { file, lockPatienceMs, windowId, leaseMs } = workerData as LedgerWorkerData;
const pauseBetweenTriesMs = 25;
const pauseBetweenCatchUpsMs = 1000;

interface Connection {
  readonly database: DatabaseSync;
  /** Which file it has open, whatever its name has come to mean. */
  readonly identity: string | undefined;
  readonly known: KnownSums;
  readonly knownCells: CellCache;
  /** Whether others have recorded facts since it was asked last. */
  readonly changedElsewhere: () => boolean;
}

const pending = openPendingFacts(file);
let connection: Connection | undefined;
let isDamaged = false;
const bugsTold = new Set<string>();
/** When reading may try to catch up again, on the clock of `performance`. */
let catchUpAfter = 0;
let queue: Promise<void> = Promise.resolve();
const summingUp = createRollUp({
  open: () => connected().database,
  opened: () => connection,
  onFailure: failedBehind,
  inTurn,
});

// One call after the other: a settlement must find its reservation.
parentPort?.on('message', (message: ToLedgerWorker) => {
  const giveUpAt = performance.now() + lockPatienceMs;
  void inTurn(() => (isReport(message) ? answerWhenSummed(message) : answer(message, giveUpAt)));
});

setInterval(() => void inTurn(lookAfterFile), leaseMs / 3).unref();

function inTurn(work: () => void | Promise<void>): Promise<void> {
  return (queue = queue.then(work));
}

function isReport(message: ToLedgerWorker): message is ToLedgerWorker<'report'> {
  return message.name === 'report';
}

/** A wide report needs the past summed up first. */
async function answerWhenSummed(message: ToLedgerWorker<'report'>): Promise<void> {
  const [{ timeZone, span }] = message.given;
  const answerNow = () => answer(message, performance.now() + lockPatienceMs);
  if (!readsDays(message.given[0], Date.now())) return answerNow();
  return summingUp.before({ timeZone, fromMs: span.fromMs }, answerNow);
}

async function answer(message: ToLedgerWorker, giveUpAt: number): Promise<void> {
  const { id } = message;
  try {
    tell({ kind: 'done', id, value: await performUnlocked(message, giveUpAt) });
  } catch (error) {
    const { kind: errorKind, message: words } = toLedgerError(error, file);
    const kept = keepForLater(message, error);
    tell({ kind: 'failed', id, errorKind, message: kept ? `${words} ${keptWords[kept]}` : words });
    if (errorKind === 'corrupt') suspectDamage();
  }
}

const keptWords = {
  file: 'What your tasks cost meanwhile is kept beside it, and is written down then.',
  memory:
    'What your tasks cost meanwhile is kept while this window is open, and is written down then.',
};

/** Where a fact is put by that cannot be kept now; undefined: nowhere. */
function keepForLater(message: ToLedgerWorker, error: unknown): 'file' | 'memory' | undefined {
  if (!mayBePutBy(message) || !mayPass(error)) return undefined;
  return pending.add({ name: message.name as FactName, fact: message.given[0] as never });
}

// A call that could not be held against its limits is not made.
function mayBePutBy({ name, given }: ToLedgerWorker): boolean {
  if (name !== 'reserve') return isFactName(name);
  const [, limits = []] = given as LedgerArguments<'reserve'>;
  return limits.length === 0;
}

async function performUnlocked(message: ToLedgerWorker, giveUpAt: number) {
  for (;;) {
    try {
      return performInPlace(message);
    } catch (error) {
      if (kindOfError(error) !== 'locked' || performance.now() >= giveUpAt) throw error;
      // What was locked for long already holds up nobody again: it is put by with the others.
      if (pending.exist && mayBePutBy(message)) throw error;
    }
    await pause(pauseBetweenTriesMs);
  }
}

// Every call may be made twice: what is kept already is not kept again.
function performInPlace(message: ToLedgerWorker): LedgerReply {
  try {
    const reply = perform(message);
    if (!isElsewhere()) return reply;
  } catch (error) {
    if (!isElsewhere()) throw error;
  }
  putBack(connected().database, file);
  disconnect();
  return perform(message);
}

/** Whether the file was deleted or replaced while it was open. */
function isElsewhere(): boolean {
  if (!connection) return false;
  const here = identityOf(file);
  return here === undefined || here !== connection.identity;
}

function lookAfterFile(): void {
  if (!connection) return;
  try {
    settleOrphans(connection.database, lease(), Date.now());
    connection.database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch (thrown) {
    failedBehind(thrown);
  }
  void summingUp.behind();
}

/**
 * Work that nobody asked for went wrong, and will be tried again. The next call meets what a person can
 * change, and tells of it; nobody would ever hear of the rest.
 */
function failedBehind(thrown: unknown): void {
  if (kindOfError(thrown) === 'corrupt') return suspectDamage();
  if (mayPass(thrown)) return;
  const words = String(thrown);
  if (bugsTold.has(words)) return;
  bugsTold.add(words);
  tell({ kind: 'bug', bug: thrown });
}

/** The next call opens the file again and so checks it. */
function suspectDamage(): void {
  isDamaged = true;
  disconnect();
}

function lease(): Lease {
  return { windowId, untilMs: Date.now() + leaseMs };
}

const calls: LedgerCalls = {
  recordRequest: (fact) => recordRequest(connected().database, fact),
  reserve: (fact, limits = []) =>
    reserve(connected().database, fact, { limits, known: connected().known, lease: lease() }),
  settle: (fact) => settle(connected().database, fact),
  recordVerdict: (fact) => recordVerdict(connected().database, fact),
  recordChosen: (fact) => recordChosen(connected().database, fact),
  recordStatement: (fact) => recordStatement(connected().database, fact),
  recordOutcome: (fact) => recordOutcome(connected().database, fact),
  standings: (limits) => standings(connected().database, limits, connected().known),
  report: (query) => makeReport(connected().database, query, Date.now(), connected().knownCells),
  requestStory: (requestId) => requestStory(connected().database, requestId),
  statements: (model) => statements(connected().database, model),
  settledSince: (cursor, limit) => settledSince(connected().database, cursor, limit),
  latencies: () => latencies(connected().database),
  changedElsewhere: () => connected().changedElsewhere(),
  recordEvidenceReset: (fact) => recordEvidenceReset(connected().database, fact),
  experiences: () => experiences(connected().database),
  exportRows: (query, after, limit) => exportRows(connected().database, query, after, limit),
  deleteHistory: ({ beforeMs } = {}) => {
    const deleted = deleteHistory(connected().database, beforeMs);
    shrinkIfFree(connected().database);
    return deleted;
  },
  close,
};

function shrinkIfFree(database: DatabaseSync): void {
  try {
    shrink(database);
  } catch (thrown) {
    // Another window may be reading: the room is used again by what comes.
    failedBehind(thrown);
  }
}

function perform<Name extends CallName>({ name, given }: ToLedgerWorker<Name>): LedgerReply<Name> {
  if (pending.exist && name !== 'close') catchUp(name);
  return calls[name](...given);
}

/** Keeps what could not be kept before. Facts need those before them; reading goes without. */
function catchUp(name: CallName): void {
  if (!isFactName(name) && performance.now() < catchUpAfter) return;
  try {
    connected();
    // A file that is gone is put back first.
    if (isElsewhere()) return;
    pending.replay(<Name extends FactName>({ name, fact }: PendingFact<Name>) =>
      (calls[name] as (fact: LedgerArguments<Name>[0]) => void)(fact),
    );
  } catch (error) {
    if (isFactName(name)) throw error;
    catchUpAfter = performance.now() + pauseBetweenCatchUpsMs;
  }
}

function connected(): Connection {
  if (connection) return connection;
  const { database, movedAsideTo } = openDatabase(file, isDamaged);
  isDamaged = false;
  connection = {
    database,
    identity: identityOf(file),
    known: new Map(),
    knownCells: noKnownCells(),
    changedElsewhere: watchOthers(database),
  };
  if (movedAsideTo) tell({ kind: 'movedAside', to: movedAsideTo });
  void inTurn(lookAfterFile);
  return connection;
}

function close(): void {
  pending.save();
  if (!connection) return;
  if (isElsewhere()) putBack(connection.database, file);
  try {
    giveUpLease(connection.database, windowId);
  } finally {
    disconnect();
  }
}

function disconnect(): void {
  connection?.database.close();
  connection = undefined;
}

function tell(message: FromLedgerWorker): void {
  parentPort?.postMessage(message);
}
