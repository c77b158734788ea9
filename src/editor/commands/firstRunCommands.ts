import * as vscode from 'vscode';
import { openShowReady } from '../firstRun/door.ts';
import { type CommandId, guideIndex, walkthrough } from '../platform/contributed.ts';
import { openTryPractice } from '../practice/door.ts';
import type { CommandContext, Handler } from './commandContext.ts';

export function firstRunHandlers(context: CommandContext): [CommandId, Handler][] {
  return [
    ['tierwise.getStarted', getStarted],
    ['tierwise.openGuide', () => openGuide(context)],
    ['tierwise.showReady', async () => (await openShowReady()).showReady(context)],
    ['tierwise.startPractice', async () => (await openTryPractice()).tryPractice(context)],
    ['tierwise.stopPractice', async () => (await openTryPractice()).stopPractice(context)],
  ];
}

async function getStarted(): Promise<void> {
  await vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    { category: walkthrough },
    false,
  );
}

/** Shows the guide that comes with the extension, whose pages lead to each other. */
async function openGuide({ extensionUri }: CommandContext): Promise<void> {
  const page = vscode.Uri.joinPath(extensionUri, guideIndex);
  await vscode.commands.executeCommand('markdown.showPreview', page);
}
