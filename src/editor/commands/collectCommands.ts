import {
  openAddToEvaluation,
  openCollectionCommands,
  openImportFile,
  openNewEvaluation,
} from '../evaluation/collect/door.ts';
import type { CommandId } from '../platform/contributed.ts';
import type { CommandContext, Handler } from './commandContext.ts';

export function collectHandlers(context: CommandContext): [CommandId, Handler][] {
  return [
    [
      'tierwise.addToEvaluation',
      async (argument) => (await openAddToEvaluation()).addToEvaluation(argument, context),
    ],
    ['tierwise.newEvaluation', async () => (await openNewEvaluation()).newEvaluation(context)],
    [
      'tierwise.importPromptfoo',
      async (argument) => (await openImportFile()).importFile(argument, context),
    ],
    [
      'tierwise.collectFixtures',
      async () => (await openCollectionCommands()).collectFixtures(context),
    ],
    [
      'tierwise.stopCollecting',
      async () => (await openCollectionCommands()).stopCollecting(context),
    ],
    [
      'tierwise.reviewCollected',
      async () => (await openCollectionCommands()).reviewCollected(context),
    ],
    [
      'tierwise.deleteCollected',
      async () => (await openCollectionCommands()).deleteCollected(context),
    ],
  ];
}
