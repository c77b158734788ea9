import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { LedgerError } from '../../ledger/ledger.ts';
import type { Situation } from '../../routing/situation.ts';
import type { Replay } from './replay.ts';

/** What is to be replayed. */
export interface ReplayTask {
  readonly ledgerFile: string;
  /** Work from before is left out; milliseconds since 1970. */
  readonly fromMs: number;
  /** Its day, time and workspace are replaced by those of the work. */
  readonly situation: Omit<Situation, 'evidence'>;
}

/** A message from the worker. */
export type ReplayReply =
  | { readonly kind: 'done'; readonly replay: Replay }
  | {
      readonly kind: 'failed';
      readonly errorKind: LedgerError['kind'];
      readonly message: string;
    };

/**
 * Plays a policy over past work in a thread of its own, because reading a year of work and learning from it
 * takes seconds. Rejects with LedgerError when the ledger cannot be read, and with the signal's reason.
 *
 * @param workerUrl Where the built `replayWorker` is.
 */
export async function replayInWorker(
  task: ReplayTask,
  { workerUrl, signal }: { readonly workerUrl: URL; readonly signal: AbortSignal },
): Promise<Replay> {
  signal.throwIfAborted();
  const worker = new Worker(workerUrl, { workerData: task });
  try {
    const [reply] = (await once(worker, 'message', { signal })) as [ReplayReply];
    if (reply.kind === 'done') return reply.replay;
    throw new LedgerError(reply.errorKind, reply.message);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await worker.terminate();
  }
}
