import { Worker } from 'node:worker_threads';
import { couldNotRun, type Verdict } from '../../routing/verdict.ts';
import { createMutex } from '../mutex.ts';
import { untilAborted } from '../untilAborted.ts';
import type { Candidate, Gate } from './gate.ts';

/** The gates that look at the text alone. */
const textGateNames = ['complete', 'format', 'syntax'] as const;
export type TextGateName = (typeof textGateNames)[number];

/** What the worker is started with. */
export interface GateWorkerData {
  /** A URL; see syntax/grammars.ts for what it holds. */
  readonly grammarsFolder: string;
}

/** A message to the worker. */
export interface CheckRequest {
  readonly id: number;
  readonly gate: TextGateName;
  readonly candidate: Candidate;
}

/** A message from the worker: the verdict, or what the gate threw. */
export type CheckReply =
  | { readonly id: number; readonly verdict: Verdict }
  | { readonly id: number; readonly bug: unknown };

export interface WorkerGates {
  readonly gates: Readonly<Record<TextGateName, Gate>>;
  /** Starts the worker, so that it is ready by the time that an answer is there. */
  warmUp(): void;
  /** Ends the worker; checks that run could not run then. */
  dispose(): void;
}

interface WorkerGatesOptions extends GateWorkerData {
  /** gateWorker.js, which lies beside the bundle. */
  readonly workerUrl: URL;
  /** Milliseconds until a check counts as stuck and is given up. The default is chosen by judgement. */
  readonly limitMs?: number;
  /** Milliseconds until an unused worker stops. The default is chosen by judgement. */
  readonly idleMs?: number;
}

/**
 * The gates that look at the text alone, in a worker: parsing a large file takes seconds, in which the
 * editor must not stand still. The worker starts on first use, checks one answer after the other, and
 * stops when idle.
 */
export function createWorkerGates({
  workerUrl,
  grammarsFolder,
  limitMs = 20_000,
  idleMs = 60_000,
}: WorkerGatesOptions): WorkerGates {
  const mutex = createMutex();
  let worker: GateWorker | undefined;
  let idleTimer: NodeJS.Timeout | undefined;

  function stop(): void {
    clearTimeout(idleTimer);
    worker?.stop();
    worker = undefined;
  }

  function waitIdle(): void {
    clearTimeout(idleTimer);
    idleTimer = setTimeout(stop, idleMs).unref();
  }

  async function ask(gate: TextGateName, candidate: Candidate): Promise<Verdict> {
    clearTimeout(idleTimer);
    const asked = (worker ??= startWorker(workerUrl, { grammarsFolder }));
    const stuck = setTimeout(() => asked.stop(), limitMs);
    try {
      return await asked.check(gate, candidate);
    } catch (thrown) {
      if (!(thrown instanceof WorkerEnded)) throw thrown;
      if (worker === asked) worker = undefined;
      return couldNotRun(gate, `The ${gate} check was ended: ${thrown.message}`);
    } finally {
      clearTimeout(stuck);
      waitIdle();
    }
  }

  function gateOf(name: TextGateName): Gate {
    return {
      name,
      async check(candidate, signal) {
        signal.throwIfAborted();
        // These gates do not look at the attempt, so it is not copied to the worker.
        const { origin: _, ...text } = candidate;
        const checked = mutex.runExclusive(() => ask(name, text), signal);
        // A cancelled check rejects at once; the worker ends it for itself.
        return untilAborted(signal, checked);
      },
    };
  }

  return {
    warmUp() {
      worker ??= startWorker(workerUrl, { grammarsFolder });
      waitIdle();
    },
    gates: { complete: gateOf('complete'), format: gateOf('format'), syntax: gateOf('syntax') },
    dispose: stop,
  };
}

/** The worker ended while it checked something. */
class WorkerEnded extends Error {}

interface GateWorker {
  /** Rejects with WorkerEnded when the worker ends, and with what the gate threw. */
  check(gate: TextGateName, candidate: Candidate): Promise<Verdict>;
  stop(): void;
}

function startWorker(url: URL, workerData: GateWorkerData): GateWorker {
  const worker = new Worker(url, { workerData });
  const waiting = new Map<number, PromiseWithResolvers<Verdict>>();
  let ids = 0;

  function end(why: string): void {
    for (const { reject } of waiting.values()) reject(new WorkerEnded(why));
    waiting.clear();
  }

  worker.unref();
  worker.on('message', (reply: CheckReply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('verdict' in reply) asked?.resolve(reply.verdict);
    else asked?.reject(reply.bug);
  });
  worker.on('error', (error) => end(error instanceof Error ? error.message : String(error)));
  worker.on('exit', () => end('it took too long, or the window is closing.'));
  return {
    check(gate, candidate) {
      const id = (ids += 1);
      const asked = Promise.withResolvers<Verdict>();
      waiting.set(id, asked);
      worker.postMessage({ id, gate, candidate } satisfies CheckRequest);
      return asked.promise;
    },
    stop: () => void worker.terminate(),
  };
}
