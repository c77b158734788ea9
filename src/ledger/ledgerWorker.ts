import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { createBackups, removeBackups } from './database/backup.ts';
import { identityOf, openDatabase, putBack } from './database/openDatabase.ts';
import { exportRows } from './export/exportRows.ts';
import { settledSince } from './export/settledSince.ts';
import { type FactName, isFactName } from './factNames.ts';
import { statements } from './learning/confidenceStatements.ts';
import { experiences } from './learning/experiences.ts';
import { turnRecords } from './learning/turnRecords.ts';
import { latencies } from './report/latency.ts';
import { makeReport, makeTotal } from './report/makeReport.ts';
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
import { openPendingFacts, type PendingFact, pendingNotes } from './write/pendingFacts.ts';
import {
  recordChosen,
  recordEvidenceReset,
  recordOutcome,
  recordRequest,
  recordStatement,
  recordTurnOutcome,
  recordVerdict,
  settle,
} from './write/recordFacts.ts';
import { reserve } from './write/reserve.ts';

/*
 * The thread that answers the ledger's calls (openLedger.ts is its other end). In come messages with a
 * call's name and arguments, out go its reply or an error. Calls run one after the other. A fact that
 * cannot be recorded now waits in a file beside the ledger (write/pendingFacts.ts) and is recorded with
 * the next call. Between calls the worker renews its lease, settles orphaned calls and rolls up the past.
 */

const { file, lockPatienceMs, windowId, leaseMs } = workerData as LedgerWorkerData;
/** Between two tries while another process holds the file. Chosen by judgement. */
const pauseBetweenTriesMs = 25;
/** Between two tries of reading calls to record what is pending. Chosen by judgement. */
const pauseBetweenCatchUpsMs = 1000;

interface Connection {
  readonly database: DatabaseSync;
  /** Which file is open, even when its name now belongs to another file. */
  readonly identity: string | undefined;
  readonly budgetSums: KnownSums;
  readonly cache: CellCache;
  /** Whether other windows have recorded facts since the last call. */
  readonly changedElsewhere: () => boolean;
}

const pending = openPendingFacts(file);
let connection: Connection | undefined;
let isDamaged = false;
const reportedBugs = new Set<string>();
/** When a reading call may try to catch up again, on the clock of `performance`. */
let catchUpAfter = 0;
let queue: Promise<void> = Promise.resolve();
const backUpIfDue = createBackups(file, handleBackgroundFailure);
const rollUp = createRollUp({
  open: () => connected().database,
  opened: () => connection,
  onFailure: handleBackgroundFailure,
  inTurn,
});

// Calls run one after the other, because a settlement must find its reservation.
parentPort?.on('message', (message: ToLedgerWorker) => {
  const giveUpAt = performance.now() + lockPatienceMs;
  void inTurn(() => (isReport(message) ? answerAfterRollUp(message) : answer(message, giveUpAt)));
});

// Three renewals fit into one lease: two may come late.
const maintain = () => inTurn(maintainFile).then(() => connection && backUpIfDue());
setInterval(() => void maintain(), leaseMs / 3).unref();

function inTurn(work: () => void | Promise<void>): Promise<void> {
  return (queue = queue.then(work));
}

function isReport(message: ToLedgerWorker): message is ToLedgerWorker<'report' | 'total'> {
  return message.name === 'report' || message.name === 'total';
}

/** A report of many days needs the past rolled up first. */
async function answerAfterRollUp(message: ToLedgerWorker<'report' | 'total'>): Promise<void> {
  const [{ timeZone, span }] = message.given;
  const answerNow = () => answer(message, performance.now() + lockPatienceMs);
  if (!readsDays(message.given[0], Date.now())) return answerNow();
  return rollUp.beforeReport({ timeZone, fromMs: span.fromMs }, answerNow);
}

async function answer(message: ToLedgerWorker, giveUpAt: number): Promise<void> {
  const { id } = message;
  try {
    post({ kind: 'done', id, value: await performUnlocked(message, giveUpAt) });
  } catch (error) {
    const { kind: errorKind, message: words } = toLedgerError(error, file);
    const place = keepForLater(message, error);
    const text = place ? `${words} ${pendingNotes[place]}` : words;
    post({ kind: 'failed', id, errorKind, message: text });
    if (errorKind === 'corrupt') suspectDamage();
  }
}

/** Saves a fact that cannot be recorded now. Returns where it waits; undefined when it does not. */
function keepForLater(message: ToLedgerWorker, error: unknown): 'file' | 'memory' | undefined {
  if (!mayWait(message) || !mayPass(error)) return undefined;
  return pending.add({ name: message.name as FactName, fact: message.given[0] as never });
}

