import * as vscode from 'vscode';
import { imageTokens } from '../../routing/candidates/requirements.ts';
import type { ToolCall } from '../../routing/conversation.ts';
import { type Catalog, modelOf } from '../../routing/models/catalog.ts';
import type { Policy, Tier } from '../../routing/policy/policy.ts';
import { relativeToFolders } from '../../routing/reading/attachments.ts';
import { newestRequest } from '../../routing/reading/readRequest.ts';
import type { Attachment } from '../../routing/task.ts';
import { describeProviderError, raiseCapOrBudget } from '../platform/describeProblem.ts';
import { HumanError } from '../platform/humanError.ts';
import { chatTask } from '../tasks/chatTask.ts';
import { signalOf } from './cancellation.ts';
import { type ChatParts, runChatTurn } from './chatTurn.ts';
import { conversationFrom, imagesOf, textOf } from './messages.ts';

/** The callers that act for the developer in VS Code's own chat. All others are other extensions. */
const ownInitiators: ReadonlySet<string> = new Set(['core', 'github.copilot-chat']);
// Assumed when the limits of a model are unknown. Chosen by judgement.
const usualContextTokens = 128_000;
const usualOutputTokens = 16_000;

/** The router as models in VS Code's own picker: `Tierwise Auto`, and one for each tier. */
export function createChatModels(parts: ChatParts): vscode.LanguageModelChatProvider {
  return {
    async provideLanguageModelChatInformation() {
      const { policy, catalog } = await parts.situation.priced();
      return [autoModel(policy, catalog), ...policy.tiers.map((tier) => tierModel(tier, catalog))];
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
  const { words, attachments } = newestRequest(conversation.messages);
  const { pinned } = parts.pick.current;
  const classified = await parts.taskTypes.classify(words);
  const turn = {
    task: chatTask(
      { type: classified.taskType, instruction: words, attachments: inFolders(attachments) },
      conversation,
    ),
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

/** Clients name files by their whole paths; rules name them from the workspace folder. */
function inFolders(attachments: readonly Attachment[]): Attachment[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
  return attachments.map((each) => ({ ...each, path: relativeToFolders(each.path, folders) }));
}

interface ChatRequest {
  readonly model: vscode.LanguageModelChatInformation;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
  readonly progress: vscode.Progress<vscode.LanguageModelResponsePart>;
}

const autoId = 'auto';

function autoModel({ tiers }: Policy, catalog: Catalog): vscode.LanguageModelChatInformation {
  const contexts = tiers.map((tier) => contextOf(tier, catalog));
  return information(autoId, 'Tierwise Auto', {
    tooltip: 'Your policy chooses the tier for each request.',
    // A request that is too long for the cheap models goes to one that can take it.
    contextTokens: Math.max(usualContextTokens, ...contexts),
    capabilities: capabilitiesOf(tiers, catalog),
  });
}

function tierModel(tier: Tier, catalog: Catalog): vscode.LanguageModelChatInformation {
  const { name, choices } = tier;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const models = choices.map(({ reference }) => reference).join(', ');
  return information(name, `Tierwise ${title}`, {
    tooltip: `The tier ${name}: the first of ${models} that is ready.`,
    contextTokens: contextOf(tier, catalog),
    capabilities: capabilitiesOf([tier], catalog),
  });
}

function contextOf({ choices }: Tier, catalog: Catalog): number {
  const known = choices.flatMap(
    ({ reference }) => modelOf(catalog, reference, false).contextTokens ?? [],
  );
  return known[0] ?? usualContextTokens;
}

/** What at least one model of the tiers can do; a model of unknown abilities counts as able. */
function capabilitiesOf(
  tiers: readonly Tier[],
  catalog: Catalog,
): vscode.LanguageModelChatCapabilities {
  const capabilities = tiers
    .flatMap(({ choices }) => choices)
    .map(({ reference }) => modelOf(catalog, reference, false).capabilities);
  return {
    toolCalling: capabilities.some(({ tools }) => tools !== false),
    imageInput: capabilities.some(({ images }) => images !== false),
  };
}

function information(
  id: string,
  name: string,
  {
    tooltip,
    contextTokens,
    capabilities,
  }: {
    readonly tooltip: string;
    readonly contextTokens: number;
    readonly capabilities: vscode.LanguageModelChatCapabilities;
  },
): vscode.LanguageModelChatInformation {
  return {
    id,
    name,
    tooltip,
    family: id,
    version: '1',
    detail: 'Tierwise',
    maxInputTokens: Math.max(1, contextTokens - usualOutputTokens),
    maxOutputTokens: usualOutputTokens,
    capabilities,
  };
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
