import * as vscode from 'vscode';
import type { Reporter } from '../platform/reporter.ts';
import { exampleCode, exampleLines } from './example.ts';
import type { PracticeModels } from './practiceModels.ts';

interface Parts {
  readonly practice: PracticeModels;
  readonly report: Reporter;
}

/** Starts the practice models, says what they are, and offers code to try them on. */
export async function tryPractice({ practice, report }: Parts): Promise<void> {
  await practice.start();
  void offerExample().catch(report.show);
}

async function offerExample(): Promise<void> {
  const open = vscode.l10n.t('Open an Example');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Practice models are running on this machine. Use Tierwise as you would with real models: their answers come from a program, and all costs are practice money. They understand TypeScript and JavaScript best. “Tierwise: Stop Practice”, or closing the window, ends them.',
    ),
    open,
  );
  if (chosen !== open) return;
  const document = await vscode.workspace.openTextDocument({
    language: 'typescript',
    content: exampleCode,
  });
  const { first, last } = exampleLines;
  // A place beyond the end of a line means its end.
  const selection = new vscode.Range(first - 1, 0, last - 1, Number.MAX_SAFE_INTEGER);
  await vscode.window.showTextDocument(document, { selection });
}

/** Ends the practice models; the user's own settings are in force again. */
export async function stopPractice({ practice }: Pick<Parts, 'practice'>): Promise<void> {
  await practice.stop();
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Practice has ended. Your own models are in use again.'),
  );
}
