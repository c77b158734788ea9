import type { CommandId } from '../platform/contributed.ts';
import { answerHandlers } from './answerCommands.ts';
import { collectHandlers } from './collectCommands.ts';
import type { CommandContext, Handler } from './commandContext.ts';
import { evaluationHandlers } from './evaluationCommands.ts';
import { firstRunHandlers } from './firstRunCommands.ts';
import { keyHandlers } from './keyCommands.ts';
import { learningHandlers } from './learningCommands.ts';
import { policyHandlers } from './policyCommands.ts';
import { spendHandlers } from './spendCommands.ts';
import { taskHandlers } from './taskCommands.ts';
import { workflowHandlers } from './workflowCommands.ts';

/** What each command does. */
export function handlersOf(context: CommandContext): [CommandId, Handler][] {
  return [
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
}
