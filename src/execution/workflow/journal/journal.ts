import { writeSync } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { leasePathOf } from './leasePath.ts';
import { isRunLeased, takeRunLease, type RunLease } from './runLease.ts';
import type { WorkflowEvent } from '../workflowEvents.ts';

/** Keeps what a run has done, so that it can be taken up again. */
export interface Journal {
  /** Keeps an event, so that it outlives this window; in the order of the calls. Never throws. */
  write(event: WorkflowEvent): void;
  /** Resolves when all that was written is on the disk. Rejects when it cannot be kept. */
  saved(): Promise<void>;
  close(): Promise<void>;
}

/** Another window goes on with this run. */
export class JournalInUse extends Error {
  override readonly name = 'JournalInUse';
}

/**
 * Appends to a file of JSON lines, which is made when missing; its folder must be there. Until it is
 * closed, or this process dies, nobody else can open it: they are rejected with JournalInUse. So read
 * what it holds after it is open.
 */
export async function openJournal(path: string): Promise<Journal> {
  const lease = takeRunLease(leasePathOf(path));
  if (!lease) throw new JournalInUse('Another window goes on with this run.');
  const file = await openedFile(path, lease);
  let isDirty = false;
  let syncing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  // Whoever comes while a sync is under way shares the next one.
  async function sync(): Promise<void> {
    try {
      while (isDirty) {
        isDirty = false;
        await file.datasync();
      }
    } catch (error) {
      failure ??= { error };
    } finally {
      syncing = undefined;
    }
  }

  return {
    write(event) {
      // At once, for a call must not outlive what is known of it.
      try {
        writeWhole(file.fd, `${JSON.stringify(event)}\n`);
        isDirty = true;
      } catch (error) {
        failure ??= { error };
      }
    },
    async saved() {
      while (isDirty || syncing) await (syncing ??= sync());
      if (failure) throw failure.error;
    },
    async close() {
      while (syncing) await syncing;
      try {
        await file.close();
      } finally {
        lease.release();
      }
    },
  };
}

/** Whether a window goes on with the run of this journal now. */
export function isJournalInUse(path: string): boolean {
  return isRunLeased(leasePathOf(path));
}

/** What a journal holds; without a last line that was never written to its end. */
export async function readJournal(path: string): Promise<WorkflowEvent[]> {
  const text = await readFile(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WorkflowEvent);
}

function writeWhole(fd: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
}

async function openedFile(path: string, lease: RunLease): Promise<FileHandle> {
  try {
    const file = await open(path, 'a+');
    await dropTornLine(file);
    return file;
  } catch (error) {
    lease.release();
    throw error;
  }
}

async function dropTornLine(file: FileHandle): Promise<void> {
  const text = await file.readFile();
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) await file.truncate(end);
}
