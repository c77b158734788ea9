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

export interface LedgerOptions {
  /** Path of the SQLite file; it and its folder are created when missing. */
  readonly file: string;
  /** Where the built `ledgerWorker` is. */
  readonly workerUrl: URL;
  /** A damaged file was moved to this path and a new one begun. */
  readonly onMovedAside?: (movedTo: string) => void;
  /** A fact was kept: whatever was wrong with the file is over. */
  readonly onKept?: () => void;
  /** Told once of each bug in work that nobody waits for. */
  readonly onBug?: (bug: unknown) => void;
  /** How long a call waits while another process holds the file, milliseconds. */
  readonly lockPatienceMs?: number;
  /** Names the window whose calls these are; no other process may use it. Left out: a random one. */
  readonly windowId?: string;
  /**
   * How long after its last sign of life a window is taken for dead and its open calls are settled at
   * their worst case, milliseconds. Left out: a minute.
   */
  readonly leaseMs?: number;
}

interface Waiting {
  readonly name: CallName;
  readonly resolve: (value: LedgerReply) => void;
  readonly reject: (error: LedgerError) => void;
}

/**
 * The ledger in a thread of its own, so that waiting for a lock never stops the editor. Nothing is
 * started or opened before the first call; after a crash the next call starts it again.
 */
export function openLedger(options: LedgerOptions): Ledger {
  const workerData: LedgerWorkerData = {
    file: options.file,
    lockPatienceMs: options.lockPatienceMs ?? 5000,
    windowId: options.windowId ?? randomUUID(),
    leaseMs: options.leaseMs ?? 60_000,
  };
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let lastId = 0;
  let closing: Promise<void> | undefined;

  function start(): Worker {
    const started = new Worker(options.workerUrl, { workerData });
    started.on('message', receive);
    started.on('error', (error) => lose(started, error));
    started.on('exit', () => lose(started));
    return started;
  }

  function receive(message: FromLedgerWorker): void {
    if (message.kind === 'movedAside') return options.onMovedAside?.(message.to);
    if (message.kind === 'bug') return options.onBug?.(message.bug);
    const caller = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'done') {
      if (caller && isFactName(caller.name)) options.onKept?.();
      caller?.resolve(message.value);
    } else caller?.reject(new LedgerError(message.errorKind, message.message));
  }

  function lose(lost: Worker, cause?: unknown): void {
    if (worker !== lost) return;
    worker = undefined;
    const callers = [...waiting.values()];
    waiting.clear();
    for (const caller of callers) caller.reject(stopped(cause));
  }

  function call<Name extends CallName>(
    name: Name,
    ...given: LedgerArguments<Name>
  ): Promise<LedgerReply<Name>> {
    if (closing) return Promise.reject(new LedgerError('broken', 'The ledger is closed.'));
    return send(name, given);
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

  return {
    recordRequest: (fact) => call('recordRequest', fact),
    reserve: (fact, limits) => call('reserve', fact, limits),
    settle: (fact) => call('settle', fact),
    recordVerdict: (fact) => call('recordVerdict', fact),
    recordChosen: (fact) => call('recordChosen', fact),
    recordStatement: (fact) => call('recordStatement', fact),
    recordOutcome: (fact) => call('recordOutcome', fact),
    standings: (limits) => call('standings', limits),
    report: (query) => call('report', query),
    requestStory: (requestId) => call('requestStory', requestId),
    statements: (model) => call('statements', model),
    settledSince: (cursor, limit) => call('settledSince', cursor, limit),
    latencies: () => call('latencies'),
    changedElsewhere: () => call('changedElsewhere'),
    recordEvidenceReset: (fact) => call('recordEvidenceReset', fact),
    experiences: () => call('experiences'),
    exportRows: (query, after, limit) => call('exportRows', query, after, limit),
    deleteHistory: (options) => call('deleteHistory', options),
    close: () => (closing ??= stop()),
  };
}

function stopped(cause: unknown): LedgerError {
  const detail = cause instanceof Error ? ` (${cause.message})` : '';
  return new LedgerError(
    'broken',
    `The ledger stopped before it could answer${detail}. Try again: it starts anew by itself.`,
    { cause },
  );
}
