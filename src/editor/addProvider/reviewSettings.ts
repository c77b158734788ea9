import * as vscode from 'vscode';
import { settingsDiffScheme } from '../platform/contributed.ts';
import { plainMessage } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import type { SettingsChange } from './settingsEdit.ts';
import { settingsEdit } from './settingsEdit.ts';
import { openSettingsFile, writeSettingsFile } from '../platform/settingsFile.ts';
import { say } from '../platform/say.ts';

export interface Review {
  /** What is added, for people. */
  readonly name: string;
  readonly change: SettingsChange;
  /** Sentences to know before it is applied. */
  readonly notes: readonly string[];
}

const apply = vscode.l10n.t('Apply');

/**
 * Shows the change of the user's settings as one diff, and writes it when the developer applies it. Resolves to
 * whether they did. Rejects with HumanError.
 */
export async function reviewSettings({ name, change, notes }: Review): Promise<boolean> {
  for (;;) {
    const document = await openSettingsFile();
    const before = document.getText();
    const edited = settingsEdit(before, change);
    if ('problem' in edited) {
      throw new HumanError(say('{0} Correct it, and add the provider again.', edited.problem));
    }
    if (edited.text === before) return askWithoutDiff(name, notes);
    const shown = await showDiff(document.uri, edited.text, name);
    const words = vscode.l10n.t(
      'The right side is your settings with {0}. Nothing is written yet.',
      name,
    );
    try {
      const chosen = await vscode.window.showInformationMessage(
        plainMessage([words, ...notes].join(' ')),
        apply,
      );
      if (chosen !== apply) return false;
    } finally {
      await shown.close();
    }
    // With its last tab a document is closed, and no longer knows what is written.
    const current = await vscode.workspace.openTextDocument(document.uri);
    // Somebody wrote meanwhile: what is applied is what was shown.
    if (current.getText() !== before) continue;
    await writeSettingsFile(current, edited.text);
    return true;
  }
}

async function askWithoutDiff(name: string, notes: readonly string[]): Promise<boolean> {
  const words = vscode.l10n.t('Your settings need no change for {0}.', name);
  const chosen = await vscode.window.showInformationMessage(
    plainMessage([words, ...notes].join(' ')),
    apply,
  );
  return chosen === apply;
}

async function showDiff(
  settings: vscode.Uri,
  text: string,
  name: string,
): Promise<{ close(): Promise<void> }> {
  const provider = vscode.workspace.registerTextDocumentContentProvider(settingsDiffScheme, {
    provideTextDocumentContent: () => text,
  });
  // A new number, so that VS Code does not show an earlier text again.
  const after = vscode.Uri.from({
    scheme: settingsDiffScheme,
    path: '/settings.json',
    query: String(Date.now()),
  });
  const title = say('Settings now ↔ with {0}', name);
  await vscode.commands.executeCommand('vscode.diff', settings, after, title, { preview: false });
  return {
    async close() {
      const tabs = vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(
          ({ input }) =>
            input instanceof vscode.TabInputTextDiff &&
            input.modified.toString() === after.toString(),
        );
      await vscode.window.tabGroups.close(tabs);
      provider.dispose();
    },
  };
}
