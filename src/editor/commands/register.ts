import * as vscode from 'vscode';
import { answerHandlers } from './answerCommands.ts';
import type { CommandContext } from './commandContext.ts';
import { keyHandlers } from './keyCommands.ts';
import { learningHandlers } from './learningCommands.ts';
import { policyHandlers } from './policyCommands.ts';
import { spendHandlers } from './spendCommands.ts';
import { taskHandlers } from './taskCommands.ts';
import { workflowHandlers } from './workflowCommands.ts';

/** Registers every command; whatever goes wrong in one is shown once, here. */
export function registerCommands(world: CommandContext): vscode.Disposable {
  const handlers = [
    ...taskHandlers(world),
    ...answerHandlers(world),
    ...keyHandlers(world),
    ...policyHandlers(world),
    ...learningHandlers(world),
    ...spendHandlers(world),
    ...workflowHandlers(world),
  ];
  return vscode.Disposable.from(
    ...handlers.map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (argument?: unknown) => {
        try {
          await handler(argument);
        } catch (error) {
          world.report.show(error);
        }
      }),
    ),
  );
}
