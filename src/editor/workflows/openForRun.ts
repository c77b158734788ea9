import * as vscode from 'vscode';
import {
  JournalInUse,
  openJournal,
  type Journal,
} from '../../execution/workflow/journal/journal.ts';
import { HumanError } from '../platform/humanError.ts';

/** Opens a run's journal, so that no other window can write it. Rejects with HumanError. */
export async function openForRun(path: string): Promise<Journal> {
  try {
    return await openJournal(path);
  } catch (error) {
    if (!(error instanceof JournalInUse)) throw error;
    throw new HumanError(
      vscode.l10n.t(
        'This run is in progress in another window of VS Code. Wait for it to end, or cancel it there.',
      ),
    );
  }
}
