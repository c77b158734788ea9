import * as vscode from 'vscode';
import { HumanError } from '../../platform/humanError.ts';
import type { WorkflowFile } from './workflowFile.ts';
import type { WorkflowFiles } from './workflowFiles.ts';

/** Copies a shipped workflow with its prompts into the repository; resolves to the copy's uri. */
export async function copyWorkflow(
  { name, uri, origin }: WorkflowFile,
  files: WorkflowFiles,
): Promise<vscode.Uri> {
  const folder = files.repositoryFolder;
  if (!folder)
    throw new HumanError(
      vscode.l10n.t('Open a folder first: a workflow is copied into a repository.'),
    );
  if (!vscode.workspace.isTrusted) {
    throw new HumanError(
      vscode.l10n.t('Trust this workspace first: its workflows are not read until then.'),
    );
  }
  const target = vscode.Uri.joinPath(folder, `${name}.yaml`);
  if (origin === 'repository') return target;
  if (await isThere(target)) {
    throw new HumanError(
      vscode.l10n.t('.tierwise/workflows/{0}.yaml already exists. Open it to change it.', name),
      [
        {
          label: vscode.l10n.t('Open It'),
          command: 'tierwise.openWorkflow',
          argument: `repository/${name}`,
        },
      ],
    );
  }
  const prompts = vscode.Uri.joinPath(uri, '..', name);
  if (await isThere(prompts)) {
    const copied = vscode.Uri.joinPath(folder, name);
    await vscode.workspace.fs.copy(prompts, copied, { overwrite: false });
  }
  await vscode.workspace.fs.copy(uri, target, { overwrite: false });
  return target;
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
