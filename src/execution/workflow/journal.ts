import { open, readFile, type FileHandle } from 'node:fs/promises';
import type { WorkflowEvent } from './workflowEvents.ts';

/** Keeps what a run has done, so that it can be taken up again. */
export interface Journal {
  /** Keeps an event; in the order of the calls. */
  write(event: WorkflowEvent): void;
  /** Resolves when all that was written is on the disk. Rejects when it cannot be kept. */
  saved(): Promise<void>;
  close(): Promise<void>;
}

/** Appends to a file of JSON lines, which is made when missing; its folder must be there. */
export async function openJournal(path: string): Promise<Journal> {
  const file = await open(path, 'a+');
  await dropTornLine(file);
  let waiting: string[] = [];
  let writing: Promise<void> | undefined;
  let failure: unknown;

  // Whoever comes while a write is under way shares the next one.
  async function flush(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const lines = waiting;
        waiting = [];
        await file.appendFile(lines.join(''));
        await file.datasync();
      }
    } catch (error) {
      failure ??= error;
    } finally {
      writing = undefined;
    }
  }

  return {
    write(event) {
      waiting.push(`${JSON.stringify(event)}\n`);
      writing ??= Promise.resolve().then(flush);
    },
    async saved() {
      while (writing) await writing;
      if (failure) throw failure;
    },
    async close() {
      while (writing) await writing;
      await file.close();
    },
  };
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

async function dropTornLine(file: FileHandle): Promise<void> {
  const text = await file.readFile();
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) await file.truncate(end);
}
