import * as vscode from 'vscode';
import type { AttemptEnd } from '../../execution/events.ts';
import { imageTokens } from '../../routing/candidates/requirements.ts';
import { asClassified } from '../../routing/classify/asClassified.ts';
import type { Classification } from '../../routing/classify/classify.ts';
import type { Conversation, ToolCall } from '../../routing/conversation.ts';
import { filesSeen } from '../../routing/reading/filesSeen.ts';
import { askedIn, wordsOfQuestion } from '../../routing/reading/asked.ts';
import { describeProviderError, raiseCapOrBudget } from '../platform/describeProblem.ts';
import { HumanError } from '../platform/humanError.ts';
import { userSetting } from '../platform/setting.ts';
import { chatTask } from '../tasks/chatTask.ts';
import { signalOf } from './cancellation.ts';
import { type ChatParts, type ChatTurn, runChatTurn } from './chatTurn.ts';
import { conversationFrom, sizeOf } from './messages.ts';
import { autoId, offeredModels } from './offeredModels.ts';
import { inFolders, turnOf, typeOfTurn } from './turnOf.ts';
import { usagePart } from './reportUsage.ts';
import { say } from '../platform/say.ts';

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
      const { text, images } = sizeOf(said);
      return (await parts.attempts.countTokens(text)) + images * imageTokens;
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
  const asked = conversationFrom(messages, options.tools, parts.turnStates);
  const mustCall = options.toolMode === vscode.LanguageModelChatToolMode.Required;
  const conversation = asked.tools.length > 0 && mustCall ? { ...asked, mustCall } : asked;
  const { pinned } = parts.pick.current;
  // A call that cannot be handed on is told once the run is over and its cost is known.
  let unreadable: string | undefined;
  const turn = {
    ...(await classifiedTask(conversation, extension, parts)),
    subject: extension === undefined ? 'chat model' : `chat model, asked by ${extension}`,
    ...(extension !== undefined && { extension }),
    pick: model.id === autoId ? { tier: autoId, pinned } : { tier: model.id, pinned: {} },
    onText: (text: string) => progress.report(new vscode.LanguageModelTextPart(text)),
    onToolCall({ id, name, argumentsJson }: ToolCall) {
      const input = inputOf(argumentsJson);
      if (input) progress.report(new vscode.LanguageModelToolCallPart(id, name, input));
      else unreadable ??= argumentsJson;
    },
  };
  const { end } = await runChatTurn(turn, parts, signal);
  if (!end.error) {
    if (unreadable !== undefined) throw unreadableCall(unreadable, end);
    progress.report(await usagePart(end, conversation, parts.attempts.countTokens));
    return;
  }
  if (extension !== undefined && end.error.kind === 'overBudget') {
    const { message, setting } = end.error;
    throw new HumanError(setting === undefined ? `${message} ${raiseCapOrBudget}` : message);
  }
  throw describeProviderError(end.error, end.choice);
}

/** The newest request of a conversation as a task, with the files that any turn of it has read. */
async function classifiedTask(
  conversation: Conversation,
  extension: string | undefined,
  { situation, taskTypes }: ChatParts,
): Promise<Pick<ChatTurn, 'task'> & { readonly classified: Classification }> {
  const { messages } = conversation;
  const { request, at, before, isSummarized } = askedIn(messages);
  const attachments = inFolders(request.attachments);
  // A long conversation takes a while to look through, and only these rules ask for it.
  const { localRules = [] } = await situation.policy();
  const named = localRules.length > 0 ? filesSeen(messages) : [];
  const seen = inFolders(named.map((path) => ({ path })));
  const loop = turnOf(conversation);
  // Where a summary stands in place of the developer's words, the newest of this window are meant.
  const isLost = at < 0 && isSummarized && loop.turn?.kind !== 'side';
  const isQuestion = extension !== undefined && loop.turn === undefined;
  const spoken = isQuestion ? wordsOfQuestion(messages) : request.words;
  const words = (isLost ? taskTypes.last?.prompt : undefined) ?? spoken;
  const about = { seen: [...attachments, ...seen] };
  const classified = await typeOfTurn(
    { words, before: isQuestion ? [] : before },
    { ...loop, about },
    taskTypes,
  );
  const head = {
    ...asClassified(classified, words),
    instruction: words,
    attachments,
    seen,
    ...loop,
  };
  return { task: chatTask(head, conversation), classified };
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

/** The arguments of a tool call; undefined when they are no JSON object. */
function inputOf(argumentsJson: string): object | undefined {
  try {
    const value: unknown = JSON.parse(argumentsJson === '' ? '{}' : argumentsJson);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // A model may write something that is not JSON.
    return undefined;
  }
}

function unreadableCall(argumentsJson: string, { outcome }: AttemptEnd): HumanError {
  const start = argumentsJson.slice(0, 200);
  return new HumanError(
    outcome === 'cutOff'
      ? say(
          'The answer was cut off in the middle of a tool call, so the call was not made. Ask again. It began with: {0}',
          start,
        )
      : say(
          'The model called a tool with arguments that are not a JSON object, so the call was not made. Ask again, or choose another tier. The arguments were: {0}',
          start,
        ),
  );
}

function toModelError(error: unknown): never {
  if (error instanceof HumanError) throw new vscode.LanguageModelError(error.message);
  throw error;
}
