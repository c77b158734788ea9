import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './openDatabase.ts';
import { kindOfError, toLedgerError } from './sqliteError.ts';
import { recordOutcome, recordRequest, recordVerdict, reserve, settle } from './store.ts';
import type { SessionSummary } from './summary.ts';
import { summarize } from './totals.ts';
import type {
  FromLedgerWorker,
  LedgerCall,
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

async function answer({ id, call }: ToLedgerWorker, giveUpAt: number): Promise<void> {
  try {
    tell({ kind: 'done', id, value: await performUnlocked(call, giveUpAt) });
  } catch (error) {
    const { kind: errorKind, message } = toLedgerError(error, file);
    tell({ kind: 'failed', id, errorKind, message });
    // The next call opens the file anew and so checks it.
    if (errorKind === 'corrupt') disconnect();
  }
}

async function performUnlocked(call: LedgerCall, giveUpAt: number) {
  for (;;) {
    try {
      return perform(call);
    } catch (error) {
      if (kindOfError(error) !== 'locked' || performance.now() >= giveUpAt) throw error;
    }
    await pause(pauseBetweenTriesMs);
  }
}

function perform(call: LedgerCall): SessionSummary | undefined {
  switch (call.name) {
    case 'recordRequest':
      recordRequest(connected(), call.fact);
      return undefined;
    case 'reserve':
      reserve(connected(), call.fact);
      return undefined;
    case 'settle':
      settle(connected(), call.fact);
      return undefined;
    case 'recordVerdict':
      recordVerdict(connected(), call.fact);
      return undefined;
    case 'recordOutcome':
      recordOutcome(connected(), call.fact);
      return undefined;
    case 'summarize':
      return summarize(connected(), call.sessionId);
    case 'close':
      disconnect();
      return undefined;
  }
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
