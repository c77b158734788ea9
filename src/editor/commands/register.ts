import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../platform/contributed.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { openHandlers } from './door.ts';

/** The chat registers this one itself, because it works on the chat's turns. */
const ofChat: CommandId = 'tierwise.reviewChatEdits';

/** Registers every command but the chat's. An error in one is shown once, here. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const ids = commandIds.filter((id) => id !== ofChat);
  let handlers: ReadonlyMap<CommandId, Handler> | undefined;
  return vscode.Disposable.from(
    ...ids.map((id) =>
      vscode.commands.registerCommand(id, async (argument?: unknown) => {
        try {
          handlers ??= new Map((await openHandlers()).handlersOf(context));
          await handlers.get(id)?.(argument);
        } catch (error) {
          context.report.show(error);
        }
      }),
    ),
  );
}
