import { writeSync } from 'node:fs';
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { leasePathOf } from './leasePath.ts';
import { isRunLeased, takeRunLease, type RunLease } from './runLease.ts';
import type { WorkflowEvent } from '../workflowEvents.ts';

/*
 * The journal of a run is a file of JSON lines, one for each event except streamed text. The engine
 * writes it, and reads it again to resume a run after its window has closed, or to replay it. `trace.ts`
 * makes a tree of the events for people, `recordedRun.ts` what the engine needs to go on. Only one
 * window can have a journal open.
 */

/** Keeps what a run has done, so that it can be resumed. */
export interface Journal<Event = WorkflowEvent> {
  /** Keeps an event even if this window is killed; in the order of the calls. Never throws. */
  write(event: Event): void;
  /** Resolves when everything written is on the disk. Rejects when it cannot be kept. */
  saved(): Promise<void>;
  /** The bytes that it holds now. */
  bytes(): number;
  close(): Promise<void>;
}

/** Another window has this journal open. */
export class JournalInUse extends Error {
  override readonly name = 'JournalInUse';
}

/**
 * Opens a journal for appending; creates the file when it is missing, but not its folder. Rejects with
 * JournalInUse while another window has it open, so read what it holds only after opening it.
 */
export async function openJournal<Event = WorkflowEvent>(path: string): Promise<Journal<Event>> {
  const lease = takeRunLease(leasePathOf(path));
  if (!lease) throw new JournalInUse('Another window goes on with this run.');
  const file = await openFile(path, lease);
  const disk = createDiskSync(file);
  let { size } = await file.stat();
  return {
    write(event) {
      // Synchronously: a call must never start before its event is in the file.
      try {
        size += writeWhole(file.fd, `${JSON.stringify(event)}\n`);
        disk.changed();
      } catch (error) {
        disk.failed(error);
      }
    },
    saved: disk.saved,
    bytes: () => size,
    async close() {
      await disk.idle();
      try {
        await file.close();
      } finally {
        lease.release();
      }
    },
  };
}

/** Brings what was written to the disk. Calls of `saved` during a sync share the next one. */
function createDiskSync(file: FileHandle) {
  let isDirty = false;
  let syncing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

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
    changed(): void {
      isDirty = true;
    },
    failed(error: unknown): void {
      failure ??= { error };
    },
    async saved(): Promise<void> {
      while (isDirty || syncing) await (syncing ??= sync());
      if (failure) throw failure.error;
    },
    async idle(): Promise<void> {
      while (syncing) await syncing;
    },
  };
}

/** Whether some window has this journal open now. */
export function isJournalInUse(path: string): boolean {
  return isRunLeased(leasePathOf(path));
}

/** The events of a journal; a last line that was cut off is dropped. */
export async function readJournal<Event = WorkflowEvent>(path: string): Promise<Event[]> {
  const text = await readFile(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
}

/** Returns how many bytes were written. */
function writeWhole(fd: number, text: string): number {
  const whole = Buffer.from(text);
  let rest: Uint8Array = whole;
  while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
  return whole.length;
}

async function openFile(path: string, lease: RunLease): Promise<FileHandle> {
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
  const { size } = await file.stat();
  const end = await endOfLastLine(file, size);
  if (end < size) await file.truncate(end);
}

/** Bytes that are read at a time; most lines are shorter. */
const tailBytes = 64 * 1024;

/** Looks from the end, so that a long journal is not read as a whole. */
async function endOfLastLine(file: FileHandle, size: number): Promise<number> {
  const part = Buffer.alloc(tailBytes);
  for (let end = size; end > 0; end -= tailBytes) {
    const start = Math.max(0, end - tailBytes);
    const { bytesRead } = await file.read(part, 0, end - start, start);
    const at = part.subarray(0, bytesRead).lastIndexOf('\n');
    if (at >= 0) return start + at + 1;
  }
  return 0;
}
