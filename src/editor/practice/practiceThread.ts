import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PracticeStarted } from './practiceStarted.ts';

/** What the thread is started with. */
export interface PracticeThreadData {
  /** The file of the TypeScript that VS Code comes with: practice models read code with it. */
  readonly typescript: string;
}

export interface PracticeThread {
  readonly started: PracticeStarted;
  /** Resolves when the thread has ended, by `stop` or by itself. */
  readonly ended: Promise<unknown>;
  stop(): Promise<unknown>;
}

/**
 * Starts the practice models in a thread of their own, which cannot outlive the window. Rejects with the thread's
 * error when they do not start.
 *
 * @param workerUrl practiceWorker.js, which lies beside the bundle
 */
export async function startPracticeThread(
  workerUrl: URL,
  workerData: PracticeThreadData,
): Promise<PracticeThread> {
  const worker = new Worker(workerUrl, { workerData });
  const ended = new Promise((resolve) => {
    worker.once('exit', resolve);
  });
  // Rejects on the thread's 'error' event.
  const [started] = (await once(worker, 'message')) as [PracticeStarted];
  // An error ends the thread, and `ended` tells of that.
  worker.on('error', () => {});
  worker.unref();
  return { started, ended, stop: () => worker.terminate() };
}
