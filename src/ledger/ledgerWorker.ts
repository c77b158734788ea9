import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { latencies } from './latencies.ts';
import { openDatabase } from './openDatabase.ts';
import { kindOfError, toLedgerError } from './sqliteError.ts';
import { statements } from './statements.ts';
import {
  recordChosen,
  recordOutcome,
  recordRequest,
  recordStatement,
  recordVerdict,
  reserve,
  settle,
} from './store.ts';
import { summarize } from './totals.ts';
import type {
  CallName,
  FromLedgerWorker,
  LedgerCalls,
  LedgerReply,
  LedgerWorkerData,
  ToLedgerWorker,
} from './workerMessages.ts';

const { file, lockPatienceMs } = workerData as LedgerWorkerData;
const pauseBetweenTriesMs = 25;

let database: DatabaseSync | undefined;
let queue: Promise<void> = Promise.resolve();

// One call after the other: a settlement must find its reservation.
parentPort?.on('message', (message: ToLedgerWorker) => {
  const giveUpAt = performance.now() + lockPatienceMs;
  queue = queue.then(() => answer(message, giveUpAt));
});

async function answer(message: ToLedgerWorker, giveUpAt: number): Promise<void> {
  const { id } = message;
  try {
    tell({ kind: 'done', id, value: await performUnlocked(message, giveUpAt) });
  } catch (error) {
    const { kind: errorKind, message: words } = toLedgerError(error, file);
    tell({ kind: 'failed', id, errorKind, message: words });
    // The next call opens the file anew and so checks it.
    if (errorKind === 'corrupt') disconnect();
  }
}

async function performUnlocked(message: ToLedgerWorker, giveUpAt: number) {
  for (;;) {
    try {
      return perform(message);
    } catch (error) {
      if (kindOfError(error) !== 'locked' || performance.now() >= giveUpAt) throw error;
    }
    await pause(pauseBetweenTriesMs);
  }
}

const calls: LedgerCalls = {
  recordRequest: (fact) => recordRequest(connected(), fact),
  reserve: (fact) => reserve(connected(), fact),
  settle: (fact) => settle(connected(), fact),
  recordVerdict: (fact) => recordVerdict(connected(), fact),
  recordChosen: (fact) => recordChosen(connected(), fact),
  recordStatement: (fact) => recordStatement(connected(), fact),
  recordOutcome: (fact) => recordOutcome(connected(), fact),
  summarize: (sessionId) => summarize(connected(), sessionId),
  statements: (model) => statements(connected(), model),
  latencies: () => latencies(connected()),
  close: disconnect,
};

function perform<Name extends CallName>({ name, given }: ToLedgerWorker<Name>): LedgerReply<Name> {
  return calls[name](...given);
}

function connected(): DatabaseSync {
  if (database) return database;
  const opened = openDatabase(file);
  database = opened.database;
  if (opened.movedAsideTo) tell({ kind: 'movedAside', to: opened.movedAsideTo });
  return database;
}

function disconnect(): void {
  database?.close();
  database = undefined;
}

function tell(message: FromLedgerWorker): void {
  parentPort?.postMessage(message);
}
