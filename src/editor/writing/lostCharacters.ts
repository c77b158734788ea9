import * as vscode from 'vscode';
import { say } from '../platform/say.ts';

/** The most characters that are named. Chosen by judgement. */
const mostNamed = 8;

/**
 * Why a text cannot be saved as it is: VS Code writes a question mark, without a word, for each character that a
 * file's encoding does not have. Undefined where all is kept.
 */
export async function lostCharacters(
  { encoding }: vscode.TextDocument,
  text: string,
): Promise<string | undefined> {
  if (encoding.startsWith('utf')) return undefined;
  const bytes = await vscode.workspace.encode(text, { encoding });
  const kept = new Set(await vscode.workspace.decode(bytes, { encoding }));
  const lost = [...new Set(text)].filter((character) => !kept.has(character));
  if (lost.length === 0) return undefined;
  return say(
    'its encoding {0} cannot hold {1}, which would be saved as question marks',
    encoding,
    lost.slice(0, mostNamed).join(' '),
  );
}
