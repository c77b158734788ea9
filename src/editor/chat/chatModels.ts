import * as vscode from 'vscode';
import { imageTokens } from '../../routing/candidates/requirements.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import { describeProviderError, raiseCapOrBudget } from '../platform/describeProblem.ts';
import { HumanError } from '../platform/humanError.ts';
import { userSetting } from '../platform/setting.ts';
import { chatTask } from '../tasks/chatTask.ts';
import { signalOf } from './cancellation.ts';
import { type ChatParts, runChatTurn } from './chatTurn.ts';
import { conversationFrom, imagesOf, lastRequest, textOf } from './messages.ts';
import { autoId, offeredModels } from './offeredModels.ts';

/** The callers that act for the developer in VS Code's own chat. All others are other extensions. */
const ownInitiators: ReadonlySet<string> = new Set(['core', 'github.copilot-chat']);

/** The router as models in VS Code's own picker: `Tierwise Auto`, and one for each tier. */
export function createChatModels(parts: ChatParts): vscode.LanguageModelChatProvider {
  return {
    async provideLanguageModelChatInformation() {
      return offeredModels(
        await parts.situation.offer(),
        userSetting('tierwise.maxOutputTokens') as number,
      );
    },

    provideLanguageModelChatResponse: (model, messages, options, progress, token) =>
      respond(parts, { model, messages, options, progress }, signalOf(token)).catch(toModelError),

    async provideTokenCount(_, said) {
      if (typeof said === 'string') return parts.attempts.countTokens(said);
      const images = imagesOf(said.content).length;
      return (await parts.attempts.countTokens(textOf(said))) + images * imageTokens;
    },
  };
}

async function respond(
  parts: ChatParts,
  { model, messages, options, progress }: ChatRequest,
  signal: AbortSignal,
): Promise<void> {
  const extension = initiatorOf(options);
  if (extension !== undefined) (await parts.caps()).count(extension);
  const conversation = conversationFrom(messages, options.tools);
  const instruction = lastRequest(conversation);
  const { pinned } = parts.pick.current;
  const classified = await parts.taskTypes.classify(instruction);
  const turn = {
    task: chatTask(classified.taskType, instruction, conversation),
    classified,
    subject: extension === undefined ? 'chat model' : `chat model, asked by ${extension}`,
    ...(extension !== undefined && { extension }),
    pick: model.id === autoId ? { tier: autoId, pinned } : { tier: model.id, pinned: {} },
    onText: (text: string) => progress.report(new vscode.LanguageModelTextPart(text)),
    onToolCall: ({ id, name, argumentsJson }: ToolCall) =>
      progress.report(new vscode.LanguageModelToolCallPart(id, name, inputOf(argumentsJson))),
  };
  const { end } = await runChatTurn(turn, parts, signal);
  if (!end.error) return;
  if (extension !== undefined && end.error.kind === 'overBudget') {
    throw new HumanError(`${end.error.message} ${raiseCapOrBudget}`);
  }
  throw describeProviderError(end.error, end.choice);
}

interface ChatRequest {
  readonly model: vscode.LanguageModelChatInformation;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
  readonly progress: vscode.Progress<vscode.LanguageModelResponsePart>;
}

/** The extension that asks; undefined when VS Code's own chat does. */
function initiatorOf(options: vscode.ProvideLanguageModelChatResponseOptions): string | undefined {
  // VS Code passes the initiator, but its stable types do not declare it.
  const { requestInitiator } = options as { requestInitiator?: unknown };
  const name = typeof requestInitiator === 'string' ? requestInitiator : 'an unknown extension';
  return ownInitiators.has(name) ? undefined : name;
}

function inputOf(argumentsJson: string): object {
  try {
    const value: unknown = JSON.parse(argumentsJson === '' ? '{}' : argumentsJson);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // A model may write something that is not JSON.
  }
  throw new vscode.LanguageModelError(
    `The model called a tool with arguments that are not a JSON object: ${argumentsJson.slice(0, 200)}`,
  );
}

function toModelError(error: unknown): never {
  if (error instanceof HumanError) throw new vscode.LanguageModelError(error.message);
  throw error;
}
