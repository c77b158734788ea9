import * as vscode from 'vscode';
import type { ModelCall, Part, Provider } from '../providers/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../providers/providerError.ts';
import type { ProviderState } from '../routing/situation.ts';

export const vscodeProviderId = 'vscode';
/** The vendor of the models that Tierwise itself offers: routing to it would go in circles. */
const ownVendor = 'tierwise';

/** Which of VS Code's own models there are, as `vendor/family`. */
export async function vscodeModelsState(): Promise<ProviderState> {
  const models = await vscode.lm.selectChatModels();
  const names = models
    .filter(({ vendor }) => vendor !== ownVendor)
    .map(({ vendor, family }) => `${vendor}/${family}`);
  if (names.length === 0) return { state: 'unavailable', why: 'it offers no models here' };
  return { state: 'ready', models: new Set(names) };
}

/**
 * VS Code's own models behind the provider contract. They report no usage, so the tokens of a call
 * are counted here and its cost is estimated or unknown. They give no finish reason either: a stream
 * that ends without an error is taken as finished.
 */
export function createVscodeProvider(): Provider {
  return { id: vscodeProviderId, stream };
}

async function* stream(call: ModelCall, signal: AbortSignal): AsyncGenerator<Part> {
  const slash = call.model.indexOf('/');
  const selector = { vendor: call.model.slice(0, slash), family: call.model.slice(slash + 1) };
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const [model] = await vscode.lm.selectChatModels(selector);
    signal.throwIfAborted();
    if (!model) throw failure('modelNotFound', `There is no model ${call.model}.`);
    const response = await model.sendRequest(
      toMessages(call),
      {
        justification: 'Tierwise runs the task you asked for.',
        ...(call.tools && { tools: call.tools.map(toTool) }),
      },
      cancellation.token,
    );
    for await (const chunk of response.stream) {
      signal.throwIfAborted();
      const part = toPart(chunk);
      if (part) yield part;
    }
    signal.throwIfAborted();
    yield { kind: 'finish', reason: 'stop', raw: undefined };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof vscode.LanguageModelError ? fromLanguageModelError(error) : error;
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

// The API has no system role: the system text goes first, as the user's.
function toMessages({ system, messages }: ModelCall): vscode.LanguageModelChatMessage[] {
  return [
    vscode.LanguageModelChatMessage.User(system),
    ...messages.map((message) => {
      if (message.role === 'user') return vscode.LanguageModelChatMessage.User(message.text);
      if (message.role === 'tool') {
        const text = new vscode.LanguageModelTextPart(message.text);
        return vscode.LanguageModelChatMessage.User([
          new vscode.LanguageModelToolResultPart(message.callId, [text]),
        ]);
      }
      const calls = (message.toolCalls ?? []).map(
        ({ id, name, argumentsJson }) =>
          new vscode.LanguageModelToolCallPart(id, name, JSON.parse(argumentsJson) as object),
      );
      return vscode.LanguageModelChatMessage.Assistant([
        new vscode.LanguageModelTextPart(message.text),
        ...calls,
      ]);
    }),
  ];
}

function toTool({ name, description, inputSchema }: NonNullable<ModelCall['tools']>[number]) {
  return { name, description, inputSchema };
}

function toPart(chunk: unknown): Part | undefined {
  if (chunk instanceof vscode.LanguageModelTextPart) return { kind: 'text', text: chunk.value };
  if (!(chunk instanceof vscode.LanguageModelToolCallPart)) return undefined;
  const { callId: id, name, input } = chunk;
  return { kind: 'toolCall', call: { id, name, argumentsJson: JSON.stringify(input) } };
}

const kinds: Readonly<Record<string, ProviderErrorKind>> = {
  NoPermissions: 'forbidden',
  Blocked: 'rateLimited',
  NotFound: 'modelNotFound',
};

function fromLanguageModelError(error: vscode.LanguageModelError): ProviderError {
  return failure(kinds[error.code] ?? 'overloaded', error.message, error);
}

function failure(kind: ProviderErrorKind, message: string, cause?: unknown): ProviderError {
  return new ProviderError({ kind, provider: 'VS Code', origin: '', message, cause });
}
