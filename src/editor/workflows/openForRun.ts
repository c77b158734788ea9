import {
  JournalInUse,
  openJournal,
  type Journal,
} from '../../execution/workflow/journal/journal.ts';
import { HumanError } from '../platform/humanError.ts';

/** A run's journal, which no other window can write until it is closed. Rejects with HumanError. */
export async function openForRun(path: string): Promise<Journal> {
  try {
    return await openJournal(path);
  } catch (error) {
    if (!(error instanceof JournalInUse)) throw error;
    throw new HumanError(
      'This run goes on in another window of VS Code. Wait for its end, or cancel it there.',
    );
  }
}
