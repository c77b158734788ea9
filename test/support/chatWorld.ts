import type * as vscode from 'vscode';
import { createChatModels } from '../../src/editor/chat/chatModels.ts';
import type { ChatParts } from '../../src/editor/chat/chatTurn.ts';
import { createChatCaches } from '../../src/editor/chat/memory/conversationCaches.ts';
import { createAllowances } from '../../src/editor/chat/memory/allowances.ts';
import { createSaidTurns } from '../../src/editor/chat/memory/saidTurns.ts';
import { createTurnMemory } from '../../src/editor/chat/memory/turnMemory.ts';
import { createTurnStates } from '../../src/editor/chat/memory/turnStates.ts';
import { completeGate } from '../../src/execution/gates/complete/complete.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { usualLimits } from '../../src/routing/budgets/requestLimits.ts';
import type { Situation } from '../../src/routing/situation.ts';
import { chatApi, type LanguageModelChatMessage } from './chatParts.ts';
import { scriptedWorld } from './scriptedRun.ts';

/*
 * A window in which a client of VS Code's chat asks Tierwise's models. The test mocks `vscode` with `chatApi` and
 * `diskEditor`; the providers are real.
 */

export interface ChatWorldOptions {
  readonly situation: Situation;
  readonly provider: (id: string) => Provider | undefined;
  /** Replaces parts of the window. */
  readonly parts?: Partial<Record<keyof ChatParts, unknown>>;
}

export interface ChatRequest {
  /** The id of one of Tierwise's models: a tier, or `auto`. */
  readonly model: string;
  readonly messages: readonly LanguageModelChatMessage[];
  readonly tools?: readonly vscode.LanguageModelChatTool[];
  /** The answer has to call a tool. */
  readonly mustCall?: boolean;
  /** Who asks; VS Code's own chat when omitted. */
  readonly extension?: string;
  /** Called with each part as it arrives. */
  readonly see?: (part: unknown) => void;
  readonly token?: vscode.CancellationToken;
}

const never: vscode.CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => ({ dispose: () => undefined }),
};

export function chatWorld({ situation, provider, parts: own = {} }: ChatWorldOptions) {
  const world = scriptedWorld({});
  const nothing = () => undefined;
  const classification = { taskType: 'explain', confidence: 1, signals: [] };
  const parts = {
    situation: {
      current: async () => situation,
      offer: async () => situation,
      policy: async () => situation.policy,
    },
    pick: { current: situation.pick },
    session: { touch: () => ({ id: 'session' }) },
    budgets: { ensureKnown: async () => undefined, all: [], blocks: [], limits: usualLimits },
    attempts: { ...world.context, provider: async (id: string) => provider(id) },
    news: { emitDecision: nothing, emitSpend: nothing },
    report: {
      log: { info: nothing, error: nothing },
      warnOnce: nothing,
      bug: (bug: unknown) => world.bugs.push(bug),
    },
    textGates: { gates: { complete: completeGate } },
    turnStates: createTurnStates(),
    turnMemory: createTurnMemory(),
    chatCaches: createChatCaches(),
    saidTurns: createSaidTurns(),
    allowances: createAllowances(),
    ledger: world.context.ledger,
    taskTypes: {
      classify: async () => classification,
      guess: async () => classification,
      known: nothing,
    },
    ...own,
  } as unknown as ChatParts;
  const models = createChatModels(parts);
  return {
    ...world,
    /** Asks as a client of the chat does; resolves to the parts of the answer. */
    async ask({
      model,
      messages,
      tools = [],
      see = nothing,
      token = never,
      ...asked
    }: ChatRequest) {
      const shown: unknown[] = [];
      await models.provideLanguageModelChatResponse(
        { id: model } as vscode.LanguageModelChatInformation,
        messages as unknown as vscode.LanguageModelChatRequestMessage[],
        {
          tools,
          toolMode: chatApi.LanguageModelChatToolMode[asked.mustCall ? 'Required' : 'Auto'],
          requestInitiator: asked.extension ?? 'core',
        } as unknown as vscode.ProvideLanguageModelChatResponseOptions,
        {
          report: (part) => {
            shown.push(part);
            see(part);
          },
        },
        token,
      );
      return shown.filter(
        (part) =>
          part instanceof chatApi.LanguageModelTextPart ||
          part instanceof chatApi.LanguageModelToolCallPart,
      );
    },
  };
}
