import * as vscode from 'vscode';
import { chatVendor, type CommandId, participantId } from '../platform/contributed.ts';
import type { Services } from '../services.ts';
import type { Tasks } from '../tasks/createTasks.ts';
import type { ChatParts } from './chatTurn.ts';
import { createChatCaches } from './memory/conversationCaches.ts';
import { openChatModels, openExtensionCaps, openParticipant, openReviewEdits } from './door.ts';
import type { ExtensionCapKeeper } from './extensionCaps.ts';
import { isAnswered } from './answered.ts';
import { followupsOf } from './followups.ts';
import { createAllowances } from './memory/allowances.ts';
import { createSaidTurns } from './memory/saidTurns.ts';
import { createTurnMemory } from './memory/turnMemory.ts';
import { createTurnStates } from './memory/turnStates.ts';

/** Registers `@tierwise` and Tierwise's models. */
export function registerChat(services: Services, tasks: Tasks): vscode.Disposable {
  let keeper: ExtensionCapKeeper | undefined;
  const parts: ChatParts = {
    ...services,
    ...tasks,
    turnStates: createTurnStates(),
    chatCaches: createChatCaches(),
    saidTurns: createSaidTurns(),
    allowances: createAllowances(),
    turnMemory: createTurnMemory(),
    async caps() {
      const { createExtensionCaps } = await openExtensionCaps();
      return (keeper ??= createExtensionCaps({ now: Date.now, warn: services.report.warnOnce }));
    },
  };
  return vscode.Disposable.from(
    registerParticipant(parts),
    registerModels(parts),
    registerReview(parts),
  );
}

function registerParticipant(parts: ChatParts): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant(participantId, async (...asked) => {
    const { createParticipant } = await openParticipant();
    return createParticipant(parts)(...asked);
  });
  participant.iconPath = vscode.Uri.joinPath(parts.extensionUri, 'media', 'icon.png');
  participant.followupProvider = {
    provideFollowups: ({ metadata }) => (isAnswered(metadata) ? followupsOf(metadata) : []),
  };
  return participant;
}

/** The button below an answer that changes files. */
function registerReview(parts: ChatParts): vscode.Disposable {
  const id: CommandId = 'tierwise.reviewChatEdits';
  return vscode.commands.registerCommand(id, async (requestId?: unknown) => {
    try {
      const turn = typeof requestId === 'string' ? parts.turnMemory.find(requestId) : undefined;
      const { reviewEdits } = await openReviewEdits();
      await reviewEdits(turn?.edits, parts);
    } catch (error) {
      parts.report.show(error);
    }
  });
}

function registerModels(parts: ChatParts): vscode.Disposable {
  const open = async () => (await openChatModels()).createChatModels(parts);
  return vscode.lm.registerLanguageModelChatProvider(chatVendor, {
    onDidChangeLanguageModelChatInformation: parts.situation.onDidChangeTiers,
    provideLanguageModelChatInformation: async (...given) =>
      (await open()).provideLanguageModelChatInformation(...given),
    provideLanguageModelChatResponse: async (...given) =>
      (await open()).provideLanguageModelChatResponse(...given),
    provideTokenCount: async (...given) => (await open()).provideTokenCount(...given),
  });
}
