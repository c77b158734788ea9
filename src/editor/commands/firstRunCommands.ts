import * as vscode from 'vscode';
import { openShowReady } from '../firstRun/door.ts';
import { type CommandId, walkthrough } from '../platform/contributed.ts';
import { openTryPractice } from '../practice/door.ts';
import type { CommandContext, Handler } from './commandContext.ts';

export function firstRunHandlers(context: CommandContext): [CommandId, Handler][] {
  return [
    ['tierwise.getStarted', getStarted],
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