// A reservation with limits cannot wait: a call that was not checked against its budgets is not made.
function mayWait({ name, given }: ToLedgerWorker): boolean {
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
      // The file has been locked for long already: the fact joins those that wait, without a delay.
      if (pending.exist && mayWait(message)) throw error;
    }
    await pause(pauseBetweenTriesMs);
  }
}

// Every call may run twice: a fact that is recorded already is not recorded again.
function performInPlace(message: ToLedgerWorker): LedgerReply {
  try {
    const reply = perform(message);
    if (!isReplaced()) return reply;
  } catch (error) {
    if (!isReplaced()) throw error;
  }
  putBack(connected().database, file);
  disconnect();
  return perform(message);
}

/** Whether the file was deleted or replaced while it was open. */
function isReplaced(): boolean {
  if (!connection) return false;
  const here = identityOf(file);
  return here === undefined || here !== connection.identity;
}

/** Renews the lease, settles orphaned calls, moves the log into the file and rolls up the past. */
function maintainFile(): void {
  if (!connection) return;
  try {
    settleOrphans(connection.database, lease(), Date.now());
    connection.database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  } catch (thrown) {
    handleBackgroundFailure(thrown);
  }
  void rollUp.whileIdle();
}

/**
 * Background work failed and will be tried again. What a person can change, such as a full disk, fails
 * the next call as well, which reports it. Anything else is a bug that no call would report.
 */
function handleBackgroundFailure(thrown: unknown): void {
  if (kindOfError(thrown) === 'corrupt') return suspectDamage();
  if (mayPass(thrown)) return;
  const words = String(thrown);
  if (reportedBugs.has(words)) return;
  reportedBugs.add(words);
  post({ kind: 'bug', bug: thrown });
}

/** Closes the file, so that the next call opens and checks it. */
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
    reserve(connected().database, fact, { limits, known: connected().budgetSums, lease: lease() }),
  settle: (fact) => settle(connected().database, fact),
  recordVerdict: (fact) => recordVerdict(connected().database, fact),
  recordChosen: (fact) => recordChosen(connected().database, fact),
  recordStatement: (fact) => recordStatement(connected().database, fact),
  recordOutcome: (fact) => recordOutcome(connected().database, fact),
  recordTurnOutcome: (fact) => recordTurnOutcome(connected().database, fact),
  standings: (limits) => standings(connected().database, limits, connected().budgetSums),
  report: (query) => makeReport(connected().database, query, Date.now(), connected().cache),
  total: (query) => makeTotal(connected().database, query, Date.now(), connected().cache),
  requestStory: (requestId) => requestStory(connected().database, requestId),
  statements: (model) => statements(connected().database, model),
  settledSince: (cursor, limit) => settledSince(connected().database, cursor, limit),
  latencies: () => latencies(connected().database),
  changedElsewhere: () => connected().changedElsewhere(),
  recordEvidenceReset: (fact) => recordEvidenceReset(connected().database, fact),
  experiences: () => experiences(connected().database),
  turnRecords: () => turnRecords(connected().database),
  exportRows: (query, after, limit) => exportRows(connected().database, query, after, limit),
  deleteHistory: ({ beforeMs } = {}) => {
    const deleted = deleteHistory(connected().database, beforeMs);
    shrinkIfFree(connected().database);
    removeBackups(file);
    return deleted;
  },
  close,
};

function shrinkIfFree(database: DatabaseSync): void {
  try {
    shrink(database);
  } catch (thrown) {
    // Another window may be reading. New facts reuse the free space in the file.
    handleBackgroundFailure(thrown);
  }
}

function perform<Name extends CallName>({ name, given }: ToLedgerWorker<Name>): LedgerReply<Name> {
  if (pending.exist && name !== 'close') catchUp(name);
  return calls[name](...given);
}

/** Records pending facts. A fact needs those before it; a reading call goes on without them. */
function catchUp(name: CallName): void {
  if (!isFactName(name) && performance.now() < catchUpAfter) return;
  try {
    connected();
    // A file that was deleted is put back first.
    if (isReplaced()) return;
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
  const { database, movedAside } = openDatabase(file, isDamaged);
  isDamaged = false;
  connection = {
    database,
    identity: identityOf(file),
    budgetSums: new Map(),
    cache: noKnownCells(),
    changedElsewhere: watchOthers(database),
  };
  if (movedAside) post({ kind: 'movedAside', ...movedAside });
  void inTurn(maintainFile);
  return connection;
}

function close(): void {
  pending.save();
  if (!connection) return;
  if (isReplaced()) putBack(connection.database, file);
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

function post(message: FromLedgerWorker): void {
  parentPort?.postMessage(message);
}
