import { Worker } from 'node:worker_threads';
import { LedgerError } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { SessionSummary } from './summary.ts';
import type {
  FromLedgerWorker,
  LedgerCall,
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
  /** How long a call waits while another process holds the file, milliseconds. */
  readonly lockPatienceMs?: number;
}

interface Waiting {
  readonly resolve: (value: SessionSummary | undefined) => void;
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
    const caller = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'done') caller?.resolve(message.value);
    else caller?.reject(new LedgerError(message.errorKind, message.message));
  }

  function lose(lost: Worker, cause?: unknown): void {
    if (worker !== lost) return;
    worker = undefined;
    const callers = [...waiting.values()];
    waiting.clear();
    for (const caller of callers) caller.reject(stopped(cause));
  }

  function call(request: LedgerCall): Promise<SessionSummary | undefined> {
    if (closing) return Promise.reject(new LedgerError('broken', 'The ledger is closed.'));
    return send(request);
  }

  function send(request: LedgerCall): Promise<SessionSummary | undefined> {
    return new Promise((resolve, reject) => {
      worker ??= start();
      const message: ToLedgerWorker = { id: ++lastId, call: request };
      waiting.set(message.id, { resolve, reject });
      worker.postMessage(message);
    });
  }

  async function stop(): Promise<void> {
    if (!worker) return;
    await send({ name: 'close' });
    await worker?.terminate();
  }

  return {
    recordRequest: async (fact) => void (await call({ name: 'recordRequest', fact })),
    reserve: async (fact) => void (await call({ name: 'reserve', fact })),
    settle: async (fact) => void (await call({ name: 'settle', fact })),
    recordVerdict: async (fact) => void (await call({ name: 'recordVerdict', fact })),
    recordOutcome: async (fact) => void (await call({ name: 'recordOutcome', fact })),
    summarize: async (sessionId) => (await call({ name: 'summarize', sessionId }))!,
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
