import * as vscode from 'vscode';
import { plainMessage } from '../../platform/escape.ts';
import { shownPath } from '../../platform/workspacePaths.ts';
import { isPrivateUri } from '../../reading/reading.ts';
import { say } from '../../platform/say.ts';

const keep = say('Keep Its Text');

/**
 * Asks about private files whose text may be in a case, all in one question. Resolves to whether it may be
 * written; without a private file nobody is asked.
 */
export async function confirmKeeping(files: readonly vscode.Uri[]): Promise<boolean> {
  const found = await privateAmong(files);
  if (found.length === 0) return true;
  const names = found.map(shownPath).join(', ');
  const chosen = await vscode.window.showWarningMessage(
    plainMessage(
      found.length === 1
        ? say('Write text of your private file {0} into an evaluation?', names)
        : say('Write text of your private files {0} into an evaluation?', names),
    ),
    {
      modal: true,
      detail: say(
        'Files like this one often hold keys or passwords. An evaluation is a file of your repository, which others may read. What looks like a key is taken out, but nothing can be sure to find every one.',
      ),
    },
    keep,
  );
  return chosen === keep;
}

/** Those of some files that are private. */
export async function privateAmong(files: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const judged = await Promise.all(
    files.map(async (uri) => ((await isPrivateUri(uri)) ? [uri] : [])),
  );
  return judged.flat();
}
