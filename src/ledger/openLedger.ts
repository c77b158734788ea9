import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { isFactName } from './factNames.ts';
import { LedgerError } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type {
  CallName,
  FromLedgerWorker,
  LedgerArguments,
  LedgerReply,
  LedgerWorkerData,
  ToLedgerWorker,
} from './workerMessages.ts';

/*
 * The door of the ledger room: it records what calls cost and how they ended, in one SQLite file.
 * In come facts (facts.ts) and questions about them; out come budget balances, reports, exports and
 * what routing learns from (ledger.ts and reports.ts list all of it).
 * This file runs in the editor's thread and only passes messages; ledgerWorker.ts answers them in a
 * thread of its own. write/ records facts, report/ and export/ read them, learning/ reads what routing
 * learns from, rollups/ holds the sums of past days, database/ opens the file and sql/ helps all of them.
 */

/** How long a call waits for a lock. Chosen by judgement. */
const usualLockPatienceMs = 5000;

/** Chosen by judgement: long enough for a busy window, short enough to free a dead one's budget. */
const usualLeaseMs = 60_000;

export interface LedgerOptions {
  /** Path of the SQLite file; it and its folder are created when missing. */
  readonly file: string;
  /** Where the built `ledgerWorker` is. */
  readonly workerUrl: URL;
  /**
   * Called when a damaged file was moved to this path. A new one was begun, or the backup restored that was
   * made at a time in milliseconds since 1970.
   */
  readonly onMovedAside?: (movedTo: string, restoredFromMs?: number) => void;
  /** Called when a fact was recorded: any earlier trouble with the file is over. */
  readonly onKept?: () => void;
  /** Called once for each bug in background work. */
  readonly onBug?: (bug: unknown) => void;
  /** How long a call waits while another process holds the file, milliseconds. Default: 5 seconds. */
  readonly lockPatienceMs?: number;
  /** Names the window that makes the calls; no other process may use it. Default: a random name. */
  readonly windowId?: string;
  /**
   * How long after its last sign of life a window counts as dead and its open calls are settled at
   * their worst case, milliseconds. Default: a minute.
   */
  readonly leaseMs?: number;
}

/**
 * The ledger in a thread of its own, so that waiting for a lock never stops the editor. Nothing is
 * started or opened before the first call; after a crash the next call starts the thread again.
 */
export function openLedger(options: LedgerOptions): Ledger {
  const worker = createWorkerClient(options);
  let closing: Promise<void> | undefined;

  function call<Name extends CallName>(
    name: Name,
    ...given: LedgerArguments<Name>
  ): Promise<LedgerReply<Name>> {
    if (closing) return Promise.reject(new LedgerError('broken', 'The ledger is closed.'));
    return worker.send(name, given);
  }

  return {
    recordRequest: (fact) => call('recordRequest', fact),
    reserve: (fact, limits) => call('reserve', fact, limits),
    settle: (fact) => call('settle', fact),
    recordVerdict: (fact) => call('recordVerdict', fact),
    recordChosen: (fact) => call('recordChosen', fact),
    recordStatement: (fact) => call('recordStatement', fact),
    recordOutcome: (fact) => call('recordOutcome', fact),
    recordTurnOutcome: (fact) => call('recordTurnOutcome', fact),
    standings: (limits) => call('standings', limits),
    report: (query) => call('report', query),
    total: (query) => call('total', query),
    requestStory: (requestId) => call('requestStory', requestId),
    statements: (model) => call('statements', model),
    settledSince: (cursor, limit) => call('settledSince', cursor, limit),
    latencies: () => call('latencies'),
    changedElsewhere: () => call('changedElsewhere'),
    recordEvidenceReset: (fact) => call('recordEvidenceReset', fact),
    experiences: () => call('experiences'),
    turnRecords: () => call('turnRecords'),
    exportRows: (query, after, limit) => call('exportRows', query, after, limit),
    deleteHistory: (options) => call('deleteHistory', options),
    close: () => (closing ??= worker.stop()),
  };
}

interface WorkerClient {
  /** Sends a call and resolves with its reply; starts the worker where none is running. */
  send<Name extends CallName>(name: Name, given: LedgerArguments<Name>): Promise<LedgerReply<Name>>;
  /** Closes the file and ends the worker. */
  stop(): Promise<void>;
}

interface Caller {
  readonly name: CallName;
  readonly resolve: (value: LedgerReply) => void;
  readonly reject: (error: LedgerError) => void;
}

function createWorkerClient(options: LedgerOptions): WorkerClient {
  const workerData = workerDataOf(options);
  const waiting = new Map<number, Caller>();
  let worker: Worker | undefined;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(options.workerUrl, { workerData });
    started.on('message', (message: FromLedgerWorker) => receive(message, waiting, options));
    started.on('error', (error) => lose(started, error));
    started.on('exit', () => lose(started));
    return started;
  }

  function lose(lost: Worker, cause?: unknown): void {
    if (worker !== lost) return;
    worker = undefined;
    const callers = [...waiting.values()];
    waiting.clear();
    for (const caller of callers) caller.reject(stopped(cause));
  }

  function send<Name extends CallName>(
    name: Name,
    given: LedgerArguments<Name>,
  ): Promise<LedgerReply<Name>> {
    return new Promise((resolve, reject) => {
      worker ??= start();
      const message: ToLedgerWorker = { id: ++lastId, name, given };
      // The worker answers each call with that call's reply.
      const answered = (reply: LedgerReply) => resolve(reply as LedgerReply<Name>);
      waiting.set(message.id, { name, resolve: answered, reject });
      worker.postMessage(message);
    });
  }

  async function stop(): Promise<void> {
    if (!worker) return;
    try {
      await send('close', []);
    } finally {
      await worker?.terminate();
    }
  }

  return { send, stop };
}

function workerDataOf({
  file,
  lockPatienceMs,
  windowId,
  leaseMs,
}: LedgerOptions): LedgerWorkerData {
  return {
    file,
    lockPatienceMs: lockPatienceMs ?? usualLockPatienceMs,
    windowId: windowId ?? randomUUID(),
    leaseMs: leaseMs ?? usualLeaseMs,
  };
}

function receive(
  message: FromLedgerWorker,
  waiting: Map<number, Caller>,
  { onMovedAside, onBug, onKept }: LedgerOptions,
): void {
  if (message.kind === 'movedAside') return onMovedAside?.(message.to, message.restoredFromMs);
  if (message.kind === 'bug') return onBug?.(message.bug);
  const caller = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.kind === 'done') {
    if (caller && isFactName(caller.name)) onKept?.();
    caller?.resolve(message.value);
  } else caller?.reject(new LedgerError(message.errorKind, message.message));
}

function stopped(cause: unknown): LedgerError {
  const detail = cause instanceof Error ? ` (${cause.message})` : '';
  return new LedgerError(
    'broken',
    `The ledger stopped before it could answer${detail}. Try again: it restarts by itself.`,
    { cause },
  );
}
