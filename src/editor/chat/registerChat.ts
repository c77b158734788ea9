import * as vscode from 'vscode';
import { chatVendor, escalateCommand, participantId } from '../platform/contributed.ts';
import type { Services } from '../services.ts';
import type { Tasks } from '../tasks/createTasks.ts';
import type { ChatParts } from './chatTurn.ts';
import { createChatCaches } from './conversationCaches.ts';
import { openChatModels, openExtensionCaps, openParticipant } from './door.ts';
import type { ExtensionCapKeeper } from './extensionCaps.ts';
import { isAnswered } from './answered.ts';
import { createSaidTurns } from './saidTurns.ts';
import { createTurnStates } from './turnStates.ts';

/** Registers `@tierwise` and Tierwise's models. */
export function registerChat(services: Services, tasks: Tasks): vscode.Disposable {
  let keeper: ExtensionCapKeeper | undefined;
  const parts: ChatParts = {
    ...services,
    ...tasks,
    turnStates: createTurnStates(),
    chatCaches: createChatCaches(),
    saidTurns: createSaidTurns(),
    async caps() {
      const { createExtensionCaps } = await openExtensionCaps();
      return (keeper ??= createExtensionCaps({ now: Date.now, warn: services.report.warnOnce }));
    },
  };
  return vscode.Disposable.from(registerParticipant(parts), registerModels(parts));
}

function registerParticipant(parts: ChatParts): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant(participantId, async (...asked) => {
    const { createParticipant } = await openParticipant();
    return createParticipant(parts)(...asked);
  });
  participant.iconPath = vscode.Uri.joinPath(parts.extensionUri, 'media', 'icon.png');
  // Offers the same request again, one tier higher.
  participant.followupProvider = {
    provideFollowups: ({ metadata }) =>
      isAnswered(metadata)
        ? [{ prompt: 'again', command: escalateCommand, label: 'Escalate one tier' }]
        : [],
  };
  return participant;
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
