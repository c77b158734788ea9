import * as vscode from 'vscode';
import { textOfBytes, type TextOfBytes } from '../../execution/textOfBytes.ts';
import { toSay } from '../../routing/say.ts';
import { say } from './say.ts';

/**
 * The text of a file as the developer sees it: unsaved changes win over the file on disk. Undefined
 * when there is no such file, or when it cannot be read.
 */
export async function currentText(uri: vscode.Uri): Promise<string | undefined> {
  const read = await readCurrentText(uri);
  return read && ('text' in read ? read.text : read.legible);
}

/** The same, with what is wrong where a file is there and its text is not certain. */
export async function readCurrentText(
  uri: vscode.Uri,
): Promise<TextOfBytes | { readonly problem: string; readonly legible?: undefined } | undefined> {
  const open = vscode.workspace.textDocuments.find(
    (each) => each.isDirty && each.uri.toString() === uri.toString(),
  );
  if (open) return { text: open.getText() };
  try {
    return textOfBytes(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error ? unreadable[String(error.code)] : undefined;
    return why === undefined
      ? undefined
      : { problem: say('This file cannot be read: {0}.', say(why)) };
  }
}

/** Errors of VS Code's file systems at a file that is there. */
const unreadable: Readonly<Record<string, string>> = {
  FileIsADirectory: toSay('it is a folder, so rename or remove it'),
  NoPermissions: toSay('you have no permission, so change that of the file'),
  Unavailable: toSay('its disk does not answer'),
  Unknown: toSay('its disk reports an error, or its links lead in a circle'),
};
