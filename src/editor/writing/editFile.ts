import * as vscode from 'vscode';
import { readCurrentText } from '../platform/currentText.ts';
import { HumanError } from '../platform/humanError.ts';
import { say } from '../platform/say.ts';
import type { FileChange } from './fileChange.ts';
import { writeChanges } from './writeChanges.ts';

/**
 * Writes a file that the developer chose, as `edited` makes it of the text that it has then, empty where there is
 * no file. Saves it unless it had unsaved changes before. Resolves to whether it was written. Rejects with
 * HumanError, and with what `edited` throws.
 */
export async function editFile(
  uri: vscode.Uri,
  edited: (text: string) => string,
): Promise<boolean> {
  let wasDirty = false;
  const changes = await writeChanges(async (): Promise<FileChange[]> => {
    const facts = { uri, chosenBy: 'developer', mayShrink: false, doubts: [] } as const;
    const current = await readCurrentText(uri);
    if (!current) return [{ ...facts, text: edited('') }];
    // What cannot be read as it is written would be lost.
    if ('problem' in current)
      throw new HumanError(say('Nothing was written. {0}', current.problem));
    const document = await vscode.workspace.openTextDocument(uri);
    wasDirty = document.isDirty;
    const code = edited(document.getText());
    const { version, lineCount: endLine } = document;
    return [{ ...facts, document, version, startLine: 1, endLine, code }];
  });
  const document = changes?.[0]?.document;
  if (document && !wasDirty) await document.save();
  return changes !== undefined;
}
