import * as vscode from 'vscode';
import type { FilesBeside } from '../../../evaluation/files/import/promptfooFiles.ts';
import { evaluationLimits } from '../../../evaluation/files/limits.ts';
import { leadsOut } from '../../platform/leadsOut.ts';
import { bytesForModel, filesForModel } from '../../reading/reading.ts';

/** Of one pattern. Chosen by judgement. */
const mostFound = 100;

/**
 * The files that an imported one may name: those in its workspace folder, or below it where it is in none. Private
 * files are not read. Whatever goes wrong, the import then says which file it lacks.
 */
export function filesBeside(file: vscode.Uri, signal: AbortSignal): FilesBeside {
  const beside = vscode.Uri.joinPath(file, '..');
  const around = vscode.workspace.getWorkspaceFolder(file)?.uri ?? beside;
  return {
    async read(path) {
      const uri = vscode.Uri.joinPath(beside, path);
      if (!uri.path.startsWith(`${around.path}/`) || (await leadsOut(uri, around)))
        return undefined;
      return textOf(uri, path).catch(() => undefined);
    },
    async find(pattern) {
      const relative = new vscode.RelativePattern(beside, pattern);
      const looking = { exclude: '', most: mostFound, signal };
      const found = await filesForModel(relative, looking).catch(() => []);
      return found.map(({ path }) => path.slice(beside.path.length + 1)).toSorted();
    },
  };
}

async function textOf(uri: vscode.Uri, path: string): Promise<string | undefined> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > evaluationLimits.characters) return undefined;
  return new TextDecoder().decode(await bytesForModel(uri, path));
}
