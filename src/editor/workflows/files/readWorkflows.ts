import * as vscode from 'vscode';
import { parseGateCommands } from '../../../execution/gates/command/parseGateCommands.ts';
import { parseWorkflow } from '../../../execution/workflow/parse/parseWorkflow.ts';
import { nameOfWorkflow } from '../../../execution/workflow/workflowFile.ts';
import { currentText } from '../../platform/currentText.ts';
import { userSetting } from '../../platform/setting.ts';
import { isPrivateUri } from '../../reading/reading.ts';
import { leadsOut } from '../../platform/leadsOut.ts';
import type { Names, WorkflowFile, WorkflowSource } from './workflowFile.ts';

/** Reads and checks the workflows of a folder. `files` are names such as `reviewChanges.yaml`. */
export async function readWorkflows(
  found: {
    readonly folder: vscode.Uri;
    readonly origin: WorkflowSource;
    readonly files: readonly string[];
  },
  names: Names,
): Promise<WorkflowFile[]> {
  const { folder, origin, files } = found;
  const { commands } = parseGateCommands(userSetting('tierwise.gateCommands'));
  const known = { ...names, commands: commands.map(({ name }) => name) };
  const readFile = async (path: string): Promise<string | undefined> => {
    const uri = vscode.Uri.joinPath(folder, path);
    const isHidden = (await leadsOut(uri, folder)) || (await isPrivateUri(uri));
    return isHidden ? undefined : currentText(uri);
  };
  return Promise.all(
    files.map(async (file): Promise<WorkflowFile> => {
      const name = nameOfWorkflow(file);
      const uri = vscode.Uri.joinPath(folder, file);
      const text = (await currentText(uri)) ?? '';
      const parsed = await parseWorkflow(text, { ...known, name, readFile });
      return { id: `${origin}/${name}`, name, origin, uri, parsed };
    }),
  );
}
