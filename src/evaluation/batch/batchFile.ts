import { open, readFile, truncate } from 'node:fs/promises';
import { takeRunLease } from '../../execution/workflow/journal/runLease.ts';
import { leasePathOf } from '../../execution/workflow/journal/leasePath.ts';
import type { BatchFact } from './batchFacts.ts';

/** The facts of a job: a file of JSON lines that one process at a time adds to. */
export interface BatchFile {
  /** What it held when it was opened. */
  readonly facts: readonly BatchFact[];
  /** Resolves when the facts are on the disk. */
  append(facts: readonly BatchFact[]): Promise<void>;
  close(): Promise<void>;
}

/** Another process goes on with this job. */
export class BatchInUse extends Error {
  override readonly name = 'BatchInUse';
}

/** Opens or creates the file, but not its folder. A last line that was cut off is dropped. */
export async function openBatchFile(path: string): Promise<BatchFile> {
  const lease = takeRunLease(leasePathOf(path));
  if (!lease)
    throw new BatchInUse('Another window goes on with this batch. Close it to go on here.');
  try {
    const file = await open(path, 'a');
    const bytes = await readFile(path);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) await truncate(path, whole);
    const lines = bytes.subarray(0, whole).toString('utf8').split('\n');
    return {
      facts: lines.filter(Boolean).map((line) => JSON.parse(line) as BatchFact),
      async append(facts) {
        await file.appendFile(facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
        await file.datasync();
      },
      async close() {
        await file.close();
        lease.release();
      },
    };
  } catch (error) {
    lease.release();
    throw error;
  }
}
