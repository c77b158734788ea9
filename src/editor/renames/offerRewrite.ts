import * as vscode from 'vscode';
import type { SettingRemark } from '../../routing/overview/record.ts';
import { openSettingsFile, writeSettingsFile } from '../platform/settingsFile.ts';
import { plainMessage } from '../platform/escape.ts';
import { HumanError } from '../platform/humanError.ts';
import { newNamesIn } from './newNamesIn.ts';
import { say } from '../platform/say.ts';

/*
 * Renames: settings that were written for an older version.
 *
 * In come the old names that the reader of the settings found. They still count; a message says what they are
 * called now, and one click rewrites the user's settings.
 */

const rewrite = say('Rewrite My Settings');

/** Says which names are old, and rewrites them when the developer says so. Rejects with HumanError. */
export async function offerRewrite(found: readonly SettingRemark[]): Promise<void> {
  const settings = [...new Set(found.map(({ setting }) => setting))].join(', ');
  const messages = [...new Set(found.map(({ message }) => message))];
  const chosen = await vscode.window.showInformationMessage(
    plainMessage(say('In your setting {0}: {1}', settings, messages.join(' '))),
    rewrite,
  );
  if (chosen !== rewrite) return;
  const document = await openSettingsFile();
  const text = newNamesIn(document.getText());
  if (text === undefined) {
    throw new HumanError(say('Your settings have an error. Correct it, then run a task again.'));
  }
  await writeSettingsFile(document, text);
}
