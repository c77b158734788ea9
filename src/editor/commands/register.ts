import * as vscode from 'vscode';
import { answerHandlers } from './answerCommands.ts';
import { collectHandlers } from './collectCommands.ts';
import type { CommandContext } from './commandContext.ts';
import { evaluationHandlers } from './evaluationCommands.ts';
import { firstRunHandlers } from './firstRunCommands.ts';
import { keyHandlers } from './keyCommands.ts';
import { learningHandlers } from './learningCommands.ts';
import { policyHandlers } from './policyCommands.ts';
import { spendHandlers } from './spendCommands.ts';
import { taskHandlers } from './taskCommands.ts';
import { workflowHandlers } from './workflowCommands.ts';

/** Registers every command. An error in one is shown once, here. */
export function registerCommands(context: CommandContext): vscode.Disposable {
  const handlers = [
    ...taskHandlers(context),
    ...answerHandlers(context),
    ...keyHandlers(context),
    ...policyHandlers(context),
    ...learningHandlers(context),
    ...spendHandlers(context),
    ...workflowHandlers(context),
    ...evaluationHandlers(context),
    ...collectHandlers(context),
    ...firstRunHandlers(context),
  ];
  return vscode.Disposable.from(
    ...handlers.map(([id, handler]) =>
      vscode.commands.registerCommand(id, async (argument?: unknown) => {
        try {
          await handler(argument);
        } catch (error) {
          context.report.show(error);
        }
      }),
    ),
  );
}
